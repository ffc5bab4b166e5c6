#pragma once

#include <QLatin1StringView>
#include <QString>
#include <array>
#include <optional>

namespace Marathon {

/// True when a table of kinds has exactly one row per kind, in the order of the enum, so that it can be indexed by it.
/// Every row starts with a member `kind`.
template <typename Row, std::size_t Size>
consteval bool oneRowPerKindInOrder(const std::array<Row, Size> &rows)
{
    for (std::size_t index = 0; index < Size; ++index) {
        if (static_cast<std::size_t>(rows[index].kind) != index)
            return false;
    }
    return true;
}

/// One row of a plain name table: an enum value and its name, the same in SQL, JSON, C++ and TypeScript.
template <typename Enum>
struct EnumName
{
    Enum kind;
    QLatin1StringView name;
};

/// The name table of an enum. Specialise it beside the enum:
///   template <> struct EnumNames<Verdict> { static constexpr std::array rows { EnumName<Verdict> {...}, ... }; };
template <typename Enum>
struct EnumNames;

template <typename Enum>
concept NamedEnum = requires
{
    EnumNames<Enum>::rows;
};

template <NamedEnum Enum>
QString nameOf(Enum value)
{
    return QString(EnumNames<Enum>::rows[static_cast<std::size_t>(value)].name);
}

template <NamedEnum Enum>
std::optional<Enum> fromName(QStringView name)
{
    for (const auto &row : EnumNames<Enum>::rows) {
        if (name == row.name)
            return row.kind;
    }
    return std::nullopt;
}

} // namespace Marathon
