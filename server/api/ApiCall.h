#pragma once

#include "server/api/SignInDesk.h"
#include "server/http/ErrorResponse.h"
#include "server/http/HttpFront.h"
#include "server/http/StaticFiles.h"
#include "server/live/Caller.h"
#include "server/live/LiveServices.h"
#include "server/ops/BackupPlan.h"
#include "shared/protocol/Json.h"

#include <QJsonArray>
#include <span>

namespace Marathon {

class Hub;

/// Runs an administrative command for the control route: {command, ...} -> {message, ...}. On any thread; answers on
/// the receiver's.
using AdminRunner =
    std::function<void(const QJsonObject &request, QObject *receiver, std::function<void(Result<QJsonObject>)> done)>;

/// What the routes use beside the live services. All of it outlives the io threads.
struct ApiServices
{
    LiveServices &live;
    SignInDesk &signIn;
    const StaticFiles *pages = nullptr; ///< null when the pages were not built
    AdminRunner admin;
    QString controlTokenHash; ///< of control.json's token
    std::function<QString()> judgeTokenHash;
    std::function<FrontFigures()> figures;
    std::function<BackupState()> backups {}; ///< missing: there are no scheduled ones
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

/// Answers 404 and false when the address names (as its first argument) another contest than the one that is on.
bool namesThisContest(ApiCall &call);

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

/// Fills in who asks, and the Idempotency-Key under which. Error: Invalid, for a key that is too long.
Result<void> identify(const ApiCall &call, EngineRequest &request);

/// Posts a request under the caller's rights and Idempotency-Key, and answers with what came of it.
using MakeResponse = std::function<HttpResponse(const QJsonObject &)>;
void postRequest(ApiCall &call, EngineRequest request, MakeResponse make);

template <typename T>
HttpResponse structResponse(const T &answer, int status = 200)
{
    return jsonResponse(toJson(answer), status);
}
template <typename T>
HttpResponse structResponse(const QList<T> &list)
{
    return jsonResponse(JsonCodec<QList<T>>::write(list, JsonForm::Wire).toArray());
}

/// A JSON Schema, made when somebody asks for it.
using Shape = QJsonObject (*)();

/// What a route answers when all goes well.
struct GoodAnswer
{
    int status = 200;
    Shape shape = nullptr; ///< null: no body, or one that is not JSON
    QLatin1StringView mediaType = "application/json"_L1;
};

/// One row of the route table. The table is the security review: who may, how large, what it does. OpenAPI, docs/api.md
/// and tests/api follow from it.
struct ApiRoute
{
    const char *method;
    QLatin1StringView pattern;
    Permission permission;
    qint64 maxBody; ///< bytes
    void (*handle)(ApiCall &);
    QLatin1StringView summary;
    Shape body; ///< null: none is read
    GoodAnswer answer;
    QLatin1StringView query {};   ///< names of what the query may have, separated by spaces
    QLatin1StringView refuses {}; ///< status codes beside those that follow from the rest of the row (refusalsOf)
    Duration patience {0};        ///< when its answer may take longer than others (FrontLimits::answer)
};

// The table in parts, by who calls.
std::span<const ApiRoute> publicRoutes();
std::span<const ApiRoute> signInRoutes();
std::span<const ApiRoute> participantRoutes();
std::span<const ApiRoute> staffRoutes();
std::span<const ApiRoute> clockRoutes();
QList<ApiRoute> allRoutes();

/// Every status by which this route may refuse: what its permission, its arguments and its body bring with them, and
/// its own.
QList<int> refusalsOf(const ApiRoute &route);

} // namespace Marathon
