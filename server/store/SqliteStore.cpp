#include "server/store/SqliteStore.h"

#include "server/store/LedgerChain.h"
#include "server/store/Migrations.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QUuid>
#include <QVariant>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("SqliteStore", text);
}

/// The database holds password hashes and everybody's work: only its owner reads it, whatever the umask says. SQLite
/// gives its journals the same rights (sqlite.org/wal.html).
void makePrivate(const QString &path)
{
    if (QFile file(path); !file.exists() && file.open(QIODevice::NewOnly | QIODevice::WriteOnly))
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

/// Qt makes NULL of a null text or null bytes; no column of ours is ever NULL.
QVariant present(const QVariant &value)
{
    if (value.typeId() == QMetaType::QString && value.toString().isNull())
        return u""_s;
    if (value.typeId() == QMetaType::QByteArray && value.toByteArray().isNull())
        return QByteArray("");
    return value;
}

} // namespace

Result<std::unique_ptr<Store>> SqliteStore::open(const QString &path, StoreMode mode)
{
    if (mode == StoreMode::ReadWrite)
        makePrivate(path);
    const QString name = QUuid::createUuid().toString(QUuid::WithoutBraces);
    std::unique_ptr<SqliteStore> store(new SqliteStore(name));
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
    database.setDatabaseName(path);
    database.setConnectOptions(mode == StoreMode::ReadOnly ? u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=2000"_s
                                                           : u"QSQLITE_BUSY_TIMEOUT=2000"_s);
    if (!database.open())
        return Error {ErrorKind::Unavailable,
                      tr("The database %1 cannot be opened: %2. Check the folder and its rights.")
                          .arg(path, database.lastError().text())};
    QStringList pragmas {u"PRAGMA foreign_keys = ON"_s, u"PRAGMA synchronous = FULL"_s,
                         u"PRAGMA cache_size = -65536"_s};
    if (mode == StoreMode::ReadWrite)
        pragmas << u"PRAGMA journal_mode = WAL"_s << u"PRAGMA wal_autocheckpoint = 4000"_s;
    for (const QString &pragma : pragmas) {
        QSqlQuery query(database);
        if (!query.exec(pragma))
            return Error {
                ErrorKind::Unavailable,
                tr("The database %1 cannot be used: %2. If it is damaged, restore a backup; nothing was changed.")
                    .arg(path, query.lastError().text())};
    }
    if (mode == StoreMode::ReadWrite) {
        if (const Result<void> migrated = migrateSqlite(database); !migrated)
            return migrated.error();
    } else if (const Result<int> version = sqliteVersion(database); !version) {
        return version.error();
    }
    return std::unique_ptr<Store>(std::move(store));
}

SqliteStore::~SqliteStore()
{
    m_statements.clear();
    QSqlDatabase::database(m_connection, false).close();
    QSqlDatabase::removeDatabase(m_connection);
}

Error SqliteStore::failure(const QSqlQuery &query) const
{
    // SQLite's primary result codes (sqlite.org/rescode.html): 13 full, 5 busy, 6 locked, 10 I/O, 8 read-only, 11
    // corrupt.
    const int code = query.lastError().nativeErrorCode().toInt() & 0xff;
    const QString text = query.lastError().text();
    if (code == 13)
        return {
            ErrorKind::NotStored, tr("The disk is full: nothing was stored. Free some space and try again."), {}, 2000};
    if (code == 5 || code == 6)
        return {ErrorKind::NotStored,
                tr("The database is in use by another program: nothing was stored. Try again."),
                {},
                500};
    if (code == 11 || code == 26)
        return {ErrorKind::Unavailable,
                tr("The database is damaged (%1). Stop the server and restore a backup.").arg(text)};
    return {ErrorKind::NotStored, tr("The database refused: %1. Nothing was stored; try again.").arg(text), {}, 1000};
}

Result<QSqlQuery *> SqliteStore::run(const char *statement, const QVariantList &values)
{
    std::shared_ptr<QSqlQuery> &query = m_statements[statement];
    if (!query) {
        query = std::make_shared<QSqlQuery>(QSqlDatabase::database(m_connection, false));
        query->setForwardOnly(true);
        if (!query->prepare(QString::fromUtf8(statement))) {
            const Error error = failure(*query);
            query.reset();
            return error;
        }
    }
    for (qsizetype index = 0; index < values.size(); ++index)
        query->bindValue(int(index), present(values[index]));
    if (!query->exec())
        return failure(*query);
    return query.get();
}

Result<std::optional<ContestId>> SqliteStore::newestContest()
{
    const Result<QSqlQuery *> query =
        run("SELECT contest_id FROM contests ORDER BY created_at DESC, rowid DESC LIMIT 1");
    if (!query)
        return query.error();
    std::optional<ContestId> id;
    if ((*query)->next())
        id = ContestId((*query)->value(0).toString());
    (*query)->finish();
    return id;
}

Result<void> SqliteStore::createContest(const ContestId &id, const QString &name, Instant now)
{
    const Result<QSqlQuery *> query =
        run("INSERT INTO contests (contest_id, name, created_at, ledger_epoch, last_seq, last_hash) VALUES (?, ?, ?, "
            "?, 0, ?)",
            {id.toString(), name, toRfc3339(now), QUuid::createUuid().toString(QUuid::WithoutBraces), firstHash(id)});
    if (!query)
        return query.error();
    select(id);
    return {};
}

Result<Begun> SqliteStore::begin(const LookUps &wanted)
{
    const Result<QSqlQuery *> begun = run("BEGIN IMMEDIATE");
    if (!begun)
        return begun.error();
    const Result<LedgerHead> ledgerHead = m_contest.isEmpty() ? LedgerHead {} : head();
    const Result<LookedUp> found = lookUp(wanted);
    if (ledgerHead && found)
        return Begun {*ledgerHead, std::nullopt, *found};
    rollback();
    return ledgerHead ? found.error() : ledgerHead.error();
}

Result<qint64> SqliteStore::commit(const Batch &batch)
{
    if (const Result<void> written = write(batch); !written) {
        rollback();
        return written.error();
    }
    const Result<QSqlQuery *> done = run("COMMIT");
    if (!done) {
        rollback();
        return done.error();
    }
    return 0;
}

void SqliteStore::rollback()
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    query.exec(u"ROLLBACK"_s);
}

} // namespace Marathon
