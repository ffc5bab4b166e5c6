#include "server/http/HeadParser.h"

#include "server/http/RequestTarget.h"

#include <QCoreApplication>
#include <limits>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Longest request line beside its target: method, two spaces, version.
constexpr qsizetype requestLineRest = 32;

/// Fields that have one value by their definition: two of them would let two readers choose differently.
constexpr std::array singletons {
    "Host",   "Content-Length",    "Content-Type",          "Authorization",     "Origin",
    "Expect", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "X-Forwarded-Proto", "Idempotency-Key"};

HeadFault fault(int status, const char *detail)
{
    return {status, QCoreApplication::translate("HttpFront", detail)};
}

/// RFC 9110, section 5.6.2.
bool isToken(QByteArrayView text)
{
    constexpr QByteArrayView others("!#$%&'*+-.^_`|~");
    return !text.isEmpty() && std::ranges::all_of(text, [&](char byte) {
        const char lower = static_cast<char>(byte | 0x20);
        return (byte >= '0' && byte <= '9') || (lower >= 'a' && lower <= 'z') || (byte != 0 && others.contains(byte));
    });
}

/// What no head may contain, complete or not: control bytes, and CR or LF alone (RFC 9112, section 2.2).
bool hasForbiddenByte(QByteArrayView seen)
{
    for (qsizetype index = 0; index < seen.size(); ++index) {
        const uchar byte = static_cast<uchar>(seen[index]);
        if (byte == '\r') {
            if (index + 1 < seen.size() && seen[index + 1] != '\n')
                return true;
        } else if (byte == '\n') {
            if (index == 0 || seen[index - 1] != '\r')
                return true;
        } else if ((byte < 0x20 && byte != '\t') || byte == 0x7f) {
            return true;
        }
    }
    return false;
}

std::optional<HeadFault> readRequestLine(QByteArrayView line, const FrontLimits &limits, RequestHead &head)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || last == first || line.sliced(first + 1, last - first - 1).contains(' '))
        return fault(
            400, "The request line is not \"METHOD target HTTP/1.1\". Send it with one space between its three parts.");
    const QByteArrayView method = line.first(first);
    const QByteArrayView target = line.sliced(first + 1, last - first - 1);
    const QByteArrayView version = line.sliced(last + 1);
    const auto isDigit = [](char byte) { return byte >= '0' && byte <= '9'; };
    if (version.size() != 8 || !version.startsWith("HTTP/") || !isDigit(version[5]) || version[6] != '.' ||
        !isDigit(version[7]))
        return fault(400, "The request line does not end in HTTP/1.1. Send that version.");
    if (version[5] != '1')
        return fault(505, "This server speaks HTTP/1.1 and HTTP/1.0. Send one of these versions.");
    head.minorVersion = version[7] == '0' ? 0 : 1;
    if (!isToken(method))
        return fault(400, "The method has characters that no method has. Send GET, POST, PUT or DELETE in capitals.");
    head.method = method.toByteArray();
    if (!HeadParser::methods().contains(head.method))
        return fault(
            501,
            "This server does not know the method. Send GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS in capitals.");
    if (target.size() > limits.targetBytes)
        return fault(414, "The address is too long. Send what is long in the body instead.");
    return readTarget(target, head);
}

std::optional<HeadFault> readField(QByteArrayView line, HttpHeaders &headers)
{
    if (line.startsWith(' ') || line.startsWith('\t'))
        return fault(400, "A header field is folded over two lines. Send each field on one line.");
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0 || !isToken(line.first(colon)))
        return fault(400, "A header field has no valid name before its colon. Send each field as \"Name: value\".");
    headers.add(line.first(colon).toByteArray(), line.sliced(colon + 1).trimmed().toByteArray());
    return std::nullopt;
}

int countOf(const HttpHeaders &headers, QByteArrayView name)
{
    return static_cast<int>(std::ranges::count_if(headers.fields(), [name](const auto &field) {
        return QByteArrayView(field.first).compare(name, Qt::CaseInsensitive) == 0;
    }));
}

bool listHas(const HttpHeaders &headers, QByteArrayView name, QByteArrayView token)
{
    for (const auto &[fieldName, value] : headers.fields()) {
        if (QByteArrayView(fieldName).compare(name, Qt::CaseInsensitive) != 0)
            continue;
        for (const QByteArray &part : value.split(',')) {
            if (QByteArrayView(part).trimmed().compare(token, Qt::CaseInsensitive) == 0)
                return true;
        }
    }
    return false;
}

/// RFC 9112, section 6.3, with everything refused that is not one plain Content-Length.
std::optional<HeadFault> readFraming(RequestHead &head)
{
    const QByteArray length = head.headers.value("Content-Length");
    const bool hasLength = head.headers.contains("Content-Length");
    if (head.headers.contains("Transfer-Encoding")) {
        if (hasLength || head.minorVersion == 0)
            return fault(400,
                         "The request has a Transfer-Encoding that does not belong there. Send only a Content-Length.");
        return fault(411, "Chunked bodies are not taken. Send the body whole, with its Content-Length.");
    }
    if (!hasLength)
        return std::nullopt;
    if (length.isEmpty() || !std::ranges::all_of(length, [](char byte) { return byte >= '0' && byte <= '9'; }))
        return fault(400, "The Content-Length is not a number. Send the body's size in bytes, digits only.");
    head.contentLength = length.size() > 18 ? std::numeric_limits<qint64>::max() : length.toLongLong();
    return std::nullopt;
}

std::optional<HeadFault> readMeaning(RequestHead &head)
{
    for (const char *name : singletons) {
        if (countOf(head.headers, name) > 1)
            return HeadFault {
                400, QCoreApplication::translate("HttpFront", "The field %1 is there more than once. Send it once.")
                         .arg(QLatin1StringView(name))};
    }
    const bool hasHost = head.headers.contains("Host");
    if ((hasHost && !isHost(head.headers.value("Host"))) || (!hasHost && head.minorVersion > 0))
        return fault(
            400,
            "The request has no valid Host field. Send the server's name, and its port when it is not the usual one.");
    if (const std::optional<HeadFault> found = readFraming(head))
        return found;
    const QByteArray expectation = head.headers.value("Expect");
    if (!expectation.isEmpty() && head.minorVersion > 0) {
        if (expectation.compare("100-continue", Qt::CaseInsensitive) != 0)
            return fault(417,
                         "The only expectation that is understood is 100-continue. Send the request without Expect.");
        head.expectsContinue = true;
    }
    const bool saysClose = listHas(head.headers, "Connection", "close");
    head.keepsAlive = !saysClose && (head.minorVersion > 0 || listHas(head.headers, "Connection", "keep-alive"));
    head.asksForWebSocket = head.minorVersion > 0 && head.method == "GET" &&
                            listHas(head.headers, "Connection", "upgrade") &&
                            listHas(head.headers, "Upgrade", "websocket");
    return std::nullopt;
}

} // namespace

const QByteArrayList &HeadParser::methods()
{
    static const QByteArrayList known {"GET"_ba, "HEAD"_ba, "POST"_ba, "PUT"_ba, "PATCH"_ba, "DELETE"_ba, "OPTIONS"_ba};
    return known;
}

HeadResult HeadParser::parse(QByteArrayView bytes) const
{
    const qsizetype end = bytes.first(std::min(bytes.size(), m_limits.headBytes)).indexOf("\r\n\r\n");
    const QByteArrayView seen =
        end < 0 ? bytes.first(std::min(bytes.size(), m_limits.headBytes + 1)) : bytes.first(end + 4);
    if (hasForbiddenByte(seen))
        return fault(
            400, "The head has a control character or a line that does not end in CR LF. Send plain HTTP/1.1 text.");

    const qsizetype lineEnd = seen.indexOf("\r\n");
    if ((lineEnd < 0 ? seen.size() : lineEnd) > m_limits.targetBytes + requestLineRest)
        return fault(414, "The address is too long. Send what is long in the body instead.");
    if (std::ranges::count(seen, '\n') > m_limits.fields + 2)
        return fault(431, "The request has too many header fields. Send fewer.");
    if (end < 0) {
        if (seen.size() > m_limits.headBytes)
            return fault(
                431, "The header fields are too large. Send fewer or shorter ones; delete old cookies of this site.");
        return HeadIncomplete {};
    }

    RequestHead head;
    head.size = end + 4;
    // Host of an absolute target replaces the field, so the fields are read first and the target afterwards.
    HttpHeaders headers;
    qsizetype start = lineEnd + 2;
    while (start < end + 2) {
        const qsizetype next = seen.indexOf("\r\n", start);
        if (const std::optional<HeadFault> found = readField(seen.sliced(start, next - start), headers))
            return *found;
        start = next + 2;
    }
    head.headers = headers;
    if (countOf(headers, "Host") > 1)
        return fault(400, "The field Host is there more than once. Send it once.");
    if (const std::optional<HeadFault> found = readRequestLine(seen.first(lineEnd), m_limits, head))
        return *found;
    if (const std::optional<HeadFault> found = readMeaning(head))
        return *found;
    return head;
}

} // namespace Marathon
