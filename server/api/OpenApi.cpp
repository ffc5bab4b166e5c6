#include "server/api/OpenApi.h"

#include "server/api/ApiCall.h"

#include <QRegularExpression>

namespace Marathon {

QJsonObject openApiDocument()
{
    static const QRegularExpression argument(u"\\{([a-z]+)(?:\\.\\.\\.)?\\}"_s);
    QJsonObject paths;
    const QList<ApiRoute> routes = allRoutes();
    for (const ApiRoute &route : routes) {
        QString path(route.pattern);
        path.replace(u"..."_s, QString());
        QJsonArray parameters;
        auto names = argument.globalMatch(QString(route.pattern));
        while (names.hasNext()) {
            parameters.append(QJsonObject {{"name"_L1, names.next().captured(1)}, {"in"_L1, "path"_L1}, {"required"_L1, true}, {"schema"_L1, QJsonObject {{"type"_L1, "string"_L1}}}});
        }
        QJsonObject operation {{"summary"_L1, QString(route.summary)}, {"x-permission"_L1, QString(permissionFacts[std::size_t(route.permission)].name)}, {"parameters"_L1, parameters},
            {"responses"_L1, QJsonObject {{"2XX"_L1, QJsonObject {{"description"_L1, "done"_L1}}},
                                 {"default"_L1, QJsonObject {{"description"_L1, "RFC 9457 problem"_L1}, {"content"_L1, QJsonObject {{"application/problem+json"_L1, QJsonObject {}}}}}}}}};
        if (route.bodySchema) {
            operation.insert("requestBody"_L1, QJsonObject {{"required"_L1, true},
                {"content"_L1, QJsonObject {{"application/json"_L1, QJsonObject {{"schema"_L1, route.bodySchema()}}}}}});
        }
        QJsonObject methods = paths.value(path).toObject();
        methods.insert(QString::fromLatin1(route.method).toLower(), operation);
        paths.insert(path, methods);
    }
    return {{"openapi"_L1, "3.1.0"_L1}, {"info"_L1, QJsonObject {{"title"_L1, "Debug Marathon"_L1}, {"version"_L1, QString::fromLatin1(MARATHON_VERSION)}}}, {"paths"_L1, paths}};
}

} // namespace Marathon
