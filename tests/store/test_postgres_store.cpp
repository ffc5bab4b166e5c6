#include "server/store/PostgresStore.h"
#include "tests/store/StoreFixtures.h"
#include "tests/support/PrivateCluster.h"

#include <QElapsedTimer>
#include <thread>

using namespace Marathon;
using namespace Marathon::StoreFixtures;

/// What PostgreSQL does when several servers share it, and when it, or a connection to it, goes away.
class TestPostgresStore : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_cluster = std::make_unique<PrivateCluster>(); }
    void cleanupTestCase() { m_cluster.reset(); }
    void init();
    void cleanup() { m_store.reset(); }

    void changesAreToldOnceAndByWhomever();
    void aWriterThatWaitedSeesWhatTheOneBeforeWrote();
    void theClockIsThatOfTheDatabaseAfterTheLock();
    void aListenerIsWokenByAnyCommit();
    void aHeldLockIsGivenUpAfterTwoSeconds();
    void aHolderThatStopsLosesItsLockAfterFiveSeconds();
    void aConnectionLostBeforeCommitStoredNothing();
    void aConnectionLostDuringCommitLeavesItUnknown();
    void aDatabaseThatCrashesDuringCommitLeavesItUnknown();
    void aDatabaseThatStopsInTheMiddleIsGivenUpAfterEightSeconds();
    void theSameStoreWorksAgainWhenTheDatabaseIsBack();
    void aDatabaseThatTakesNoWritesIsLeftForTheNextOne();
    void aTextThatPostgresCannotHoldIsRefusedWhole_data();
    void aTextThatPostgresCannotHoldIsRefusedWhole();

private:
    std::unique_ptr<Store> open();

    std::unique_ptr<PrivateCluster> m_cluster;
    QString m_database;
    std::unique_ptr<Store> m_store;
};

void TestPostgresStore::init()
{
    m_database = m_cluster->newDatabase();
    m_store = open();
    VERIFY_OK(m_store->createContest(contest, u"First"_s, start));
}

std::unique_ptr<Store> TestPostgresStore::open()
{
    Result<std::unique_ptr<Store>> store =
        PostgresStore::open({.url = m_cluster->url(m_database)}, StoreMode::ReadWrite);
    if (!store)
        qFatal("%s", qPrintable(store.error().message));
    (*store)->select(contest);
    return std::move(*store);
}

void TestPostgresStore::changesAreToldOnceAndByWhomever()
{
    const std::unique_ptr<Store> other = open();
    const Result<TableChanges> all = other->changesSince(-1, start);
    VERIFY_OK(all);
    VERIFY_OK(write(*m_store, {.sessions = {sessionOf(u"s1"_s), sessionOf(u"s2"_s)},
                               .people = {{u"P1"_s, u"Anna"_s}, {u"P2"_s, u"Ben"_s}},
                               .settings = {{u"one"_s, u"1"_s}}}));
    const Result<TableChanges> first = other->changesSince(all->version, start);
    VERIFY_OK(first);
    QCOMPARE(first->version, all->version + 1);
    QCOMPARE(first->sessions.size(), 2);
    QCOMPARE(first->people.size(), 2);

    VERIFY_OK(write(*m_store, {.endedSessions = {SessionId(u"s1"_s)}, .people = {{u"P2"_s, u"Berta"_s}}}));
    const Result<LedgerHead> head = other->head();
    VERIFY_OK(head);
    QCOMPARE(head->version, first->version + 1);
    const Result<TableChanges> second = other->changesSince(first->version, start);
    VERIFY_OK(second);
    QCOMPARE(second->version, head->version);
    QVERIFY(second->sessions.isEmpty() && second->settings.isEmpty());
    QCOMPARE(second->endedSessions, QList<SessionId> {SessionId(u"s1"_s)});
    QCOMPARE(second->people.size(), 1);
    QCOMPARE(second->people.first().name, u"Berta"_s);

    // A batch of entries alone is no change of a table.
    VERIFY_OK(append(*m_store, {{}}));
    const Result<TableChanges> third = other->changesSince(second->version, start);
    VERIFY_OK(third);
    QVERIFY(third->isEmpty());
    QCOMPARE(third->version, second->version);
    // A new contest is one.
    VERIFY_OK(m_store->createContest(ContestId(u"c2"_s), u"Second"_s, start));
    QCOMPARE(other->head().value().version, third->version + 1);

    // Expired sessions go with a later sign-in.
    VERIFY_OK(write(*m_store, {.sessions = {{u"token"_s, SessionId(u"s3"_s), Role::Admin, u"eva"_s,
                                             start + std::chrono::hours(14), start + std::chrono::hours(20)}}}));
    QCOMPARE(m_cluster->run(u"SELECT count(*) FROM marathon.sessions"_s, m_database), u"1"_s);
}

void TestPostgresStore::aWriterThatWaitedSeesWhatTheOneBeforeWrote()
{
    const std::unique_ptr<Store> other = open();
    const Result<Begun> mine = m_store->begin({});
    VERIFY_OK(mine);
    Result<Begun> theirs = Error {};
    std::thread waiting([&] { theirs = other->begin({.results = {{u"P1"_s, u"k"_s}}}); });
    // It waits for the lock.
    m_cluster->run(
        u"DO $$ BEGIN LOOP EXIT WHEN EXISTS (SELECT FROM pg_locks WHERE NOT granted); PERFORM pg_sleep(0.01); "
        "END LOOP; END $$"_s,
        m_database);
    Batch batch {.results = {{u"P1"_s, u"k"_s, u"h"_s, "{}", start}}, .settings = {{u"one"_s, u"1"_s}}};
    batch.events = chained(mine->head, {{}, {}});
    const Result<qint64> done = m_store->commit(batch);
    waiting.join();
    VERIFY_OK(done);
    VERIFY_OK(theirs);
    QCOMPARE(theirs->head.seq, 2);
    QCOMPARE(theirs->head.hash, batch.events.last().hash);
    QCOMPARE(theirs->head.version, mine->head.version + 1);
    QCOMPARE(theirs->found.results.size(), 1);
    other->rollback();
}

void TestPostgresStore::theClockIsThatOfTheDatabaseAfterTheLock()
{
    const std::unique_ptr<Store> other = open();
    VERIFY_OK(m_store->begin({}));
    Result<Begun> theirs = Error {};
    std::thread waiting([&] { theirs = other->begin({}); });
    const QString freed = m_cluster->run(
        u"DO $$ BEGIN LOOP EXIT WHEN EXISTS (SELECT FROM pg_locks WHERE NOT granted); PERFORM pg_sleep(0.01); "
        "END LOOP; END $$; SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint"_s,
        m_database);
    m_store->rollback();
    waiting.join();
    VERIFY_OK(theirs);
    QVERIFY(theirs->now.has_value());
    const qint64 now = theirs->now->time_since_epoch().count();
    QVERIFY2(now >= freed.toLongLong() && now < freed.toLongLong() + 2000, qPrintable(freed));
    other->rollback();
}

void TestPostgresStore::aListenerIsWokenByAnyCommit()
{
    int woken = 0;
    const std::unique_ptr<Store> other = open();
    other->listen([&woken] { ++woken; });
    QElapsedTimer timer;
    timer.start();
    VERIFY_OK(append(*m_store, {{}}));
    QTRY_VERIFY_WITH_TIMEOUT(woken == 1, 100);
    qInfo("woken %lld ms after begin()", timer.elapsed());
    // It connects again by itself, and wakes for what it may have missed.
    m_cluster->endSessions(m_database);
    QTRY_VERIFY(woken >= 2);
    // The store has lost its own connection too.
    QVERIFY(!append(*m_store, {{}}).isOk());
    VERIFY_OK(append(*m_store, {{}}));
    QTRY_VERIFY(woken >= 3);
}

void TestPostgresStore::aHeldLockIsGivenUpAfterTwoSeconds()
{
    const std::unique_ptr<Store> other = open();
    VERIFY_OK(m_store->begin({}));
    QElapsedTimer timer;
    timer.start();
    const Result<Begun> begun = other->begin({});
    QVERIFY(!begun.isOk());
    QCOMPARE(begun.error().kind, ErrorKind::NotStored);
    QCOMPARE(begun.error().retryAfterMs, 500);
    QVERIFY2(timer.elapsed() >= 1900 && timer.elapsed() < 4000, qPrintable(QString::number(timer.elapsed())));
    m_store->rollback();
    VERIFY_OK(append(*other, {{}}));
}

void TestPostgresStore::aHolderThatStopsLosesItsLockAfterFiveSeconds()
{
    const std::unique_ptr<Store> other = open();
    const Result<Begun> stopped = m_store->begin({});
    VERIFY_OK(stopped);
    QElapsedTimer timer;
    timer.start();
    Result<void> done = Error {};
    do {
        done = append(*other, {{}});
    } while (!done && timer.elapsed() < 10000);
    VERIFY_OK(done);
    QVERIFY2(timer.elapsed() >= 4500 && timer.elapsed() < 7000, qPrintable(QString::number(timer.elapsed())));
    // What it decided on the old state is not stored, and that is certain.
    const Result<qint64> late = m_store->commit({.events = chained(stopped->head, {{u"late"_s}})});
    QVERIFY(!late.isOk());
    QCOMPARE(late.error().kind, ErrorKind::NotStored);
    VERIFY_OK(append(*m_store, {{}}));
    QCOMPARE(m_store->head().value().seq, 2);
    VERIFY_OK(verifyChain(*m_store, contest));
}

void TestPostgresStore::aConnectionLostBeforeCommitStoredNothing()
{
    const Result<Begun> begun = m_store->begin({});
    VERIFY_OK(begun);
    m_cluster->endSessions(m_database);
    const Result<qint64> done = m_store->commit({.events = chained(begun->head, {{}})});
    QVERIFY(!done.isOk());
    QCOMPARE(done.error().kind, ErrorKind::NotStored);
    VERIFY_OK(append(*m_store, {{}}));
    QCOMPARE(m_store->head().value().seq, 1);
}

void TestPostgresStore::aConnectionLostDuringCommitLeavesItUnknown()
{
    m_cluster->run(u"CREATE FUNCTION public.wait() RETURNS trigger LANGUAGE plpgsql AS "
                   "'BEGIN PERFORM pg_sleep(4); RETURN NULL; END'; "
                   "CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON marathon.ledger DEFERRABLE INITIALLY DEFERRED "
                   "FOR EACH ROW EXECUTE FUNCTION public.wait()"_s,
                   m_database);
    m_cluster->runMeanwhile(
        u"DO $$ BEGIN LOOP PERFORM pg_stat_clear_snapshot(); "
        "PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
        "AND query ILIKE 'commit%' AND state = 'active'; "
        "EXIT WHEN FOUND; PERFORM pg_sleep(0.01); END LOOP; END $$"_s,
        m_database);
    const Result<void> done = append(*m_store, {{}});
    QVERIFY(!done.isOk());
    QCOMPARE(done.error().kind, ErrorKind::Unknown);
    QVERIFY2(done.error().message.contains(u"same key"_s), qPrintable(done.error().message));
    m_cluster->run(u"DROP TRIGGER wait ON marathon.ledger"_s, m_database);
    VERIFY_OK(append(*m_store, {{}}));
    QCOMPARE(m_store->head().value().seq, 1);
}

void TestPostgresStore::aDatabaseThatCrashesDuringCommitLeavesItUnknown()
{
    VERIFY_OK(append(*m_store, {{}}));
    m_cluster->run(u"CREATE FUNCTION public.wait() RETURNS trigger LANGUAGE plpgsql AS "
                   "'BEGIN PERFORM pg_sleep(4); RETURN NULL; END'; "
                   "CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON marathon.ledger DEFERRABLE INITIALLY DEFERRED "
                   "FOR EACH ROW EXECUTE FUNCTION public.wait()"_s,
                   m_database);
    Result<void> done;
    std::thread committing([&] { done = append(*m_store, {{}}); });
    m_cluster->run(u"DO $$ BEGIN LOOP PERFORM pg_stat_clear_snapshot(); EXIT WHEN EXISTS (SELECT FROM pg_stat_activity "
                   "WHERE query ILIKE 'commit%' AND state = 'active'); PERFORM pg_sleep(0.01); END LOOP; END $$"_s,
                   m_database);
    m_cluster->crash();
    committing.join();
    m_cluster->start();
    QVERIFY(!done.isOk());
    QCOMPARE(done.error().kind, ErrorKind::Unknown);
    // What was acknowledged before is there.
    Result<LedgerHead> head = Error {};
    QTRY_VERIFY((head = m_store->head()).isOk());
    QCOMPARE(head->seq, 1);
    VERIFY_OK(verifyChain(*m_store, contest));
}

void TestPostgresStore::aDatabaseThatStopsInTheMiddleIsGivenUpAfterEightSeconds()
{
    const Result<Begun> begun = m_store->begin({});
    VERIFY_OK(begun);
    m_cluster->pause();
    QElapsedTimer timer;
    timer.start();
    const Result<qint64> done = m_store->commit({.events = chained(begun->head, {{}})});
    const qint64 waited = timer.elapsed();
    m_cluster->resume();
    QVERIFY(!done.isOk());
    QCOMPARE(done.error().kind, ErrorKind::NotStored); // it stopped before COMMIT was sent
    QVERIFY2(waited >= 7500 && waited < 9500, qPrintable(QString::number(waited)));
    VERIFY_OK(append(*m_store, {{}}));
    QCOMPARE(m_store->head().value().seq, 1);
}

void TestPostgresStore::theSameStoreWorksAgainWhenTheDatabaseIsBack()
{
    VERIFY_OK(append(*m_store, {{}}));
    m_cluster->stop();
    for (int time = 0; time < 3; ++time) {
        QElapsedTimer timer;
        timer.start();
        const Result<Begun> begun = m_store->begin({});
        QVERIFY(!begun.isOk());
        QCOMPARE(begun.error().kind, ErrorKind::NotStored);
        QVERIFY2(time == 0 || begun.error().message.contains(u"away since 20"_s), qPrintable(begun.error().message));
        QVERIFY(timer.elapsed() < 1000);
    }
    QCOMPARE(m_store->head().error().kind, ErrorKind::NotStored);
    m_cluster->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_store->head().isOk(), 6000);
    VERIFY_OK(append(*m_store, {{}}));
    QCOMPARE(m_store->head().value().seq, 2);
}

void TestPostgresStore::aDatabaseThatTakesNoWritesIsLeftForTheNextOne()
{
    // As after a failover: the address leads to a server that is a standby for now.
    m_cluster->run(u"ALTER DATABASE %1 SET default_transaction_read_only = on"_s.arg(m_database), u"postgres"_s);
    m_cluster->endSessions(m_database);
    QVERIFY(!m_store->head().isOk());
    VERIFY_OK(m_store->head());
    const Result<Begun> begun = m_store->begin({});
    QVERIFY(!begun.isOk());
    QCOMPARE(begun.error().kind, ErrorKind::NotStored);
    QVERIFY2(begun.error().message.contains(u"takes no writes"_s), qPrintable(begun.error().message));
    m_cluster->run(u"ALTER DATABASE %1 RESET default_transaction_read_only"_s.arg(m_database), u"postgres"_s);
    // No session was ended: the store itself has given its connection up.
    VERIFY_OK(append(*m_store, {{}}));
}

void TestPostgresStore::aTextThatPostgresCannotHoldIsRefusedWhole_data()
{
    QTest::addColumn<Batch>("batch");
    const QString bad = u"a\0b"_s;
    const QByteArray badBytes("a\0b", 3);
    const auto event = [](const EventContent &content) { return chained({0, firstHash(contest), {}, 0}, {content}); };
    QTest::newRow("type") << Batch {.events = event({.type = bad})};
    QTest::newRow("participant") << Batch {.events = event({.participant = bad})};
    QTest::newRow("body") << Batch {.events = event({.body = bad})};
    QTest::newRow("private text") << Batch {.events = event({}), .privates = {{u"r"_s, u"P1"_s, "salt", bad}}};
    QTest::newRow("blob's address") << Batch {.events = event({}), .blobs = {{bad, "x"}}};
    QTest::newRow("key") << Batch {.events = event({}), .results = {{u"P1"_s, bad, u"h"_s, "{}", start}}};
    QTest::newRow("result") << Batch {.events = event({}), .results = {{u"P1"_s, u"k"_s, u"h"_s, badBytes, start}}};
    QTest::newRow("result that is no UTF-8")
        << Batch {.events = event({}), .results = {{u"P1"_s, u"k"_s, u"h"_s, "\xff\xfe", start}}};
    QTest::newRow("stream") << Batch {.events = event({}), .streams = {{u"P1"_s, bad, 1}}};
    QTest::newRow("draft") << Batch {.events = event({}), .drafts = {draftOf(bad, "x", 1)}};
    QTest::newRow("session") << Batch {.events = event({}), .sessions = {sessionOf(bad)}};
    QTest::newRow("name") << Batch {.events = event({}), .people = {{u"P1"_s, bad}}};
    QTest::newRow("staff") << Batch {.events = event({}), .staff = {{u"eva"_s, bad}}};
    QTest::newRow("setting") << Batch {.events = event({}), .settings = {{u"k"_s, bad}}};
    QTest::newRow("contest's name") << Batch {.events = event({}), .contestName = bad};
}

void TestPostgresStore::aTextThatPostgresCannotHoldIsRefusedWhole()
{
    QFETCH(Batch, batch);
    VERIFY_OK(m_store->begin({}));
    const Result<qint64> done = m_store->commit(batch);
    QVERIFY(!done.isOk());
    QCOMPARE(done.error().kind, ErrorKind::Invalid);
    QVERIFY2(done.error().message.contains(u"U+0000"_s), qPrintable(done.error().message));
    QCOMPARE(m_store->head().value().seq, 0);
    // Bytes are another matter.
    VERIFY_OK(append(*m_store, {{}}, {.blobs = {blobOf(QByteArray("a\0b", 3))}}));
    QCOMPARE(m_store->blob(sha256Hex(QByteArrayView("a\0b", 3))).value(), QByteArray("a\0b", 3));
}

QTEST_GUILESS_MAIN(TestPostgresStore)
#include "test_postgres_store.moc"
