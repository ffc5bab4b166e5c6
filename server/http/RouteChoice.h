#pragma once

#include "server/http/FrontOptions.h"
#include "server/http/HeadParser.h"
#include "server/http/RouteTable.h"

#include <variant>

namespace Marathon {

/// The route that a request goes to, or what the front answers in its place.
using RouteChoice = std::variant<RouteMatch, HttpResponse>;

/// Decides from the head alone, before a body is read: 204 for OPTIONS, 404 unknown path, 405 with Allow, 413 a body
/// over the route's limit, 426 a plain request for a WebSocket.
RouteChoice chooseRoute(const RequestHead &head, const RouteTable &routes, const FrontOptions &options);

} // namespace Marathon
