#include "tests/store/TestStores.h"

namespace Marathon {

using namespace StoreFixtures;

void TestStores::kinds()
{
    QTest::addColumn<Kind>("kind");
    QTest::newRow("SQLite") << Kind::Sqlite;
    QTest::newRow("PostgreSQL") << Kind::Postgres;
    QTest::newRow("PostgreSQL behind PgBouncer") << Kind::Pooled;
}

void TestStores::init()
{
    QFETCH(Kind, kind);
    if (kind == Kind::Sqlite) {
        m_folder = std::make_unique<QTemporaryDir>();
        m_factory = [path = m_folder->filePath(u"marathon.db"_s)](StoreMode mode) {
            return SqliteStore::open(path, mode);
        };
    } else if (kind == Kind::Postgres) {
        m_factory = postgres({m_cluster->url(m_cluster->newDatabase())});
    } else {
        if (!PgBouncer::isInstalled())
            QSKIP("pgbouncer is not installed");
        if (!m_pooler)
            m_pooler = std::make_unique<PgBouncer>(*m_cluster);
        m_factory = postgres({.url = m_pooler->url(m_cluster->newDatabase()), .pooled = true});
    }
    m_store = open();
    QVERIFY(m_store);
    if (QTest::currentTestFunction() == "anEmptyPlaceHasNoContest"_ba)
        return;
    VERIFY_OK(m_store->createContest(contest, u"First"_s, start));
}

void TestStores::cleanup()
{
    m_store.reset();
    m_folder.reset();
}

std::unique_ptr<Store> TestStores::open(StoreMode mode)
{
    Result<std::unique_ptr<Store>> store = m_factory(mode);
    if (!store)
        qWarning("%s", qPrintable(store.error().message));
    return store ? std::move(*store) : nullptr;
}

void TestStores::anEmptyPlaceHasNoContest()
{
    const auto newest = m_store->newestContest();
    VERIFY_OK(newest);
    QVERIFY(!*newest);
    const Result<LedgerHead> head = m_store->head();
    VERIFY_OK(head);
    QCOMPARE(head->seq, qint64(0));

    // Accounts and settings come before the first import.
    const Result<Begun> begun = m_store->begin({});
    VERIFY_OK(begun);
    QCOMPARE(begun->head.seq, 0);
    VERIFY_OK(m_store->commit({.settings = {{u"secret"_s, u"x"_s}}}));
    const Result<TableChanges> tables = m_store->changesSince(-1, start);
    VERIFY_OK(tables);
    QCOMPARE(tables->settings.value(u"secret"_s), u"x"_s);
}

void TestStores::theNewestContestIsTheOneWorkedOn()
{
    VERIFY_OK(m_store->createContest(ContestId(u"c2"_s), u"Second"_s, start + Duration(1)));
    const Result<LedgerHead> head = m_store->head();
    VERIFY_OK(head);
    QCOMPARE(head->seq, 0);
    QCOMPARE(head->hash, firstHash(ContestId(u"c2"_s)));
    QVERIFY(!head->epoch.isEmpty());
    const std::unique_ptr<Store> other = open(StoreMode::ReadOnly);
    QVERIFY(other);
    const auto newest = other->newestContest();
    VERIFY_OK(newest);
    QCOMPARE(newest->value_or(ContestId()).toString(), u"c2"_s);
    QVERIFY(!m_store->createContest(ContestId(u"c2"_s), u"Twice"_s, start).isOk());
}

void TestStores::aBatchIsThereAsAWholeAndChained()
{
    VERIFY_OK(append(*m_store, {{}, {u"warning.issued"_s, u"P2"_s}}));
    VERIFY_OK(append(*m_store, {{u"tick"_s, QString()}}, {.ledgerEpoch = u"epoch-2"_s}));
    // Another connection sees it, and the hashes fit.
    const std::unique_ptr<Store> other = open(StoreMode::ReadOnly);
    QVERIFY(other);
    other->select(contest);
    const Result<LedgerHead> head = other->head();
    VERIFY_OK(head);
    QCOMPARE(head->seq, 3);
    QCOMPARE(head->epoch, u"epoch-2"_s);
    const Result<ChainReport> report = verifyChain(*other, contest);
    VERIFY_OK(report);
    QCOMPARE(report->entries, 3);
    QCOMPARE(report->lastHash, head->hash);
}

void TestStores::nothingStaysOfABatchThatFailsOrIsRolledBack()
{
    VERIFY_OK(append(*m_store, {{}}));
    VERIFY_OK(m_store->begin({}));
    m_store->rollback();
    const Result<Begun> begun = m_store->begin({});
    VERIFY_OK(begun);
    // Its second entry has a number that is taken.
    Batch batch {.events = chained(begun->head, {{}, {}}),
                 .blobs = {blobOf("text")},
                 .results = {{u"a"_s, u"k"_s, u"h"_s, "{}", start}},
                 .settings = {{u"name"_s, u"value"_s}}};
    batch.events[1].seq = 1;
    const Result<qint64> done = m_store->commit(batch);
    QVERIFY(!done.isOk());
    QCOMPARE(done.error().kind, ErrorKind::NotStored);

    const Result<Begun> after = m_store->begin({.results = {{u"a"_s, u"k"_s}}});
    VERIFY_OK(after);
    QCOMPARE(after->head.seq, 1);
    QCOMPARE(after->head.hash, begun->head.hash);
    QVERIFY(after->found.results.isEmpty());
    QCOMPARE(m_store->blob(blobOf("text").sha).error().kind, ErrorKind::NotFound);
    m_store->rollback();
    const Result<TableChanges> tables = m_store->changesSince(-1, start);
    VERIFY_OK(tables);
    QVERIFY(tables->settings.isEmpty());
    VERIFY_OK(append(*m_store, {{}}));
}

void TestStores::anEmptyBatchIsCommitted()
{
    const Result<LedgerHead> before = m_store->head();
    VERIFY_OK(before);
    VERIFY_OK(write(*m_store, {}));
    const Result<LedgerHead> after = m_store->head();
    VERIFY_OK(after);
    QCOMPARE(after->seq, before->seq);
    QCOMPARE(after->version, before->version);
}

void TestStores::lookUpsFindWhatIsStoredUnderTheLock()
{
    const ResultRow first {u"P1"_s, u"k1"_s, u"h1"_s, R"({"n":1})", start};
    ResultRow second = first;
    second.result = R"({"n":2})";
    const ResultRow third {u"P1"_s, u"k2"_s, u"h2"_s, "{}", start};
    // Within one batch the last one counts.
    VERIFY_OK(write(*m_store, {.results = {first, second, third},
                               .streams = {{u"P1"_s, u"page"_s, 5}, {u"P1"_s, u"page"_s, 7}, {u"P2"_s, u"page"_s, 1}},
                               .drafts = {draftOf(u"a"_s, "one", 1)}}));
    const LookUps wanted {.results = {{u"P1"_s, u"k1"_s}, {u"P1"_s, u"k2"_s}, {u"P2"_s, u"k1"_s}},
                          .streams = {{u"P1"_s, u"page"_s}, {u"P1"_s, u"other"_s}},
                          .drafts = {{u"P1"_s, u"a"_s}, {u"P1"_s, u"b"_s}}};
    const Result<Begun> begun = m_store->begin(wanted);
    VERIFY_OK(begun);
    QCOMPARE(begun->found.results.size(), 2);
    const ResultRow found = begun->found.results.value({u"P1"_s, u"k1"_s});
    QCOMPARE(found.result, second.result);
    QCOMPARE(found.requestHash, u"h1"_s);
    QCOMPARE(found.at, start);
    QCOMPARE(begun->found.streams.size(), 1);
    QCOMPARE(begun->found.streams.value({u"P1"_s, u"page"_s}), 7);
    QCOMPARE(begun->found.drafts.size(), 1);
    QCOMPARE(begun->found.drafts.value({u"P1"_s, u"a"_s}).rev, 1);
    VERIFY_OK(m_store->commit(
        {.expiredResults = {{u"P1"_s, u"k2"_s}, {u"P9"_s, u"k9"_s}}, .streams = {{u"P1"_s, u"page"_s, 9}}}));

    const Result<Begun> after = m_store->begin(wanted);
    VERIFY_OK(after);
    QCOMPARE(after->found.results.keys(), (QList<QPair<QString, QString>> {{u"P1"_s, u"k1"_s}}));
    QCOMPARE(after->found.streams.value({u"P1"_s, u"page"_s}), 9);
    m_store->rollback();
    const Result<QList<StreamRow>> streams = m_store->streams(u"P1"_s);
    VERIFY_OK(streams);
    QCOMPARE(streams->size(), 1);
    QCOMPARE(streams->first().acked, 9);
}

void TestStores::aDraftHoldsItsTextAndLetsGoOfTheOneBefore()
{
    const auto save = [this](const QList<QPair<QString, QByteArray>> &saved, qint64 rev) {
        Batch batch;
        for (const auto &[problem, source] : saved) {
            batch.blobs.append(blobOf(source));
            batch.drafts.append(draftOf(problem, source, rev));
        }
        return write(*m_store, batch);
    };
    const auto isKept = [this](const QByteArray &source) { return m_store->blob(sha256Hex(source)).isOk(); };

    VERIFY_OK(save({{u"a"_s, "one"}, {u"b"_s, "one"}}, 1));
    QCOMPARE(m_store->blob(sha256Hex("one")).value(), "one"_ba);
    VERIFY_OK(save({{u"a"_s, "two"}}, 2));
    QVERIFY(isKept("one")); // by b
    QVERIFY(isKept("two"));
    // Three saves of one draft in a batch: only the last stays; the same text twice is held once.
    VERIFY_OK(save({{u"b"_s, "three"}, {u"b"_s, "four"}, {u"b"_s, "four"}, {u"a"_s, "two"}}, 3));
    QVERIFY(!isKept("one"));
    QVERIFY(isKept("two"));
    QVERIFY(!isKept("three"));
    QVERIFY(isKept("four"));
    VERIFY_OK(save({{u"b"_s, ""}}, 4));
    QVERIFY(!isKept("four"));
    QCOMPARE(m_store->blob(sha256Hex("")).value(), QByteArray(""));

    const Result<QList<DraftRow>> drafts = m_store->drafts(u"P1"_s);
    VERIFY_OK(drafts);
    QCOMPARE(drafts->size(), 2);
    QCOMPARE(drafts->at(0).problem, u"a"_s);
    QCOMPARE(drafts->at(1).sourceSha, sha256Hex(""));
    QCOMPARE(drafts->at(1).rev, 4);
    QCOMPARE(m_store->drafts(u"P2"_s).value().size(), 0);
}

} // namespace Marathon

QTEST_GUILESS_MAIN(Marathon::TestStores)
#include "moc_TestStores.cpp"
