#pragma once

#include "shared/protocol/Json.h"

#include <type_traits>

namespace Marathon {

/// A describe() visitor that gives every field a value of its own, never the default one, so that a field which gets
/// lost on its way is noticed. Private texts are "secret-N", their references "ref-N".
class Filler
{
public:
    static constexpr bool isReader = true; ///< describe() takes the fields as if they had been read

    template <typename T>
    void operator()(const char *, T &value)
    {
        fill(value);
    }
    template <typename T>
    void maybe(const char *, T &value)
    {
        fill(value);
    }

    template <typename T>
    void fill(T &value)
    {
        const int number = ++m_number;
        if constexpr (std::is_same_v<T, QString>) {
            value = QStringLiteral("text-%1").arg(number);
        } else if constexpr (std::is_same_v<T, bool>) {
            value = !value;
        } else if constexpr (std::is_same_v<T, PrivateText>) {
            value = {QStringLiteral("ref-%1").arg(number), QStringLiteral("secret-%1").arg(number)};
        } else if constexpr (std::is_same_v<T, PrivateJson>) {
            value = {QStringLiteral("ref-%1").arg(number),
                     QJsonObject {{QStringLiteral("secret-%1").arg(number), number}}};
        } else if constexpr (std::is_arithmetic_v<T>) {
            value = static_cast<T>(number);
        } else if constexpr (std::is_same_v<T, Duration>) {
            value = Duration(number);
        } else if constexpr (std::is_same_v<T, Instant>) {
            value = Instant(Duration(1'769'666'370'134 + number));
        } else if constexpr (NamedEnum<T>) {
            const auto &rows = EnumNames<T>::rows;
            value = rows[(static_cast<std::size_t>(value) + 1) % rows.size()].kind;
        } else if constexpr (std::is_same_v<T, QJsonObject>) {
            value = {{QStringLiteral("number"), number}};
        } else if constexpr (std::is_same_v<T, QJsonValue>) {
            value = QStringLiteral("any-%1").arg(number);
        } else if constexpr (requires { typename T::mapped_type; }) {
            typename T::mapped_type item {};
            fill(item);
            value.insert(QStringLiteral("key-%1").arg(number), item);
        } else if constexpr (requires { value.has_value(); }) {
            typename T::value_type item {};
            fill(item);
            value = std::move(item);
        } else if constexpr (requires { typename T::value_type; }) {
            typename T::value_type item {};
            fill(item);
            value << item;
        } else if constexpr (std::is_constructible_v<T, QString> && requires { value.toString(); }) {
            value = T(QStringLiteral("id-%1").arg(number));
        } else {
            describe(*this, value);
        }
    }

private:
    int m_number = 0;
};

template <typename T>
T filled()
{
    T value {};
    Filler filler;
    filler.fill(value);
    return value;
}

} // namespace Marathon
