#include "shared/protocol/Json.h"

namespace Marathon {

Result<QJsonObject> parseObject(const QByteArray &bytes)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError) {
        return Error {ErrorKind::Malformed, QCoreApplication::translate(
                                                "Json", "This is not JSON: %1 at byte %2. Send one UTF-8 JSON object.")
                                                .arg(problem.errorString())
                                                .arg(problem.offset)};
    }
    if (!document.isObject()) {
        return Error {ErrorKind::Malformed,
                      QCoreApplication::translate("Json", "The JSON text must be one object, {...}.")};
    }
    return document.object();
}

} // namespace Marathon
