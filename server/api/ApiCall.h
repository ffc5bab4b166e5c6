#pragma once

#include "server/api/SignInDesk.h"
#include "server/http/ErrorResponse.h"
#include "server/http/HttpFront.h"
#include "server/http/StaticFiles.h"
#include "server/live/Caller.h"
#include "server/live/LiveServices.h"
#include "shared/protocol/Json.h"

#include <QJsonArray>
#include <span>

namespace Marathon {

class Hub;

/// Runs an administrative command for the control route: {command, ...} -> {message, ...}. On any thread; answers on the
/// receiver's.
using AdminRunner = std::function<void(const QJsonObject &request, QObject *receiver, std::function<void(Result<QJsonObject>)> done)>;

/// What the routes use beside the live services. All of it outlives the io threads.
struct ApiServices
{
    LiveServices &live;
    SignInDesk &signIn;
    const StaticFiles *pages = nullptr; ///< null when the pages were not built
    AdminRunner admin;
    QString controlTokenHash;           ///< of control.json's token
    std::function<QString()> judgeTokenHash;
    std::function<FrontFigures()> figures;
    Instant startedAt {};
    bool metricsPublic = false;
};

/// One request on its way through a route.
struct ApiCall
{
    const HttpRequest &request;
    Responder respond;
    Caller caller;
    SnapshotPtr snapshot;
    Instant now {};
    ApiServices &services;
    QObject *receiver; ///< on the io thread

    const QString &argument(qsizetype index) const { return request.arguments[index]; }
    const ContestState &state() const { return snapshot->state; }
    /// The participant who calls; null when the roster does not know them (an account of another contest).
    const ParticipantState *participant() const { return snapshot->state.participant(caller.participant()); }
};

HttpResponse jsonResponse(const QJsonObject &body, int status = 200);
HttpResponse jsonResponse(const QJsonArray &body, int status = 200);

/// The body as a described struct; Malformed or Invalid otherwise. An empty body reads as {}.
template <typename T>
Result<T> bodyOf(const HttpRequest &request)
{
    const Result<QJsonObject> object = parseObject(request.body.isEmpty() ? QByteArray("{}") : request.body);
    if (!object)
        return object.error();
    return fromJson<T>(*object);
}

/// Posts a request under the caller's rights and Idempotency-Key, and answers with what came of it.
using MakeResponse = std::function<HttpResponse(const QJsonObject &)>;
void postRequest(ApiCall &call, EngineRequest request, MakeResponse make);

/// One row of the route table. The table is the security review: who may, how large, what it does.
struct ApiRoute
{
    const char *method;
    QLatin1StringView pattern;
    Permission permission;
    qint64 maxBody; ///< bytes
    void (*handle)(ApiCall &);
    QLatin1StringView summary;
    QJsonObject (*bodySchema)() = nullptr;
    Duration answer {0}; ///< when it may take longer than others (FrontLimits::answer)
};

// The table in parts, by who calls.
std::span<const ApiRoute> publicRoutes();
std::span<const ApiRoute> signInRoutes();
std::span<const ApiRoute> participantRoutes();
std::span<const ApiRoute> staffRoutes();
QList<ApiRoute> allRoutes();

} // namespace Marathon
