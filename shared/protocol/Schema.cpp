#include "shared/protocol/Schema.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

QJsonObject nullable(QJsonObject schema)
{
    schema.insert("type"_L1, QJsonArray {schema.value("type"_L1), "null"_L1});
    if (schema.contains("enum"_L1)) {
        QJsonArray names = schema.value("enum"_L1).toArray();
        names.append(QJsonValue(QJsonValue::Null));
        schema.insert("enum"_L1, names);
    }
    return schema;
}

} // namespace Marathon
