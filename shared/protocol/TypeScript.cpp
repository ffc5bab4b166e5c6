#include "shared/protocol/TypeScript.h"

#include <QJsonArray>
#include <QStringList>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QString simpleType(const QString &name)
{
    return name == u"integer" || name == u"number" ? u"number"_s
           : name == u"array"                      ? u"unknown[]"_s
           : name == u"object"                     ? u"Record<string, unknown>"_s
                                                   : name;
}

QString objectType(const QJsonObject &schema, int indent)
{
    if (const QJsonValue others = schema.value("additionalProperties"_L1); others.isObject())
        return u"Record<string, %1>"_s.arg(typeScriptOf(others.toObject(), indent));
    const QJsonObject properties = schema.value("properties"_L1).toObject();
    if (properties.isEmpty())
        return schema.contains("properties"_L1) ? u"Record<string, never>"_s : u"Record<string, unknown>"_s;
    const QJsonArray required = schema.value("required"_L1).toArray();
    QString text = u"{\n"_s;
    for (auto property = properties.begin(); property != properties.end(); ++property) {
        text += QString(indent + 2, u' ') + property.key() + (required.contains(property.key()) ? u": "_s : u"?: "_s) +
                typeScriptOf(property.value().toObject(), indent + 2) + u";\n"_s;
    }
    return text + QString(indent, u' ') + u'}';
}

} // namespace

QString typeScriptOf(const QJsonObject &schema, int indent)
{
    QStringList types;
    if (const QJsonArray alternatives = schema.value("anyOf"_L1).toArray(); !alternatives.isEmpty()) {
        for (const QJsonValue &alternative : alternatives)
            types.append(typeScriptOf(alternative.toObject(), indent));
        return types.join(u" | "_s);
    }
    const QJsonValue type = schema.value("type"_L1);
    if (type.isUndefined())
        return u"unknown"_s;
    if (const QJsonArray names = schema.value("enum"_L1).toArray(); !names.isEmpty()) {
        for (const QJsonValue &name : names)
            types.append(name.isNull() ? u"null"_s : u'\'' + name.toString() + u'\'');
        return types.join(u" | "_s);
    }
    for (const QJsonValue &each : type.isArray() ? type.toArray() : QJsonArray {type}) {
        const QString name = each.toString();
        if (name == u"object") {
            types.append(objectType(schema, indent));
        } else if (name == u"array" && schema.contains("items"_L1)) {
            const QString item = typeScriptOf(schema.value("items"_L1).toObject(), indent);
            types.append(item.contains(u" | "_s) && !item.startsWith(u'{') ? u'(' + item + u")[]"_s : item + u"[]"_s);
        } else {
            types.append(simpleType(name));
        }
    }
    return types.join(u" | "_s);
}

} // namespace Marathon
