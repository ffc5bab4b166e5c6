#pragma once

#include "server/http/HeadParser.h"

#include <optional>

namespace Marathon {

/// What a handshake is judged by beside its head.
struct HandshakeFacts
{
    bool isKnownPath = false;
    bool isDraining = false;   ///< the server is stopping
    bool hasEarlyData = false; ///< bytes came after the head
};

/// Checks an upgrade (RFC 6455, section 4.2.1) before QWebSocketServer or a handler sees it: 404 unknown path, 503
/// stopping, 426 another version, 400 no valid key, a body, or data before the answer. Nothing: it may go on.
std::optional<HttpResponse> refusedHandshake(const RequestHead &head, const HandshakeFacts &facts);

} // namespace Marathon
