#include "tests/support/Shapes.h"

#include "shared/core/Clock.h"

#include <QJsonArray>
#include <functional>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QStringList typesOf(const QJsonObject &schema)
{
    const QJsonValue type = schema.value("type"_L1);
    if (type.isString())
        return {type.toString()};
    QStringList types;
    for (const QJsonValue &each : type.toArray())
        types.append(each.toString());
    return types;
}

bool isOf(const QString &type, const QJsonValue &value)
{
    if (type == u"integer")
        return value.isDouble() && value.toDouble() == double(value.toInteger());
    static const QHash<QString, QJsonValue::Type> types {
        {u"string"_s, QJsonValue::String}, {u"boolean"_s, QJsonValue::Bool}, {u"number"_s, QJsonValue::Double},
        {u"object"_s, QJsonValue::Object}, {u"array"_s, QJsonValue::Array},  {u"null"_s, QJsonValue::Null}};
    return types.contains(type) && types.value(type) == value.type();
}

QString inside(const QString &path, const QString &name)
{
    return path.isEmpty() ? name : path + u'.' + name;
}

QStringList objectMisfits(const QJsonObject &schema, const QJsonObject &object, const QString &path)
{
    QStringList found;
    for (const QJsonValue &name : schema.value("required"_L1).toArray()) {
        if (!object.contains(name.toString()))
            found.append(inside(path, name.toString()) + u" is missing"_s);
    }
    const QJsonObject properties = schema.value("properties"_L1).toObject();
    const QJsonValue others = schema.value("additionalProperties"_L1);
    for (auto field = object.begin(); field != object.end(); ++field) {
        const QString where = inside(path, field.key());
        if (properties.contains(field.key()))
            found += misfits(properties.value(field.key()).toObject(), field.value(), where);
        else if (others.isObject())
            found += misfits(others.toObject(), field.value(), where);
        else if (schema.contains("properties"_L1) && !others.toBool())
            found.append(where + u" is not documented"_s);
    }
    return found;
}

using Put = std::function<QJsonObject(const QJsonValue &)>;

QJsonValue wrongValue(const QJsonObject &schema)
{
    const QString type = typesOf(schema).value(0);
    if (schema.contains("enum"_L1))
        return u"no-such-name"_s;
    if (schema.value("format"_L1) == u"date-time"_s)
        return u"yesterday"_s;
    return type == u"string"   ? QJsonValue(5)
           : type == u"array"  ? QJsonValue(QJsonObject {})
           : type == u"object" ? QJsonValue(QJsonArray {})
                               : QJsonValue(u"x"_s);
}

/// `put` makes the whole body with another value at this place.
void collect(const QJsonObject &schema, const QJsonValue &good, const QString &path, const Put &put,
             QList<WrongBody> &bodies)
{
    if (typesOf(schema).isEmpty())
        return; // anything goes
    if (!path.isEmpty())
        bodies.append({path + u": wrong type"_s, path, put(wrongValue(schema))});
    if (typesOf(schema).contains(u"integer"_s))
        bodies.append({path + u": not a whole number"_s, path, put(1.5)});
    const QJsonObject properties = schema.value("properties"_L1).toObject();
    for (auto property = properties.begin(); property != properties.end(); ++property) {
        const QString name = property.key();
        const Put putField = [put, good, name](const QJsonValue &value) {
            QJsonObject object = good.toObject();
            object.insert(name, value);
            return put(object);
        };
        collect(property.value().toObject(), good.toObject().value(name), inside(path, name), putField, bodies);
    }
    for (const QJsonValue &required : schema.value("required"_L1).toArray()) {
        if (typesOf(properties.value(required.toString()).toObject()).contains(u"null"_s))
            continue; // a reader takes a missing one for null
        QJsonObject without = good.toObject();
        without.remove(required.toString());
        bodies.append(
            {inside(path, required.toString()) + u": missing"_s, inside(path, required.toString()), put(without)});
    }
    if (const QJsonValue others = schema.value("additionalProperties"_L1); others.isObject())
        collect(
            others.toObject(), {}, inside(path, u"any"_s),
            [put](const QJsonValue &value) {
                return put(QJsonObject {{"any"_L1, value}});
            },
            bodies);
    if (const QJsonValue items = schema.value("items"_L1); items.isObject())
        collect(
            items.toObject(), good.toArray().first(), path + u"[0]"_s,
            [put](const QJsonValue &value) { return put(QJsonArray {value}); }, bodies);
}

} // namespace

QStringList misfits(const QJsonObject &schema, const QJsonValue &value, const QString &path)
{
    const QStringList types = typesOf(schema);
    const QString here = path.isEmpty() ? u"the whole"_s : path;
    if (!types.isEmpty() &&
        std::none_of(types.begin(), types.end(), [&value](const QString &type) { return isOf(type, value); }))
        return {here + u" is not "_s + types.join(u" or "_s)};
    if (schema.contains("enum"_L1) && !schema.value("enum"_L1).toArray().contains(value))
        return {here + u" is not one of the documented names: "_s + value.toString()};
    if (schema.value("format"_L1) == u"date-time"_s && value.isString() && !fromRfc3339(value.toString()))
        return {here + u" is not a time"_s};
    QStringList found;
    if (value.isObject())
        found += objectMisfits(schema, value.toObject(), path);
    if (const QJsonValue items = schema.value("items"_L1); value.isArray() && items.isObject()) {
        const QJsonArray array = value.toArray();
        for (qsizetype index = 0; index < array.size(); ++index)
            found += misfits(items.toObject(), array[index], path + u"[%1]"_s.arg(index));
    }
    return found;
}

QList<WrongBody> wrongBodies(const QJsonObject &schema, const QJsonObject &good)
{
    QList<WrongBody> bodies;
    collect(
        schema, good, {}, [](const QJsonValue &value) { return value.toObject(); }, bodies);
    return bodies;
}

} // namespace Marathon
