#pragma once

#include "server/http/HttpMessage.h"

#include <QAbstractHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponder>
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
#include <QHttpHeaders>
#include <QHttpServerResponse>
#endif

/// All that differs between the QtHttpServer of Qt 6.4 and of Qt 6.8, in one place.
namespace Marathon::QtHttp {

#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)

/// What handleRequest() and missingHandler() are given beside the request.
using Answerer = QHttpServerResponder &;

/// Writes one whole answer; Qt adds the Content-Length.
inline void send(QHttpServerResponder &responder, int status, const HttpHeaders &headers, const QByteArray &body)
{
    QHttpHeaders fields;
    for (const auto &[name, value] : headers.fields())
        fields.append(QLatin1StringView(name), QLatin1StringView(value));
    QHttpServerResponse response(body, static_cast<QHttpServerResponder::StatusCode>(status));
    response.setHeaders(std::move(fields));
    responder.sendResponse(response);
}

/// Qt gives every answer a length; 204 must not have one (RFC 9110, section 8.6), and that of a 304 would be wrong.
inline void dropLength(QByteArray &answer)
{
    const qsizetype start = answer.toLower().indexOf("\r\ncontent-length:");
    if (start >= 0)
        answer.remove(start, answer.indexOf("\r\n", start + 2) - start);
}

#else

using Answerer = QTcpSocket *;

inline void send(QHttpServerResponder &responder, int status, const HttpHeaders &headers, const QByteArray &body)
{
    responder.writeStatusLine(static_cast<QHttpServerResponder::StatusCode>(status));
    for (const auto &[name, value] : headers.fields())
        responder.writeHeader(name, value);
    if (status != 204 && status != 304)
        responder.writeHeader("Content-Length", QByteArray::number(body.size()));
    responder.writeBody(body);
}

inline void dropLength(QByteArray &) {}

#endif

} // namespace Marathon::QtHttp
