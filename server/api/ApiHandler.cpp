#include "server/api/ApiHandler.h"

#include "server/auth/Tokens.h"

#include <QWebSocket>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ApiHandler", text);
}

bool isJudge(const HttpRequest &request, const ApiServices &services)
{
    const QByteArray field = request.headers.value("Authorization");
    return field.startsWith("Bearer ") && tokenHash(field.mid(7).trimmed()) == services.judgeTokenHash();
}

/// Who may open which socket.
struct SocketPath
{
    QLatin1StringView path;
    Permission permission;
};
constexpr std::array socketPaths {
    SocketPath {"/ws/participant"_L1, Permission::TakeContest}, SocketPath {"/ws/staff"_L1, Permission::WatchContest},
    SocketPath {"/ws/leaderboard"_L1, Permission::Public},
    SocketPath {"/ws/judge"_L1, Permission::Public}, // by a token of its own
};

} // namespace

ApiHandler::ApiHandler(ApiServices &services)
    : m_services(services)
    , m_routes(allRoutes())
    , m_live(std::make_unique<LiveThread>(services.live))
{}

ApiHandler::~ApiHandler() = default;

QList<RouteSpec> ApiHandler::routeSpecs()
{
    QList<RouteSpec> specs;
    const QList<ApiRoute> routes = allRoutes();
    for (const ApiRoute &route : routes)
        specs.append({route.method, QString(route.pattern), route.maxBody, route.patience});
    return specs;
}

QStringList ApiHandler::webSocketPaths()
{
    QStringList paths;
    for (const SocketPath &row : socketPaths)
        paths.append(QString(row.path));
    return paths;
}

std::optional<Error> ApiHandler::refusal(const ApiRoute &route, const HttpRequest &request, const Caller &caller,
                                         const Snapshot &snapshot) const
{
    if (!allows(route.permission, caller.role)) {
        if (caller.role == Role::Nobody)
            return Error {ErrorKind::NotSignedIn, tr("Sign in first: this needs a valid session.")};
        return Error {ErrorKind::NotAllowed, tr("Your role %1 may not do this.").arg(nameOf(caller.role))};
    }
    if (route.permission == Permission::TakeContest && !snapshot.state.participant(caller.participant()))
        return Error {ErrorKind::NotFound, tr("You are not a participant of the contest that is on now.")};
    const bool changesState = request.method != "GET";
    if (changesState && caller.isByCookie && route.permission != Permission::Public &&
        !isOwnOrigin(request, m_services.live.publicOrigin))
        return Error {ErrorKind::NotAllowed,
                      tr("This request did not come from our own page. Reload the page and try again.")};
    return std::nullopt;
}

bool ApiHandler::mustLookAgain(const HttpRequest &request) const
{
    const Engine &engine = m_services.live.engine;
    return engine.isShared() && hasUnknownToken(request, *engine.snapshot());
}

namespace {

/// While the database is away, readers get the last snapshot, and its age (RFC 9111, section 5.1).
Responder withAge(Responder respond, const StoreHealth &health, Instant now)
{
    if (health.isHealthy)
        return respond;
    const auto age = std::chrono::floor<std::chrono::seconds>(std::max(Duration(0), Duration(now - health.freshAt)));
    return [respond = std::move(respond), age](HttpResponse response) {
        response.headers.set("Age", QByteArray::number(qint64(age.count())));
        respond(std::move(response));
    };
}

} // namespace

void ApiHandler::handle(int route, const HttpRequest &request, Responder respond)
{
    if (!mustLookAgain(request))
        return carryOut(route, request, std::move(respond));
    m_services.live.engine.refresh(m_live.get(),
                                   [this, route, request, respond] { carryOut(route, request, respond); });
}

void ApiHandler::beforeUpgrade(const HttpRequest &request, std::function<void()> then)
{
    if (!mustLookAgain(request))
        return then();
    m_services.live.engine.refresh(m_live.get(), std::move(then));
}

void ApiHandler::carryOut(int route, const HttpRequest &request, Responder respond)
{
    if (request.method == "GET")
        respond = withAge(std::move(respond), m_services.live.engine.storeHealth(), m_services.live.clock.now());
    const SnapshotPtr snapshot = m_services.live.engine.snapshot();
    const Instant now = m_services.live.clock.now();
    const ApiRoute &row = m_routes[route];
    const Caller caller = callerOf(request, *snapshot, now);
    if (const std::optional<Error> refused = refusal(row, request, caller, *snapshot))
        return respond(errorResponse(*refused));
    ApiCall call {request, std::move(respond), caller, snapshot, now, m_services, m_live.get()};
    row.handle(call);
}

std::optional<HttpResponse> ApiHandler::refuseUpgrade(const HttpRequest &request)
{
    const SnapshotPtr snapshot = m_services.live.engine.snapshot();
    const Caller caller = callerOf(request, *snapshot, m_services.live.clock.now());
    const auto row = std::find_if(socketPaths.begin(), socketPaths.end(),
                                  [&request](const SocketPath &path) { return request.path == path.path; });
    if (row == socketPaths.end())
        return errorResponse({ErrorKind::NotFound, tr("There is no such live connection.")});
    if (request.path == u"/ws/judge") {
        if (!isJudge(request, m_services))
            return errorResponse({ErrorKind::NotSignedIn,
                                  tr("A judge needs the server's judge token (judge.token in its data directory).")});
        return std::nullopt;
    }
    if (!allows(row->permission, caller.role)) {
        if (caller.role == Role::Nobody)
            return errorResponse({ErrorKind::NotSignedIn, tr("Sign in first: this needs a valid session.")});
        return errorResponse({ErrorKind::NotAllowed, tr("Your role %1 may not open this.").arg(nameOf(caller.role))});
    }
    if (caller.isByCookie && row->permission != Permission::Public &&
        !isOwnOrigin(request, m_services.live.publicOrigin))
        return errorResponse({ErrorKind::NotAllowed, tr("This connection did not come from our own page.")});
    if (row->permission == Permission::TakeContest && !snapshot->state.participant(caller.participant()))
        return errorResponse({ErrorKind::NotFound, tr("You are not a participant of the contest that is on now.")});
    if (row->permission == Permission::Public && snapshot->hasContest() && !snapshot->state.config->publicLeaderboard &&
        caller.role == Role::Nobody)
        return errorResponse({ErrorKind::NotSignedIn, tr("This contest's leaderboard is not public. Sign in first.")});
    return std::nullopt;
}

void ApiHandler::webSocketOpened(std::unique_ptr<QWebSocket> socket, const HttpRequest &request)
{
    const SnapshotPtr snapshot = m_services.live.engine.snapshot();
    const Caller caller = callerOf(request, *snapshot, m_services.live.clock.now());
    if (request.path == u"/ws/judge")
        return m_services.live.judging.adopt(std::move(socket));
    if (request.path == u"/ws/participant")
        return m_live->adoptParticipant(std::move(socket), caller);
    if (request.path == u"/ws/staff")
        return m_live->adoptStaff(std::move(socket), caller);
    m_live->adoptBoard(std::move(socket));
}

} // namespace Marathon
