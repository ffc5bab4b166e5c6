#pragma once

#include "shared/protocol/Json.h"

namespace Marathon {

/// The JSON Schema (2020-12, as OpenAPI 3.1 uses it) of a described struct, from the same describe() that reads it.
template <typename T>
QJsonObject schemaOf();

/// A describe() visitor that writes down names and types.
class SchemaFields
{
public:
    static constexpr bool isReader = false;

    template <typename T>
    void operator()(const char *name, T &)
    {
        add<T>(name);
        m_required.append(QLatin1StringView(name));
    }
    /// Left out when it has no value, so never null.
    template <typename T>
    void maybe(const char *name, T &)
    {
        if constexpr (requires(T value) { value.has_value(); })
            add<typename T::value_type>(name);
        else
            add<T>(name);
    }
    QJsonObject schema() const
    {
        QJsonObject schema {{QStringLiteral("type"), QStringLiteral("object")},
                            {QStringLiteral("properties"), m_properties}};
        if (!m_required.isEmpty())
            schema.insert(QStringLiteral("required"), m_required);
        return schema;
    }

private:
    template <typename T>
    void add(const char *name)
    {
        m_properties.insert(QLatin1StringView(name), schemaOf<T>());
    }

    QJsonObject m_properties;
    QJsonArray m_required;
};

template <typename T>
struct IsId : std::false_type
{};
template <typename Tag>
struct IsId<Id<Tag>> : std::true_type
{};

/// The same schema, null included.
QJsonObject nullable(QJsonObject schema);

template <typename T>
QJsonObject schemaOf()
{
    const auto type = [](const char *name) {
        return QJsonObject {{QStringLiteral("type"), QString::fromLatin1(name)}};
    };
    if constexpr (std::is_same_v<T, QString> || IsId<T>::value || std::is_same_v<T, PrivateText>) {
        return type("string");
    } else if constexpr (std::is_same_v<T, bool>) {
        return type("boolean");
    } else if constexpr (std::is_integral_v<T> || std::is_same_v<T, Duration>) {
        return type("integer");
    } else if constexpr (std::is_floating_point_v<T>) {
        return type("number");
    } else if constexpr (std::is_same_v<T, Instant>) {
        QJsonObject schema = type("string");
        schema.insert(QStringLiteral("format"), QStringLiteral("date-time"));
        return schema;
    } else if constexpr (NamedEnum<T>) {
        QJsonArray names;
        for (const auto &row : EnumNames<T>::rows)
            names.append(QString(row.name));
        QJsonObject schema = type("string");
        schema.insert(QStringLiteral("enum"), names);
        return schema;
    } else if constexpr (std::is_same_v<T, QJsonObject> || std::is_same_v<T, PrivateJson>) {
        return type("object");
    } else if constexpr (std::is_same_v<T, QJsonValue>) {
        return {};
    } else if constexpr (requires { typename T::mapped_type; }) {
        QJsonObject schema = type("object");
        schema.insert(QStringLiteral("additionalProperties"), schemaOf<typename T::mapped_type>());
        return schema;
    } else if constexpr (requires(T value) { value.has_value(); }) {
        return nullable(schemaOf<typename T::value_type>());
    } else if constexpr (requires { typename T::value_type; }) {
        QJsonObject schema = type("array");
        schema.insert(QStringLiteral("items"), schemaOf<typename T::value_type>());
        return schema;
    } else {
        T value {};
        SchemaFields fields;
        describe(fields, value);
        return fields.schema();
    }
}

} // namespace Marathon
