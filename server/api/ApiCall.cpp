#include "server/api/ApiCall.h"

#include "shared/core/Text.h"

namespace Marathon {

namespace {

HttpResponse jsonBytes(const QByteArray &bytes, int status)
{
    HttpResponse response {.status = status, .body = bytes};
    response.headers.add("Content-Type", "application/json");
    return response;
}

} // namespace

HttpResponse jsonResponse(const QJsonObject &body, int status)
{
    return jsonBytes(toBytes(body), status);
}

HttpResponse jsonResponse(const QJsonArray &body, int status)
{
    return jsonBytes(QJsonDocument(body).toJson(QJsonDocument::Compact), status);
}

bool namesThisContest(ApiCall &call)
{
    const QString id = call.argument(0);
    if (call.snapshot->hasContest() && (id == u"current" || id == call.state().config->id.toString()))
        return true;
    call.respond(errorResponse(
        {ErrorKind::NotFound,
         QCoreApplication::translate("Api", "There is no contest \"%1\" on this server.").arg(id.left(64))}));
    return false;
}

Result<void> identify(const ApiCall &call, EngineRequest &request)
{
    request.context = call.caller.context(call.now);
    request.receiver = call.receiver;
    const QByteArray key = call.request.headers.value("Idempotency-Key");
    if (key.size() > 128)
        return Error {ErrorKind::Invalid,
                      QCoreApplication::translate("Api", "Idempotency-Key has at most 128 characters.")};
    if (!key.isEmpty()) {
        request.account = call.caller.keyOwner();
        request.key = u"http:"_s + QString::fromLatin1(key);
        request.requestHash =
            sha256Hex(call.request.method + ' ' + call.request.path.toUtf8() + '\n' + call.request.body);
    }
    return {};
}

void postRequest(ApiCall &call, EngineRequest request, MakeResponse make)
{
    if (const Result<void> identified = identify(call, request); !identified)
        return call.respond(errorResponse(identified.error()));
    request.reply = [respond = call.respond, make = std::move(make)](const EngineAnswer &answer) {
        respond(answer.result ? make(*answer.result) : errorResponse(answer.result.error()));
    };
    call.services.live.engine.post(std::move(request));
}

QList<ApiRoute> allRoutes()
{
    QList<ApiRoute> routes;
    for (const auto &part : {publicRoutes(), signInRoutes(), participantRoutes(), staffRoutes(), clockRoutes()}) {
        for (const ApiRoute &route : part)
            routes.append(route);
    }
    return routes;
}

QList<int> refusalsOf(const ApiRoute &route)
{
    QSet<int> statuses {400, 503};
    if (route.permission != Permission::Public)
        statuses << 401 << 403;
    if (route.pattern.contains(u'{') || route.permission == Permission::TakeContest ||
        (route.permission != Permission::Public && route.maxBody > 0))
        statuses << 404;
    if (route.maxBody > 0)
        statuses << 413;
    if (route.body || !route.query.isEmpty() || (route.permission != Permission::Public && route.maxBody > 0))
        statuses << 422;
    for (const QString &status : QString(route.refuses).split(u' ', Qt::SkipEmptyParts))
        statuses << status.toInt();
    QList<int> sorted = statuses.values();
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

} // namespace Marathon
