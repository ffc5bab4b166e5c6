#include "server/http/WebSocketHandshake.h"

#include "server/http/ErrorResponse.h"

#include <QCoreApplication>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("HttpFront", source);
}

/// Base64 of 16 bytes.
bool isKey(const QByteArray &key)
{
    const auto decoded = QByteArray::fromBase64Encoding(key, QByteArray::AbortOnBase64DecodingErrors);
    return key.size() == 24 && decoded && decoded.decoded.size() == 16;
}

} // namespace

std::optional<HttpResponse> refusedHandshake(const RequestHead &head, const HandshakeFacts &facts)
{
    if (!facts.isKnownPath)
        return problemResponse(404, text("There is no WebSocket at this address. Check its spelling."));
    if (facts.isDraining)
        return errorResponse(
            {ErrorKind::Unavailable, text("The server is stopping. Connect again in a few seconds."), {}, 2'000});
    if (head.headers.value("Sec-WebSocket-Version") != "13") {
        HttpResponse response =
            problemResponse(426, text("Only WebSocket version 13 is spoken. Connect with that version."));
        response.headers.add("Sec-WebSocket-Version"_ba, "13"_ba);
        response.headers.add("Upgrade"_ba, "websocket"_ba);
        return response;
    }
    if (!isKey(head.headers.value("Sec-WebSocket-Key")) || head.contentLength > 0)
        return problemResponse(
            400, text("The handshake has no valid Sec-WebSocket-Key, or a body. Use a WebSocket library."));
    // The client has to wait for 101 (section 4.1), and Qt would lose these bytes.
    if (facts.hasEarlyData)
        return problemResponse(
            400, text("Data came before the WebSocket handshake was answered. Wait for the answer first."));
    return std::nullopt;
}

} // namespace Marathon
