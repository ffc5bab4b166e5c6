#pragma once

#include "server/http/HttpMessage.h"

namespace Marathon {

/// What the connection knows about an answer beside the handler's response.
struct AnswerFrame
{
    bool closes = false;   ///< `Connection: close`
    bool isHttp10 = false; ///< a kept connection must say so (RFC 9112, section 9.3)
    bool isSecure = false; ///< adds what browsers take over TLS alone
    QByteArray date;       ///< IMF-fixdate (RFC 9110, section 6.6.1)
};

/// All fields of an answer: those of the response first, then Date, Connection, the security headers and, when the
/// response says nothing about caching, `Cache-Control: no-store`. A field which the response set is left as it is,
/// except the framing, which is ours alone. Fields with control characters are left out (response splitting).
HttpHeaders finishedFields(const HttpResponse &response, const AnswerFrame &frame);

/// A whole answer as bytes, for what the front says itself.
QByteArray serialised(const HttpResponse &response, const AnswerFrame &frame);

/// The current time as IMF-fixdate, made once a second.
class DateField
{
public:
    const QByteArray &value();

private:
    qint64 m_second = -1;
    QByteArray m_value;
};

} // namespace Marathon
