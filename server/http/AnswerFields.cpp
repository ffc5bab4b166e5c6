#include "server/http/AnswerFields.h"

#include "server/http/HttpStatus.h"
#include "shared/core/Clock.h"

#include <QDateTime>
#include <QLocale>
#include <QLoggingCategory>
#include <span>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

struct FieldRow
{
    const char *name;
    const char *value;
};

/// Sent with every answer (OWASP HTTP headers; the page uses none of the browser's devices).
constexpr std::array securityFields {
    FieldRow {"X-Content-Type-Options", "nosniff"},
    FieldRow {"Referrer-Policy", "no-referrer"},
    FieldRow {"Cross-Origin-Resource-Policy", "same-origin"},
    FieldRow {"X-Frame-Options", "DENY"},
    FieldRow {"Permissions-Policy",
              "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), midi=()"},
};

/// Sent over TLS alone: over plain HTTP browsers ignore them, the second with a complaint to every page.
constexpr std::array secureFields {
    FieldRow {"Strict-Transport-Security", "max-age=31536000"},
    FieldRow {"Cross-Origin-Opener-Policy", "same-origin"},
};

void addMissing(HttpHeaders &headers, std::span<const FieldRow> rows)
{
    for (const FieldRow &row : rows) {
        if (!headers.contains(row.name))
            headers.add(row.name, row.value);
    }
}

/// The framing of an answer is decided here alone.
bool isFramingField(QByteArrayView name)
{
    return std::ranges::any_of(std::array {"Connection", "Content-Length", "Transfer-Encoding", "Date", "Keep-Alive"},
                               [name](const char *framing) { return name.compare(framing, Qt::CaseInsensitive) == 0; });
}

bool isClean(QByteArrayView bytes)
{
    return std::ranges::none_of(
        bytes, [](char byte) { return (static_cast<uchar>(byte) < 0x20 && byte != '\t') || byte == 0x7f; });
}

} // namespace

HttpHeaders finishedFields(const HttpResponse &response, const AnswerFrame &frame)
{
    HttpHeaders headers;
    for (const auto &[name, value] : response.headers.fields()) {
        if (isFramingField(name) && response.status != 101 && response.status != 426)
            continue;
        if (name.isEmpty() || !isClean(name) || !isClean(value)) {
            qWarning("An answer's field with a control character was left out.");
            continue;
        }
        headers.add(name, value);
    }
    headers.add("Date"_ba, frame.date);
    if (frame.closes)
        headers.add("Connection"_ba, "close"_ba);
    else if (frame.isHttp10)
        headers.add("Connection"_ba, "keep-alive"_ba);
    addMissing(headers, securityFields);
    if (!headers.contains("Cache-Control"))
        headers.add("Cache-Control"_ba, "no-store"_ba);
    if (frame.isSecure)
        addMissing(headers, secureFields);
    return headers;
}

QByteArray serialised(const HttpResponse &response, const AnswerFrame &frame)
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(response.status) + ' ' +
                       QByteArray(statusTitle(response.status).data()) + "\r\n";
    const HttpHeaders headers = finishedFields(response, frame);
    for (const auto &[name, value] : headers.fields())
        bytes += name + ": " + value + "\r\n";
    if (response.status != 204 && response.status != 304 && response.status >= 200)
        bytes += "Content-Length: " + QByteArray::number(response.body.size()) + "\r\n";
    return bytes + "\r\n" + response.body;
}

const QByteArray &DateField::value()
{
    const qint64 second = std::chrono::floor<std::chrono::seconds>(SystemClock().now()).time_since_epoch().count();
    if (second != m_second) {
        m_second = second;
        const QDateTime time = QDateTime::fromSecsSinceEpoch(second, Qt::UTC);
        m_value = QLocale::c().toString(time, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1();
    }
    return m_value;
}

} // namespace Marathon
