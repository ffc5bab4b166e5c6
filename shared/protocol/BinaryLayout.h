#pragma once

#include "shared/protocol/Json.h"

#include <typeinfo>

namespace Marathon {

/// What a described type looks like in binary form: names and types of its fields, in their order, all the way down.
/// Two programs can read each other's bytes when this text is the same. Unlike its JSON schema it tells the order.
template <typename T>
QByteArray binaryLayout();

/// A describe() visitor that writes the layout down.
class LayoutFields
{
public:
    static constexpr bool isReader = false;
    template <typename T>
    void operator()(const char *name, T &)
    {
        m_text += QByteArray(name) + ':' + binaryLayout<std::remove_const_t<T>>() + ';';
    }
    template <typename T>
    void maybe(const char *name, T &value)
    {
        (*this)(name, value);
    }
    const QByteArray &text() const { return m_text; }

private:
    QByteArray m_text;
};

template <typename T>
QByteArray binaryLayout()
{
    if constexpr (NamedEnum<T>) {
        QByteArray names = "enum(";
        for (const auto &row : EnumNames<T>::rows)
            names += QByteArray(row.name.data(), row.name.size()) + ',';
        return names + ')';
    } else if constexpr (requires { typename T::mapped_type; } && !std::is_same_v<T, QJsonObject>) {
        return "map(" + binaryLayout<typename T::mapped_type>() + ')';
    } else if constexpr (requires(T value) { value.has_value(); }) {
        return "optional(" + binaryLayout<typename T::value_type>() + ')';
    } else if constexpr (requires(LayoutFields & fields, T & value) { describe(fields, value); }) {
        T value {};
        LayoutFields fields;
        describe(fields, value);
        return '{' + fields.text() + '}';
    } else if constexpr (requires { typename T::value_type; } && !std::is_same_v<T, QString> &&
                         !std::is_same_v<T, QJsonObject>) {
        return "list(" + binaryLayout<typename T::value_type>() + ')';
    } else {
        return typeid(T).name();
    }
}

} // namespace Marathon
