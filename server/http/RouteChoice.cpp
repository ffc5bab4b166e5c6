#include "server/http/RouteChoice.h"

#include "server/http/ErrorResponse.h"

#include <QCoreApplication>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("HttpFront", source);
}

HttpResponse allowing(HttpResponse response, const QByteArrayList &methods)
{
    response.headers.add("Allow"_ba, methods.join(", "));
    return response;
}

std::optional<RouteMatch> matchOf(const RequestHead &head, const RouteTable &routes, const FrontOptions &options)
{
    std::optional<RouteMatch> match = routes.match(head.method, head.path);
    if (!match && options.fallbackRoute >= 0 && (head.method == "GET" || head.method == "HEAD"))
        match = RouteMatch {options.fallbackRoute, {}, {"GET"_ba, "HEAD"_ba, "OPTIONS"_ba}};
    return match;
}

HttpResponse tooLarge(qint64 limit)
{
    if (limit == 0)
        return problemResponse(413, text("This address takes no body. Send the request without one."));
    return problemResponse(413, text("The body is larger than %1 bytes. Send a smaller one.").arg(limit));
}

HttpResponse upgradeRequired()
{
    HttpResponse response = problemResponse(
        426, text("This address is for WebSockets. Open it with a WebSocket, not with a plain request."));
    response.headers.add("Upgrade"_ba, "websocket"_ba);
    response.headers.add("Connection"_ba, "Upgrade"_ba);
    return response;
}

} // namespace

RouteChoice chooseRoute(const RequestHead &head, const RouteTable &routes, const FrontOptions &options)
{
    const std::optional<RouteMatch> match = matchOf(head, routes, options);
    const bool isSocketPath = !match && options.webSocketPaths.contains(head.path);
    if (head.method == "OPTIONS" && head.path == "*"_L1)
        return allowing({204, {}}, HeadParser::methods());
    if (head.method == "OPTIONS" && (match || isSocketPath))
        return allowing({204, {}}, match ? match->allowed : QByteArrayList {"GET"_ba, "OPTIONS"_ba});
    if (isSocketPath)
        return upgradeRequired();
    if (!match) {
        return problemResponse(
            404,
            text("There is nothing at this address. Check its spelling; GET /api/openapi.json lists what there is."));
    }
    if (match->route < 0) {
        return allowing(
            problemResponse(405, text("This address does not take this method. Use one of those in the Allow field.")),
            match->allowed);
    }
    const qint64 limit = routes.spec(match->route).maxBody;
    if (head.contentLength > limit)
        return tooLarge(limit);
    return *match;
}

} // namespace Marathon
