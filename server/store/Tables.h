#pragma once

#include <QLatin1StringView>
#include <QString>
#include <span>

namespace Marathon {

enum class ColumnType { Text, Integer, Bytes };

struct ColumnSpec
{
    QLatin1StringView name;
    ColumnType type = ColumnType::Text;
};

/// One table that holds what must not be lost. Columns are never NULL. A store may have more tables and columns (who
/// leases a job, which version a row was written in); those say nothing that another place needs.
struct TableSpec
{
    QLatin1StringView name;
    std::span<const ColumnSpec> columns; ///< those of the primary key first
    int keyColumns = 1;

    /// @return -1 without such a column
    int column(QLatin1StringView columnName) const;
};

/// Every durable table, in an order in which references are there before whoever refers to them. Backups, restores and
/// moves between stores follow this table; a test compares it with the schema.
std::span<const TableSpec> durableTables();

/// Null when there is no such table.
const TableSpec *durableTable(QStringView name);

/// "SELECT columns FROM table ORDER BY key", which is the order of rows in a backup: by code point.
/// @param collation after each text of the key, where a database would otherwise sort by language:
/// `COLLATE "C"` in PostgreSQL
QString selectRows(const TableSpec &table, const QString &collation = {});

/// "table (column, column)", for an INSERT.
QString insertTarget(const TableSpec &table);

} // namespace Marathon
