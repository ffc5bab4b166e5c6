#include "server/store/Tables.h"

#include <QStringList>
#include <array>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr ColumnSpec text(QLatin1StringView name)
{
    return {name, ColumnType::Text};
}
constexpr ColumnSpec integer(QLatin1StringView name)
{
    return {name, ColumnType::Integer};
}
constexpr ColumnSpec bytes(QLatin1StringView name)
{
    return {name, ColumnType::Bytes};
}

constexpr std::array contests {text("contest_id"_L1),   text("name"_L1),        text("created_at"_L1),
                               text("ledger_epoch"_L1), integer("last_seq"_L1), bytes("last_hash"_L1)};
constexpr std::array ledger {text("contest_id"_L1),     integer("seq"_L1), text("at"_L1),
                             text("type"_L1),           integer("v"_L1),   text("actor"_L1),
                             text("participant_id"_L1), text("body"_L1),   bytes("hash"_L1)};
constexpr std::array privateTexts {text("ref"_L1), text("contest_id"_L1), text("participant_id"_L1), bytes("salt"_L1),
                                   text("text"_L1)};
constexpr std::array blobs {text("sha"_L1), bytes("bytes"_L1), integer("refs"_L1)};
constexpr std::array people {text("contest_id"_L1), text("participant_id"_L1), text("name"_L1),
                             text("email"_L1),      text("college"_L1),        text("department"_L1),
                             text("hall"_L1),       text("seat"_L1),           text("password_hash"_L1)};
constexpr std::array staff {text("username"_L1), text("name"_L1), text("role"_L1), text("halls"_L1),
                            text("password_hash"_L1)};
constexpr std::array sessions {text("token_hash"_L1), text("session_id"_L1), text("role"_L1),      text("account"_L1),
                               text("contest_id"_L1), text("created_at"_L1), text("expires_at"_L1)};
constexpr std::array commandResults {text("account"_L1), text("key"_L1), text("request_hash"_L1), text("result"_L1),
                                     text("at"_L1)};
constexpr std::array clientStreams {text("contest_id"_L1), text("participant_id"_L1), text("client_id"_L1),
                                    integer("acked_seq"_L1)};
constexpr std::array drafts {
    text("contest_id"_L1), text("participant_id"_L1), text("problem_id"_L1), text("language"_L1),
    text("source_sha"_L1), integer("size"_L1),        integer("rev"_L1),     text("at"_L1)};
constexpr std::array problems {text("contest_id"_L1), text("problem_id"_L1), integer("revision"_L1),
                               text("document"_L1)};
constexpr std::array settings {text("key"_L1), text("value"_L1)};

constexpr std::array tables {
    TableSpec {"contests"_L1, contests, 1},
    TableSpec {"ledger"_L1, ledger, 2},
    TableSpec {"private_texts"_L1, privateTexts, 1},
    TableSpec {"blobs"_L1, blobs, 1},
    TableSpec {"people"_L1, people, 2},
    TableSpec {"staff"_L1, staff, 1},
    TableSpec {"sessions"_L1, sessions, 1},
    TableSpec {"command_results"_L1, commandResults, 2},
    TableSpec {"client_streams"_L1, clientStreams, 3},
    TableSpec {"drafts"_L1, drafts, 3},
    TableSpec {"problems"_L1, problems, 3},
    TableSpec {"settings"_L1, settings, 1},
};

QString columnList(const TableSpec &table)
{
    QStringList names;
    for (const ColumnSpec &column : table.columns)
        names.append(QString(column.name));
    return names.join(u", "_s);
}

} // namespace

int TableSpec::column(QLatin1StringView columnName) const
{
    for (std::size_t index = 0; index < columns.size(); ++index) {
        if (columns[index].name == columnName)
            return int(index);
    }
    return -1;
}

std::span<const TableSpec> durableTables()
{
    return tables;
}

const TableSpec *durableTable(QStringView name)
{
    for (const TableSpec &table : tables) {
        if (table.name == name)
            return &table;
    }
    return nullptr;
}

QString selectRows(const TableSpec &table, const QString &collation)
{
    QStringList key;
    for (const ColumnSpec &column : table.columns.first(std::size_t(table.keyColumns)))
        key.append(QString(column.name) + (column.type == ColumnType::Text ? collation : QString()));
    return u"SELECT %1 FROM %2 ORDER BY %3"_s.arg(columnList(table), QString(table.name), key.join(u", "_s));
}

QString insertTarget(const TableSpec &table)
{
    return u"%1 (%2)"_s.arg(QString(table.name), columnList(table));
}

} // namespace Marathon
