#include "server/http/RequestTarget.h"

#include <QCoreApplication>
#include <QStringDecoder>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

HeadFault fault(const char *detail)
{
    return {400, QCoreApplication::translate("HttpFront", detail)};
}

bool isAlphanumeric(char byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

int hexValue(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    const char lower = static_cast<char>(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<QByteArray> percentDecoded(QByteArrayView text)
{
    QByteArray decoded;
    decoded.reserve(text.size());
    for (qsizetype index = 0; index < text.size(); ++index) {
        if (text[index] != '%') {
            decoded.append(text[index]);
            continue;
        }
        if (index + 2 >= text.size() || hexValue(text[index + 1]) < 0 || hexValue(text[index + 2]) < 0)
            return std::nullopt;
        decoded.append(static_cast<char>(hexValue(text[index + 1]) * 16 + hexValue(text[index + 2])));
        index += 2;
    }
    return decoded;
}

std::optional<QString> fromStrictUtf8(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder.decode(bytes);
    return decoder.hasError() ? std::nullopt : std::optional(text);
}

bool hasControlByte(const QByteArray &bytes)
{
    return std::ranges::any_of(bytes, [](char byte) { return static_cast<uchar>(byte) < 0x20 || byte == 0x7f; });
}

std::optional<HeadFault> readPath(QByteArrayView raw, RequestHead &head)
{
    const QByteArray lower = raw.toByteArray().toLower();
    if (lower.contains("%2f") || lower.contains("%5c") || raw.contains('\\'))
        return fault("The path has an encoded slash or a backslash. Send the plain path of a documented route.");
    const std::optional<QByteArray> decoded = percentDecoded(raw);
    if (!decoded)
        return fault("The path has a % that is not followed by two hexadecimal digits. Encode a % itself as %25.");
    if (hasControlByte(*decoded))
        return fault("The path has a control character. Send the plain path of a documented route.");
    const std::optional<QString> path = fromStrictUtf8(*decoded);
    if (!path)
        return fault("The path is not UTF-8. Encode it as UTF-8 and then with %.");
    const QStringList segments = path->split(u'/');
    for (qsizetype index = 1; index < segments.size(); ++index) {
        const QString &segment = segments[index];
        if (segment == "."_L1 || segment == ".."_L1 || (segment.isEmpty() && index + 1 < segments.size()))
            return fault("The path has an empty, . or .. part. Send it without these.");
    }
    head.path = *path;
    return std::nullopt;
}

std::optional<HeadFault> readQuery(QByteArrayView raw, RequestHead &head)
{
    // HTML forms and URLSearchParams write a space as +, which QUrlQuery leaves alone.
    const QByteArray encoded = raw.toByteArray().replace('+', "%20");
    const std::optional<QByteArray> decoded = percentDecoded(encoded);
    if (!decoded || hasControlByte(*decoded) || !fromStrictUtf8(*decoded))
        return fault("The query is not correctly encoded UTF-8. Encode names and values with %.");
    head.query.setQuery(QString::fromLatin1(encoded));
    return std::nullopt;
}

} // namespace

bool isHost(QByteArrayView host)
{
    QByteArrayView name = host;
    QByteArrayView port;
    if (host.startsWith('[')) {
        const qsizetype end = host.indexOf(']');
        if (end < 3)
            return false;
        name = host.sliced(1, end - 1);
        const QByteArrayView rest = host.sliced(end + 1);
        if (!rest.isEmpty() && (rest[0] != ':' || rest.size() == 1))
            return false;
        port = rest.isEmpty() ? rest : rest.sliced(1);
        if (!std::ranges::all_of(name, [](char byte) { return hexValue(byte) >= 0 || byte == ':' || byte == '.'; }))
            return false;
    } else {
        const qsizetype colon = host.indexOf(':');
        if (colon >= 0) {
            name = host.first(colon);
            port = host.sliced(colon + 1);
        }
        if (!std::ranges::all_of(
                name, [](char byte) { return isAlphanumeric(byte) || byte == '.' || byte == '-' || byte == '_'; }))
            return false;
    }
    return !name.isEmpty() && port.size() <= 5 &&
           std::ranges::all_of(port, [](char byte) { return byte >= '0' && byte <= '9'; });
}

std::optional<HeadFault> readTarget(QByteArrayView target, RequestHead &head)
{
    if (std::ranges::any_of(target, [](char byte) {
            return static_cast<uchar>(byte) <= 0x20 || static_cast<uchar>(byte) >= 0x7f || byte == '#';
        }))
        return fault("The target of the request has characters that must be encoded. Encode them with %.");
    if (target == QByteArrayView("*") && head.method == "OPTIONS") {
        head.target = "*"_ba;
        head.path = u"*"_s;
        return std::nullopt;
    }
    QByteArrayView origin = target;
    for (const QByteArrayView scheme : {QByteArrayView("http://"), QByteArrayView("https://")}) {
        if (target.size() < scheme.size() || target.first(scheme.size()).compare(scheme, Qt::CaseInsensitive) != 0)
            continue;
        const QByteArrayView rest = target.sliced(scheme.size());
        qsizetype end = 0;
        while (end < rest.size() && rest[end] != '/' && rest[end] != '?')
            ++end;
        if (!isHost(rest.first(end)))
            return fault("The address in the request line has no valid host. Send a path that begins with /.");
        head.headers.set("Host"_ba, rest.first(end).toByteArray());
        origin = rest.sliced(end);
        head.target = origin.startsWith('/') ? origin.toByteArray() : "/" + origin.toByteArray();
    }
    if (head.target.isEmpty()) {
        if (!origin.startsWith('/'))
            return fault("The target of the request is not a path. Send a path that begins with /.");
        head.target = origin.toByteArray();
    }
    const qsizetype mark = head.target.indexOf('?');
    const QByteArrayView all = head.target;
    if (const std::optional<HeadFault> found = readPath(mark < 0 ? all : all.first(mark), head))
        return found;
    return mark < 0 ? std::nullopt : readQuery(all.sliced(mark + 1), head);
}

} // namespace Marathon
