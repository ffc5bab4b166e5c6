#pragma once

#include "server/api/ApiCall.h"
#include "server/live/LiveThread.h"

namespace Marathon {

/// What lies behind the front on one io thread: every request's rights are checked here, in one place, before its route
/// sees it; accepted sockets become live sessions.
class ApiHandler final : public FrontHandler
{
public:
    explicit ApiHandler(ApiServices &services);
    ~ApiHandler() override;

    void handle(int route, const HttpRequest &request, Responder respond) override;
    void beforeUpgrade(const HttpRequest &request, std::function<void()> then) override;
    std::optional<HttpResponse> refuseUpgrade(const HttpRequest &request) override;
    void webSocketOpened(std::unique_ptr<QWebSocket> socket, const HttpRequest &request) override;

    static QList<RouteSpec> routeSpecs();
    static QStringList webSocketPaths();

private:
    void carryOut(int route, const HttpRequest &request, Responder respond);
    /// Whether somebody may be signed in through another server of which this one has not read yet.
    bool mustLookAgain(const HttpRequest &request) const;
    std::optional<Error> refusal(const ApiRoute &route, const HttpRequest &request, const Caller &caller,
                                 const Snapshot &snapshot) const;

    ApiServices &m_services;
    QList<ApiRoute> m_routes;
    std::unique_ptr<LiveThread> m_live;
};

} // namespace Marathon
