#include "server/store/PostgresStore.h"
#include "server/store/SqliteStore.h"
#include "tests/store/StoreFixtures.h"
#include "tests/support/PgBouncer.h"
#include "tests/support/PrivateCluster.h"

#include <QTemporaryDir>

using namespace Marathon;
using namespace Marathon::StoreFixtures;

namespace {

enum class Kind { Sqlite, Postgres, Pooled };

} // namespace

/// What every store promises, asked of each.
class TestStores : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_cluster = std::make_unique<PrivateCluster>(); }
    void cleanupTestCase()
    {
        m_pooler.reset();
        m_cluster.reset();
    }
    void init();
    void cleanup();

    void anEmptyPlaceHasNoContest_data() { kinds(); }
    void anEmptyPlaceHasNoContest();
    void theNewestContestIsTheOneWorkedOn_data() { kinds(); }
    void theNewestContestIsTheOneWorkedOn();
    void aBatchIsThereAsAWholeAndChained_data() { kinds(); }
    void aBatchIsThereAsAWholeAndChained();
    void nothingStaysOfABatchThatFailsOrIsRolledBack_data() { kinds(); }
    void nothingStaysOfABatchThatFailsOrIsRolledBack();
    void anEmptyBatchIsCommitted_data() { kinds(); }
    void anEmptyBatchIsCommitted();
    void lookUpsFindWhatIsStoredUnderTheLock_data() { kinds(); }
    void lookUpsFindWhatIsStoredUnderTheLock();
    void aDraftHoldsItsTextAndLetsGoOfTheOneBefore_data() { kinds(); }
    void aDraftHoldsItsTextAndLetsGoOfTheOneBefore();
    void endedAndExpiredSessionsAreNotRead_data() { kinds(); }
    void endedAndExpiredSessionsAreNotRead();
    void tablesAreReadAsTheyWereWritten_data() { kinds(); }
    void tablesAreReadAsTheyWereWritten();
    void eventsComeInPagesAndInOrder_data() { kinds(); }
    void eventsComeInPagesAndInOrder();
    void eventsOfOneParticipantComeWithThoseOfNobody_data() { kinds(); }
    void eventsOfOneParticipantComeWithThoseOfNobody();
    void everyTextArrivesAsItWas_data() { kinds(); }
    void everyTextArrivesAsItWas();
    void fiveHundredEntriesWithLargeTextsAreOneBatch_data() { kinds(); }
    void fiveHundredEntriesWithLargeTextsAreOneBatch();

private:
    static void kinds();
    static StoreFactory postgres(const PostgresOptions &options)
    {
        return [options](StoreMode mode) { return PostgresStore::open(options, mode); };
    }
    std::unique_ptr<Store> open(StoreMode mode = StoreMode::ReadWrite);

    std::unique_ptr<PrivateCluster> m_cluster;
    std::unique_ptr<PgBouncer> m_pooler;
    std::unique_ptr<QTemporaryDir> m_folder;
    StoreFactory m_factory;
    std::unique_ptr<Store> m_store; ///< with a contest
};

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
    const Result<void> done = m_store->commit(batch);
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

void TestStores::endedAndExpiredSessionsAreNotRead()
{
    VERIFY_OK(write(*m_store, {.sessions = {sessionOf(u"kept"_s), sessionOf(u"ended"_s),
                                            sessionOf(u"short"_s, start + std::chrono::minutes(10))}}));
    VERIFY_OK(write(*m_store, {.endedSessions = {SessionId(u"ended"_s), SessionId(u"unknown"_s)}}));
    const Result<TableChanges> early = m_store->changesSince(-1, start);
    VERIFY_OK(early);
    QCOMPARE(early->sessions.size(), 2);
    const Result<TableChanges> late = m_store->changesSince(-1, start + std::chrono::minutes(20));
    VERIFY_OK(late);
    QCOMPARE(late->sessions.size(), 1);
    QVERIFY(late->endedSessions.isEmpty());
    const SessionRow kept = late->sessions.first();
    QCOMPARE(kept.session.toString(), u"kept"_s);
    QCOMPARE(kept.tokenHash, u"token-kept"_s);
    QCOMPARE(kept.role, Role::Participant);
    QCOMPARE(kept.expiresAt, start + std::chrono::hours(12));
}

void TestStores::tablesAreReadAsTheyWereWritten()
{
    ProblemContent problem {.id = ProblemId(u"prime"_s), .title = u"Primes"_s};
    problem.tests.append({u"g1"_s, u"01"_s, u"in"_s, u"out"_s, true});
    VERIFY_OK(write(*m_store, {.people = {{u"P2"_s, u"Ben"_s}, {u"P1"_s, u"Anna"_s, u"a@example.org"_s}},
                               .staff = {{u"eva"_s, u"Eva"_s, Role::Proctor, {u"H1"_s, u"H \"2\""_s}, u"hash"_s}},
                               .problems = {problem},
                               .settings = {{u"one"_s, u"1"_s}}}));
    problem.revision = 2;
    VERIFY_OK(write(*m_store, {.people = {{u"P1"_s, u"Wrong"_s}, {u"P1"_s, u"Änne"_s, u"b@example.org"_s}},
                               .problems = {problem},
                               .settings = {{u"one"_s, u"uno"_s}, {u"two"_s, QString()}},
                               .contestName = u"Renamed"_s}));
    const Result<TableChanges> tables = m_store->changesSince(-1, start);
    VERIFY_OK(tables);
    QCOMPARE(tables->people.size(), 2);
    QCOMPARE(tables->people.first().name, u"Änne"_s);
    QCOMPARE(tables->people.first().email, u"b@example.org"_s);
    QCOMPARE(tables->staff.size(), 1);
    QCOMPARE(tables->staff.first().role, Role::Proctor);
    QCOMPARE(tables->staff.first().halls, (QSet<QString> {u"H1"_s, u"H \"2\""_s}));
    QCOMPARE(tables->problems.size(), 2);
    QCOMPARE(tables->problems.last().revision, 2);
    QCOMPARE(tables->problems.last().tests.value(0).inputSha, u"in"_s);
    QCOMPARE(tables->settings, (QMap<QString, QString> {{u"one"_s, u"uno"_s}, {u"two"_s, u""_s}}));
}

void TestStores::eventsComeInPagesAndInOrder()
{
    VERIFY_OK(append(*m_store, QList<EventContent>(25)));
    QList<qint64> numbers;
    for (qint64 after = 0; after < 25;) {
        const Result<QList<LedgerRow>> page = m_store->events(after, 10);
        VERIFY_OK(page);
        QVERIFY(!page->isEmpty() && page->size() <= 10);
        for (const LedgerRow &row : *page)
            numbers.append(row.seq);
        after = numbers.last();
    }
    QCOMPARE(numbers.size(), 25);
    QVERIFY(std::is_sorted(numbers.begin(), numbers.end()));
    QCOMPARE(m_store->events(25, 10).value().size(), 0);
}

void TestStores::eventsOfOneParticipantComeWithThoseOfNobody()
{
    VERIFY_OK(append(*m_store, {{u"round.started"_s, QString()},
                                {u"incident.recorded"_s, u"P1"_s},
                                {u"incident.recorded"_s, u"P2"_s},
                                {u"warning.issued"_s, u"P1"_s},
                                {u"round.ended"_s, QString()},
                                {u"incident.recorded"_s, u"P1"_s}}));
    const auto found = [this](const QString &participant, const QStringList &types, qint64 after, int limit) {
        QList<qint64> numbers;
        const Result<QList<LedgerRow>> rows = m_store->eventsFor(participant, types, after, limit);
        if (!rows)
            qWarning("%s", qPrintable(rows.error().message));
        for (const LedgerRow &row : rows ? *rows : QList<LedgerRow>())
            numbers.append(row.seq);
        return numbers;
    };
    const QStringList all {u"round.started"_s, u"round.ended"_s, u"incident.recorded"_s, u"warning.issued"_s};
    QCOMPARE(found(u"P1"_s, all, 0, 100), (QList<qint64> {1, 2, 4, 5, 6}));
    QCOMPARE(found(u"P1"_s, all, 1, 3), (QList<qint64> {2, 4, 5}));
    QCOMPARE(found(u"P1"_s, {u"incident.recorded"_s}, 0, 100), (QList<qint64> {2, 6}));
    QCOMPARE(found(QString(), all, 0, 100), (QList<qint64> {1, 5}));
    QCOMPARE(found(u"P1"_s, {}, 0, 100), QList<qint64>());
}

void TestStores::everyTextArrivesAsItWas()
{
    const QStringList texts {u"plain"_s,
                             u""_s,
                             QString(),
                             u"NULL"_s,
                             u"quotes \" ' ` and \\ and \\\\ and \\x41"_s,
                             u"{braces, commas; {}}"_s,
                             u"lines\nand\r\ntabs\t\v\x01\x7f"_s,
                             u"ünïcödé \u4f60\u597d \u05e9\u05dc\u05d5\u05dd \U0001F9EA \uFFFF \u200f$1 %s :login"_s};
    Batch batch;
    QSet<QString> refs;
    for (qsizetype index = 0; index < texts.size(); ++index) {
        const QString number = QString::number(index);
        batch.privates.append({u"ref-"_s + number, u"P1"_s, QByteArray::fromHex("00ff5c2722"), texts[index]});
        batch.results.append({u"P1"_s + texts[index], u"k"_s + number, texts[index], texts[index].toUtf8(), start});
        batch.settings.insert(number, texts[index]);
        refs.insert(u"ref-"_s + number);
    }
    // A reference that is there already keeps its text.
    batch.privates.append({u"ref-0"_s, u"P1"_s, "salt", u"another"_s});
    QByteArray bytes;
    for (int byte = 0; byte < 256; ++byte)
        bytes.append(char(byte));
    batch.blobs.append(blobOf(bytes));
    QList<EventContent> events;
    for (const QString &text : texts)
        events.append({text, text, text, text});
    VERIFY_OK(append(*m_store, events, batch));

    refs.insert(u"unknown"_s);
    const auto privates = m_store->privateTexts(refs);
    VERIFY_OK(privates);
    QCOMPARE(privates->size(), texts.size());
    const Result<TableChanges> tables = m_store->changesSince(-1, start);
    VERIFY_OK(tables);
    const Result<QList<LedgerRow>> rows = m_store->events(0, 100);
    VERIFY_OK(rows);
    for (qsizetype index = 0; index < texts.size(); ++index) {
        const QString number = QString::number(index);
        const QString wanted = texts[index].isNull() ? u""_s : texts[index];
        QCOMPARE(privates->value(u"ref-"_s + number), wanted);
        QCOMPARE(tables->settings.value(number), wanted);
        QCOMPARE(rows->at(index).type, wanted);
        QCOMPARE(rows->at(index).actor, wanted);
        QCOMPARE(rows->at(index).participant, wanted);
        QCOMPARE(rows->at(index).body, wanted.toUtf8());
        const Result<Begun> begun = m_store->begin({.results = {{u"P1"_s + wanted, u"k"_s + number}}});
        VERIFY_OK(begun);
        QCOMPARE(begun->found.results.value({u"P1"_s + wanted, u"k"_s + number}).result, wanted.toUtf8());
        m_store->rollback();
    }
    QCOMPARE(m_store->privateTexts({}).value().size(), 0);
    QCOMPARE(m_store->blob(sha256Hex(bytes)).value(), bytes);
    VERIFY_OK(verifyChain(*m_store, contest));
}

void TestStores::fiveHundredEntriesWithLargeTextsAreOneBatch()
{
    constexpr int count = 500;
    constexpr qsizetype size = 200 * 1024;
    Batch batch;
    for (int index = 0; index < count; ++index) {
        QByteArray bytes(size, char('a' + index % 26));
        bytes.replace(0, 8, QByteArray::number(10000000 + index));
        batch.blobs.append(blobOf(bytes));
        batch.results.append({u"P1"_s, QString::number(index), u"h"_s, "{}", start});
    }
    VERIFY_OK(append(*m_store, QList<EventContent>(count), batch));
    for (const int index : {0, 250, count - 1})
        QCOMPARE(m_store->blob(batch.blobs[index].sha).value(), batch.blobs[index].bytes);
    const Result<ChainReport> report = verifyChain(*m_store, contest);
    VERIFY_OK(report);
    QCOMPARE(report->entries, count);
}

QTEST_GUILESS_MAIN(TestStores)
#include "test_stores.moc"
