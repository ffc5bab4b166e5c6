#include "server/ops/Backup.h"
#include "server/ops/StandingsComparison.h"
#include "server/store/PostgresStore.h"
#include "tests/ops/BackupBench.h"
#include "tests/support/PgBouncer.h"
#include "tests/support/PrivateCluster.h"

#include <QTest>

using namespace Marathon;

namespace {

enum class Kind { Sqlite, Postgres, Pooled };
const Instant now {Duration(1'769'680'000'000)};

} // namespace

Q_DECLARE_METATYPE(Kind)

#define OK(result) QVERIFY2(result.isOk(), qPrintable(result.isOk() ? QString() : result.error().message))

/// Backups and moves from every store to every other.
class TestBackupStores : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_cluster = std::make_unique<PrivateCluster>(); }
    void cleanupTestCase()
    {
        m_pooler.reset();
        m_cluster.reset();
    }

    void aBackupIsRestoredIntoAnotherStore_data() { pairs(); }
    void aBackupIsRestoredIntoAnotherStore()
    {
        QFETCH(Kind, from);
        QFETCH(Kind, to);
        if ((from == Kind::Pooled || to == Kind::Pooled) && !PgBouncer::isInstalled())
            QSKIP("pgbouncer is not installed");
        const std::unique_ptr<Store> source = open(from);
        BackupBench::fill(*source);
        BackupBench::addIncidents(*source, 1500);
        const QString content = BackupBench::contentOf(*source);
        const QString path = m_bench.path(u"any.backup.gz"_s);
        const Result<BackupReport> made = backup(*source, path, now, {});
        OK(made);

        const std::unique_ptr<Store> place = open(to);
        const Result<RestoreReport> cut = restore(path, *place, [](qint64, qint64) { return false; });
        QVERIFY(!cut.isOk());
        QCOMPARE(BackupBench::rowsIn(*place), 0);
        const Result<RestoreReport> restored = restore(path, *place, {});
        OK(restored);
        QCOMPARE(BackupBench::contentOf(*place), content);
        QCOMPARE(required(compareStandings(*source, *place)).differences, QStringList());
        const Result<RestoreReport> again = restore(path, *place, {});
        QVERIFY(!again.isOk());
        QCOMPARE(again.error().kind, ErrorKind::Conflict);

        // And back: the way makes no difference.
        const std::unique_ptr<Store> back = open(from);
        OK(moveStore(*place, *back, now, {}));
        QCOMPARE(BackupBench::contentOf(*back), content);
        // What was restored is a contest that goes on.
        place->select(ContestId(u"test"_s));
        BackupBench::addIncidents(*place, 2);
        const Result<AuditReport> audit = verifyStore(*place, {});
        OK(audit);
        QCOMPARE(audit->contests.first().entries, made->header.seq + 2);
    }

private:
    static void pairs()
    {
        QTest::addColumn<Kind>("from");
        QTest::addColumn<Kind>("to");
        QTest::newRow("SQLite to PostgreSQL") << Kind::Sqlite << Kind::Postgres;
        QTest::newRow("PostgreSQL to PostgreSQL") << Kind::Postgres << Kind::Postgres;
        QTest::newRow("PostgreSQL to SQLite") << Kind::Postgres << Kind::Sqlite;
        QTest::newRow("SQLite to PostgreSQL behind PgBouncer") << Kind::Sqlite << Kind::Pooled;
    }

    /// An empty place.
    std::unique_ptr<Store> open(Kind kind)
    {
        if (kind == Kind::Sqlite)
            return m_bench.open(u"place-%1.db"_s.arg(++m_places));
        if (kind == Kind::Postgres)
            return required(PostgresStore::open({m_cluster->url(m_cluster->newDatabase())}, StoreMode::ReadWrite));
        if (!m_pooler)
            m_pooler = std::make_unique<PgBouncer>(*m_cluster);
        return required(PostgresStore::open({.url = m_pooler->url(m_cluster->newDatabase()), .pooled = true},
                                            StoreMode::ReadWrite));
    }

    BackupBench m_bench;
    std::unique_ptr<PrivateCluster> m_cluster;
    std::unique_ptr<PgBouncer> m_pooler;
    int m_places = 0;
};

QTEST_GUILESS_MAIN(TestBackupStores)
#include "test_backup_stores.moc"
