#include "server/store/PostgresStore.h"

#include <QCoreApplication>

/// Whole tables of the shared store, for backups and moves.
namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int fetchedRows = 2000;

/// Tables whose rows carry the number of the batch that wrote them; no backup has it.
bool hasVersion(const TableSpec &table)
{
    return table.name == "people"_L1 || table.name == "staff"_L1 || table.name == "sessions"_L1 ||
           table.name == "problems"_L1 || table.name == "settings"_L1;
}

/// A session that has ended is kept for a while, so that other servers see its end; it is nothing to keep for later.
QString source(const TableSpec &table)
{
    return u"marathon."_s + QString(table.name) + (table.name == "sessions"_L1 ? u" WHERE NOT ended"_s : QString());
}

QString selection(const TableSpec &table)
{
    QStringList columns;
    for (const ColumnSpec &column : table.columns) {
        const QString name(column.name);
        columns.append(column.type == ColumnType::Bytes ? u"encode(%1, 'hex')"_s.arg(name) : name);
    }
    QStringList key;
    for (const ColumnSpec &column : table.columns.first(std::size_t(table.keyColumns)))
        key.append(QString(column.name));
    return u"SELECT %1 FROM %2 ORDER BY %3"_s.arg(columns.join(u", "_s), source(table), key.join(u", "_s));
}

QByteArray insertion(const TableSpec &table)
{
    QStringList values;
    QStringList names;
    for (const ColumnSpec &column : table.columns) {
        const QString type = column.type == ColumnType::Text      ? u"text"_s
                             : column.type == ColumnType::Integer ? u"bigint"_s
                                                                  : u"bytea"_s;
        values.append(u"$%1::%2[]"_s.arg(values.size() + 1).arg(type));
        names.append(QString(column.name));
    }
    const QString target = names.join(u", "_s);
    const QString version = hasVersion(table) ? u", version"_s : QString();
    return u"INSERT INTO marathon.%1 (%2%3) SELECT %2%4 FROM unnest(%5) AS new (%2)"_s
        .arg(QString(table.name), target, version, hasVersion(table) ? u", 1"_s : QString(), values.join(u", "_s))
        .toUtf8();
}

QVariant valueOf(const PostgresRows &rows, int row, int column, ColumnType type)
{
    switch (type) {
    case ColumnType::Text:
        return rows.text(row, column);
    case ColumnType::Integer:
        return rows.number(row, column);
    case ColumnType::Bytes:
        return rows.bytesOfHex(row, column);
    }
    Q_UNREACHABLE();
}

QByteArray columnOf(const QList<QVariantList> &rows, qsizetype column, ColumnType type)
{
    if (type == ColumnType::Text)
        return postgresArray(rows, [column](const QVariantList &row) { return row[column].toString(); });
    if (type == ColumnType::Integer)
        return postgresArray(rows, [column](const QVariantList &row) { return qint64(row[column].toLongLong()); });
    return postgresArray(rows, [column](const QVariantList &row) { return row[column].toByteArray(); });
}

} // namespace

Result<PostgresRows> PostgresStore::runText(const QString &statements)
{
    PostgresConnection *connection = m_link.current();
    if (!connection || !connection->isInTransaction())
        return Error {
            ErrorKind::NotStored,
            QCoreApplication::translate("PostgresStore", "The connection to the database was lost. Try again."),
            {},
            1000};
    Result<PostgresRows> rows = connection->runText(statements);
    if (!rows)
        m_link.dropIfLost();
    return rows;
}

Result<void> PostgresStore::beginReading()
{
    // The snapshot is taken by the first statement (postgresql.org/docs/current/transaction-iso.html).
    if (const Result<void> begun = beginTransaction(readingAll); !begun)
        return begun;
    const Result<qint64> taken = countRows(durableTables().front());
    if (!taken) {
        rollback();
        return taken.error();
    }
    return {};
}

Result<qint64> PostgresStore::countRows(const TableSpec &table)
{
    const Result<PostgresRows> rows = runText(u"SELECT count(*) FROM "_s + source(table));
    return rows ? Result<qint64>(rows->number(0, 0)) : rows.error();
}

Result<void> PostgresStore::readTable(const TableSpec &table,
                                      const std::function<Result<void>(const QVariantList &row)> &each)
{
    if (const auto declared = runText(u"DECLARE marathon_rows NO SCROLL CURSOR FOR "_s + selection(table)); !declared)
        return declared.error();
    QVariantList row(qsizetype(table.columns.size()));
    while (true) {
        const Result<PostgresRows> page = runText(u"FETCH %1 FROM marathon_rows"_s.arg(fetchedRows));
        if (!page)
            return page.error();
        if (page->isEmpty())
            break;
        for (int index = 0; index < page->size(); ++index) {
            for (qsizetype column = 0; column < row.size(); ++column)
                row[column] = valueOf(*page, index, int(column), table.columns[std::size_t(column)].type);
            if (const Result<void> taken = each(row); !taken)
                return taken;
        }
    }
    const auto closed = runText(u"CLOSE marathon_rows"_s);
    return closed ? Result<void>() : closed.error();
}

Result<void> PostgresStore::beginRestoring()
{
    if (const Result<void> begun = beginTransaction(writing); !begun)
        return begun;
    // Servers that are on this database wait, and then see everything at once.
    const Result<PostgresRows> locked = run(PostgresStatement::LockState);
    if (!locked) {
        rollback();
        return locked.error();
    }
    m_version = locked->number(0, 3);
    for (const TableSpec &table : durableTables()) {
        const Result<qint64> rows = countRows(table);
        if (rows && *rows == 0)
            continue;
        rollback();
        if (!rows)
            return rows.error();
        return Error {ErrorKind::Conflict,
                      QCoreApplication::translate("PostgresStore",
                                                  "There is something in this database already (table %1). Name an "
                                                  "empty place; nothing was changed.")
                          .arg(QString(table.name))};
    }
    return {};
}

Result<void> PostgresStore::writeRows(const TableSpec &table, const QList<QVariantList> &rows)
{
    if (!m_isBegun || !m_link.current() || !m_link.current()->isInTransaction())
        return Error {
            ErrorKind::NotStored,
            QCoreApplication::translate("PostgresStore", "The connection to the database was lost. Try again."),
            {},
            1000};
    QByteArray &statement = m_insertions[QString(table.name)];
    if (statement.isEmpty())
        statement = insertion(table);
    PostgresValues values;
    for (qsizetype column = 0; column < qsizetype(table.columns.size()); ++column)
        values.append(columnOf(rows, column, table.columns[std::size_t(column)].type));
    const Result<PostgresRows> done = m_link.current()->run(statement.constData(), values);
    if (!done)
        m_link.dropIfLost();
    return done ? Result<void>() : done.error();
}

Result<void> PostgresStore::finishRestoring()
{
    // Rows were stamped with 1, and whoever looks has seen an older version at most.
    const Result<void> marked = put(PostgresStatement::SetVersion, {postgresValue(m_version + 1)});
    if (!marked) {
        rollback();
        return marked;
    }
    return commitTransaction();
}

} // namespace Marathon
