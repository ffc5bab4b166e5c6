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

void postRequest(ApiCall &call, EngineRequest request, MakeResponse make)
{
    request.context = call.caller.context(call.now);
    const QByteArray key = call.request.headers.value("Idempotency-Key");
    if (key.size() > 128)
        return call.respond(errorResponse({ErrorKind::Invalid, QCoreApplication::translate("Api", "Idempotency-Key has at most 128 characters.")}));
    if (!key.isEmpty()) {
        request.account = call.caller.keyOwner();
        request.key = u"http:"_s + QString::fromLatin1(key);
        request.requestHash = sha256Hex(call.request.method + ' ' + call.request.path.toUtf8() + '\n' + call.request.body);
    }
    request.receiver = call.receiver;
    request.reply = [respond = call.respond, make = std::move(make)](const EngineAnswer &answer) {
        respond(answer.result ? make(*answer.result) : errorResponse(answer.result.error()));
    };
    call.services.live.engine.post(std::move(request));
}

QList<ApiRoute> allRoutes()
{
    QList<ApiRoute> routes;
    for (const auto &part : {publicRoutes(), signInRoutes(), participantRoutes(), staffRoutes()}) {
        for (const ApiRoute &route : part)
            routes.append(route);
    }
    return routes;
}

} // namespace Marathon
