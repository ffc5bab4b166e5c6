#include "server/store/SqliteStore.h"

#include <QCoreApplication>
#include <QSqlError>
#include <QVariant>

/// Whole tables of the embedded store, for backups and moves.
namespace Marathon {

namespace {

QVariant valueOf(const QSqlQuery &query, int index, ColumnType type)
{
    switch (type) {
    case ColumnType::Text:
        return query.value(index).toString();
    case ColumnType::Integer:
        return query.value(index).toLongLong();
    case ColumnType::Bytes:
        return query.value(index).toByteArray();
    }
    Q_UNREACHABLE();
}

/// QSqlQuery binds a null text or null bytes as NULL; these columns are never NULL.
QVariant present(const QVariant &value, ColumnType type)
{
    if (type == ColumnType::Text)
        return value.toString().isNull() ? u""_s : value;
    if (type == ColumnType::Bytes)
        return value.toByteArray().isNull() ? QByteArray("") : value;
    return value;
}

} // namespace

Result<void> SqliteStore::beginReading()
{
    if (const auto begun = run("BEGIN"); !begun)
        return begun.error();
    // The snapshot is taken by the first read (sqlite.org/isolation.html), which must not come later than this call.
    if (const Result<qint64> taken = countRows(durableTables().front()); !taken) {
        rollback();
        return taken.error();
    }
    return {};
}

Result<qint64> SqliteStore::countRows(const TableSpec &table)
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    if (!query.exec(u"SELECT count(*) FROM %1"_s.arg(QString(table.name))) || !query.next())
        return failure(query);
    return query.value(0).toLongLong();
}

Result<void> SqliteStore::readTable(const TableSpec &table,
                                    const std::function<Result<void>(const QVariantList &row)> &each)
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    query.setForwardOnly(true);
    if (!query.exec(selectRows(table)))
        return failure(query);
    QVariantList row(qsizetype(table.columns.size()));
    while (query.next()) {
        for (qsizetype index = 0; index < row.size(); ++index)
            row[index] = valueOf(query, int(index), table.columns[std::size_t(index)].type);
        if (const Result<void> taken = each(row); !taken)
            return taken;
    }
    // next() is also false when a page cannot be read.
    if (query.lastError().isValid())
        return failure(query);
    return {};
}

Result<void> SqliteStore::beginRestoring()
{
    if (const auto begun = run("BEGIN IMMEDIATE"); !begun)
        return begun.error();
    for (const TableSpec &table : durableTables()) {
        const Result<qint64> rows = countRows(table);
        if (rows && *rows == 0)
            continue;
        rollback();
        if (!rows)
            return rows.error();
        return Error {ErrorKind::Conflict,
                      QCoreApplication::translate("SqliteStore",
                                                  "There is something in this database already (table %1). Name an "
                                                  "empty place; nothing was changed.")
                          .arg(QString(table.name))};
    }
    return {};
}

Result<void> SqliteStore::writeRows(const TableSpec &table, const QList<QVariantList> &rows)
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    const QString places = QStringList(qsizetype(table.columns.size()), u"?"_s).join(u", "_s);
    if (!query.prepare(u"INSERT INTO %1 VALUES (%2)"_s.arg(insertTarget(table), places)))
        return failure(query);
    for (const QVariantList &row : rows) {
        Q_ASSERT(row.size() == qsizetype(table.columns.size()));
        for (qsizetype index = 0; index < row.size(); ++index)
            query.bindValue(int(index), present(row[index], table.columns[std::size_t(index)].type));
        if (!query.exec())
            return failure(query);
    }
    return {};
}

Result<void> SqliteStore::finishRestoring()
{
    if (const auto done = run("COMMIT"); !done) {
        rollback();
        return done.error();
    }
    return {};
}

} // namespace Marathon
