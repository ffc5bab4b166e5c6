#include "server/store/PostgresStore.h"

#include "server/store/LedgerChain.h"
#include "server/store/MigrationSteps.h"
#include "server/store/PostgresListener.h"
#include "server/store/PostgresMigrations.h"

#include <QCoreApplication>
#include <QUuid>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("PostgresStore", text);
}

/// More than the 5 s after which the database itself gives up a statement.
constexpr Duration writingPatience = std::chrono::seconds(8);
constexpr Duration readingPatience = std::chrono::minutes(1);

Error noContest()
{
    return {ErrorKind::NotFound, tr("There is no contest in this database yet. Import a contest folder first.")};
}

QByteArray text(const QString &value)
{
    return postgresValue(value);
}

} // namespace

/// A stopped lock holder must not stop the others; and a login that may more than a server needs does not use it.
const QString PostgresStore::writing = u"SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '5s'; "
                                       "SET LOCAL idle_in_transaction_session_timeout = '5s'; "
                                       "SET LOCAL ROLE marathon_app"_s;
/// All tables as of one moment.
const QString PostgresStore::reading = u"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"_s;
/// The same for as long as it takes.
const QString PostgresStore::readingAll = reading + u"; SET LOCAL statement_timeout = 0"_s;

PostgresStore::PostgresStore(PostgresAddress address, bool pooled)
    : m_link(std::move(address),
             pooled ? PostgresConnection::Statements::Plain : PostgresConnection::Statements::Prepared)
    , m_pooled(pooled)
{}

PostgresStore::~PostgresStore() = default;

Result<std::unique_ptr<Store>> PostgresStore::open(const PostgresOptions &options, StoreMode mode)
{
    const Result<PostgresAddress> address = PostgresAddress::parse(options.url);
    if (!address)
        return address.error();
    std::unique_ptr<PostgresStore> store(new PostgresStore(*address, options.pooled));
    const Result<PostgresConnection *> connection = store->m_link.connection();
    if (!connection)
        return connection.error();
    const Result<int> version = postgresVersion(**connection);
    if (!version)
        return version.error();
    const qsizetype known = migrationSteps(u":/sql/postgres"_s).size();
    if (*version < known && mode == StoreMode::ReadOnly)
        return Error {ErrorKind::Unavailable,
                      tr("The database at %1 has version %2, and this program needs %3. Start the server, or run "
                         "`marathon-server database prepare`.")
                          .arg(address->place())
                          .arg(*version)
                          .arg(known)};
    if (*version < known) {
        (*connection)->setPatience({});
        if (const Result<void> migrated = migratePostgres(**connection); !migrated)
            return migrated.error();
        (*connection)->setPatience(readingPatience);
    }
    return std::unique_ptr<Store>(std::move(store));
}

void PostgresStore::listen(std::function<void()> changed)
{
    if (!m_pooled)
        m_listener = std::make_unique<PostgresListener>(m_link.address(), std::move(changed));
}

Result<PostgresRows> PostgresStore::run(PostgresStatement statement, const PostgresValues &values)
{
    // A transaction whose connection was lost is over: nothing of it may run on another connection.
    if (m_isBegun && (!m_link.current() || !m_link.current()->isInTransaction()))
        return Error {
            ErrorKind::NotStored, tr("The transaction was broken off: nothing was stored. Try again."), {}, 500};
    const Result<PostgresConnection *> connection = m_link.connection();
    if (!connection)
        return connection.error();
    Result<PostgresRows> rows = (*connection)->run(textOf(statement), values);
    if (!rows)
        m_link.dropIfLost();
    return rows;
}

Result<void> PostgresStore::beginTransaction(const QString &settings)
{
    Q_ASSERT(!m_isBegun);
    const Result<PostgresConnection *> connection = m_link.connection();
    if (!connection)
        return connection.error();
    (*connection)->setPatience(settings == writing ? writingPatience : readingPatience);
    const Result<void> begun = (*connection)->begin(settings);
    m_isBegun = begun.isOk();
    if (!begun)
        m_link.dropIfLost();
    return begun;
}

Result<void> PostgresStore::commitTransaction()
{
    const Result<void> done = m_link.current()->commit();
    m_isBegun = false;
    m_link.dropIfLost();
    return done;
}

void PostgresStore::rollback()
{
    m_isBegun = false;
    if (m_link.current())
        m_link.current()->rollback();
    m_link.dropIfLost();
}

Result<std::optional<ContestId>> PostgresStore::newestContest()
{
    const Result<PostgresRows> rows = run(PostgresStatement::NewestContest);
    if (!rows)
        return rows.error();
    return rows->isEmpty() ? std::optional<ContestId>() : ContestId(rows->text(0, 0));
}

Result<void> PostgresStore::createContest(const ContestId &id, const QString &name, Instant now)
{
    if (const Result<void> begun = beginTransaction(writing); !begun)
        return begun;
    const Result<void> written = [&]() -> Result<void> {
        const QString epoch = QUuid::createUuid().toString(QUuid::WithoutBraces);
        if (const Result<void> made =
                put(PostgresStatement::CreateContest,
                    {text(id.toString()), text(name), text(toRfc3339(now)), text(epoch), postgresValue(firstHash(id))});
            !made)
            return made;
        if (const Result<void> raised = put(PostgresStatement::RaiseVersion, {}); !raised)
            return raised;
        return put(PostgresStatement::Notify, {text(id.toString())});
    }();
    if (!written) {
        rollback();
        return written;
    }
    if (const Result<void> done = commitTransaction(); !done)
        return done;
    select(id);
    return {};
}

Result<Begun> PostgresStore::lock()
{
    const bool hasContest = !m_contest.isEmpty();
    const Result<PostgresRows> rows =
        hasContest ? run(PostgresStatement::LockContest, {text(m_contest)}) : run(PostgresStatement::LockState);
    if (!rows)
        return rows.error();
    if (rows->isEmpty())
        return noContest();
    m_version = rows->number(0, 3);
    return Begun {.head = {rows->number(0, 0), rows->bytesOfHex(0, 1), rows->text(0, 2), m_version},
                  .now = Instant(Duration(rows->number(0, 4)))};
}

Result<Begun> PostgresStore::begin(const LookUps &wanted)
{
    if (const Result<void> begun = beginTransaction(writing); !begun)
        return begun.error();
    Result<Begun> begun = lock();
    if (!begun) {
        rollback();
        return begun;
    }
    Result<LookedUp> found = lookUp(wanted);
    if (!found) {
        rollback();
        return found.error();
    }
    begun->found = std::move(*found);
    return begun;
}

Result<qint64> PostgresStore::commit(const Batch &batch)
{
    Q_ASSERT(m_isBegun);
    if (const Result<void> written = write(batch); !written) {
        rollback();
        return written.error();
    }
    if (const Result<void> done = commitTransaction(); !done)
        return done.error();
    return batch.changesTables() ? m_version + 1 : m_version;
}

Result<LedgerHead> PostgresStore::head()
{
    const bool hasContest = !m_contest.isEmpty();
    const Result<PostgresRows> rows =
        hasContest ? run(PostgresStatement::Head, {text(m_contest)}) : run(PostgresStatement::Version);
    if (!rows)
        return rows.error();
    if (!hasContest)
        return LedgerHead {.version = rows->number(0, 0)};
    if (rows->isEmpty())
        return noContest();
    return LedgerHead {rows->number(0, 0), rows->bytesOfHex(0, 1), rows->text(0, 2), rows->number(0, 3)};
}

Result<TableChanges> PostgresStore::changesSince(qint64 version, Instant now)
{
    const bool isOwn = !m_isBegun;
    if (isOwn) {
        if (const Result<void> begun = beginTransaction(reading); !begun)
            return begun.error();
    }
    Result<TableChanges> changes = readChanges(version, now);
    if (isOwn)
        rollback(); // it only read
    return changes;
}

} // namespace Marathon
