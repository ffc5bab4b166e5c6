#include "server/api/OpenApi.h"

#include "server/api/ApiCall.h"
#include "server/http/HttpStatus.h"
#include "shared/protocol/PublicAnswers.h"
#include "shared/protocol/Schema.h"

#include <QRegularExpression>

namespace Marathon {

namespace {

QJsonObject parameter(const QString &name, const char *place)
{
    return {{"name"_L1, name},
            {"in"_L1, QString::fromLatin1(place)},
            {"required"_L1, qstrcmp(place, "path") == 0},
            {"schema"_L1, QJsonObject {{"type"_L1, "string"_L1}}}};
}

QJsonArray parametersOf(const ApiRoute &route)
{
    static const QRegularExpression argument(u"\\{([a-z]+)(?:\\.\\.\\.)?\\}"_s);
    QJsonArray parameters;
    auto names = argument.globalMatch(QString(route.pattern));
    while (names.hasNext())
        parameters.append(parameter(names.next().captured(1), "path"));
    for (const QString &name : QString(route.query).split(u' ', Qt::SkipEmptyParts))
        parameters.append(parameter(name, "query"));
    return parameters;
}

QJsonObject content(QLatin1StringView mediaType, Shape shape)
{
    return {{QString(mediaType), shape ? QJsonObject {{"schema"_L1, shape()}} : QJsonObject {}}};
}

QJsonObject response(int status)
{
    return {{"description"_L1, QString(statusTitle(status))}};
}

QJsonObject responsesOf(const ApiRoute &route)
{
    QJsonObject good = response(route.answer.status);
    if (route.answer.status != 204)
        good.insert("content"_L1, content(route.answer.mediaType, route.answer.shape));
    QJsonObject responses {{QString::number(route.answer.status), good}};
    for (const int status : refusalsOf(route)) {
        QJsonObject refusal = response(status);
        refusal.insert(
            "content"_L1,
            QJsonObject {{"application/problem+json"_L1,
                          QJsonObject {{"schema"_L1, QJsonObject {{"$ref"_L1, "#/components/schemas/Problem"_L1}}}}}});
        responses.insert(QString::number(status), refusal);
    }
    return responses;
}

} // namespace

QJsonObject openApiDocument()
{
    QJsonObject paths;
    const QList<ApiRoute> routes = allRoutes();
    for (const ApiRoute &route : routes) {
        QString path(route.pattern);
        path.replace(u"..."_s, QString());
        QJsonObject operation {{"summary"_L1, QString(route.summary)},
                               {"x-permission"_L1, QString(permissionFacts[std::size_t(route.permission)].name)},
                               {"parameters"_L1, parametersOf(route)},
                               {"responses"_L1, responsesOf(route)}};
        if (route.body)
            operation.insert(
                "requestBody"_L1,
                QJsonObject {{"required"_L1, true}, {"content"_L1, content("application/json"_L1, route.body)}});
        QJsonObject methods = paths.value(path).toObject();
        methods.insert(QString::fromLatin1(route.method).toLower(), operation);
        paths.insert(path, methods);
    }
    return {{"openapi"_L1, "3.1.0"_L1},
            {"info"_L1,
             QJsonObject {{"title"_L1, "Debug Marathon"_L1}, {"version"_L1, QString::fromLatin1(MARATHON_VERSION)}}},
            {"paths"_L1, paths},
            {"components"_L1, QJsonObject {{"schemas"_L1, QJsonObject {{"Problem"_L1, schemaOf<ProblemDetails>()}}}}}};
}

} // namespace Marathon
