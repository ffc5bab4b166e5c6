#include "server/store/MigrationSteps.h"
#include "server/store/PostgresMigrations.h"
#include "server/store/PostgresStatements.h"
#include "server/store/PostgresStore.h"
#include "tests/store/StoreFixtures.h"
#include "tests/support/PrivateCluster.h"

#include <QFile>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>
#include <thread>

using namespace Marathon;
using namespace Marathon::StoreFixtures;

namespace {

const QString steps = u":/sql/postgres"_s;

/// The steps as they were released. They never change: databases out there have been through them.
struct ReleasedStep
{
    QLatin1StringView file;
    QLatin1StringView sha256;
};
constexpr std::array released {
    ReleasedStep {"0001_start.sql"_L1, "969fc972815f99ba1d1899c79fefc6aae7e32a87bf7e152bdfe055b46fd2c721"_L1},
    ReleasedStep {"0002_views.sql"_L1, "0a0dd684b80e3fc0eaf66235ffb9fc45fb4b486f37b0e81bf73dab3cc373eef9"_L1},
    ReleasedStep {"0003_peers.sql"_L1, "548cf18f8d5ee27d570f13cb3c74b91aa49dc933aa7d81facf4cea01c45d99b7"_L1},
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    return file.readAll();
}

} // namespace

/// Tables of the PostgreSQL store: who makes them, who may do what, and that each statement finds its index.
class TestPostgresRights : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_cluster = std::make_unique<PrivateCluster>(); }
    void cleanupTestCase() { m_cluster.reset(); }
    void init() { m_database = m_cluster->newDatabase(); }

    void aReleasedStepNeverChanges();
    void aLoginWithoutRightsIsToldWhatAnAdministratorRuns();
    void aServerNeedsNoMoreThanMarathonApp();
    void anAdministratorWhoIsNoSuperuserPrepares();
    void serversThatStartAtOnceMigrateOnce();
    void anInterruptedStepLeavesTheVersionBeforeWhole();
    void aDatabaseOfANewerProgramIsRefused();
    void theLedgerCannotBeChangedByAnybody_data();
    void theLedgerCannotBeChangedByAnybody();
    void aStrangerSeesNothing();
    void theViewsReadTheLedger();
    void eachStatementFindsItsIndex();
    void aClusterOfOnesOwnStartsAndStopsByOneCommand();

private:
    Result<std::unique_ptr<Store>> open(const QString &role = u"postgres"_s, StoreMode mode = StoreMode::ReadWrite)
    {
        return PostgresStore::open({.url = m_cluster->url(m_database, role)}, mode);
    }
    Result<void> migrate(const QString &folder)
    {
        const auto address = PostgresAddress::parse(m_cluster->url(m_database));
        const auto connection = PostgresConnection::open(*address, PostgresConnection::Statements::Plain);
        return connection ? migratePostgres(**connection, folder) : Result<void>(connection.error());
    }
    QString version() { return m_cluster->run(u"SELECT schema_version FROM marathon.store_state"_s, m_database); }

    std::unique_ptr<PrivateCluster> m_cluster;
    QString m_database;
};

void TestPostgresRights::aReleasedStepNeverChanges()
{
    QStringList names;
    for (const ReleasedStep &step : released) {
        names.append(QString(step.file));
        QVERIFY2(sha256Hex(contentOf(steps + u'/' + step.file)) == step.sha256,
                 qPrintable(step.file + u" was changed. Databases have been through it: write a new step instead."_s));
    }
    QVERIFY2(names == migrationSteps(steps),
             "A step is new. Add it to the table `released` here, with the SHA-256 of its file.");
    QCOMPARE(migrationSteps(QStringLiteral(MARATHON_SOURCE_DIR "/sql/postgres")), names);
}

void TestPostgresRights::aLoginWithoutRightsIsToldWhatAnAdministratorRuns()
{
    m_cluster->run(u"CREATE ROLE \"Hall server\" LOGIN"_s, m_database);
    const QString role = u"Hall%20server"_s;
    const auto refused = open(role);
    QVERIFY(!refused.isOk());
    QCOMPARE(refused.error().kind, ErrorKind::Unavailable);
    const QString message = refused.error().message;
    for (const QString &part :
         {u"marathon-server database prepare"_s, u"CREATE ROLE %I NOLOGIN"_s,
          u"GRANT marathon_owner, marathon_app TO \"Hall server\""_s, u"CREATE SCHEMA IF NOT EXISTS marathon"_s})
        QVERIFY2(message.contains(part), qPrintable(message));
    // What the message says is enough.
    const QStringList statements = statementsOf(message.section(u":\n"_s, 1));
    QCOMPARE(statements.size(), 3);
    for (const QString &statement : statements)
        m_cluster->run(statement, m_database);
    VERIFY_OK(open(role));
    QCOMPARE(version(), QString::number(migrationSteps(steps).size()));
}

void TestPostgresRights::aServerNeedsNoMoreThanMarathonApp()
{
    VERIFY_OK(preparePostgres({m_cluster->url(m_database)}));
    m_cluster->run(u"CREATE ROLE lean LOGIN"_s, m_database);
    const auto refused = open(u"lean"_s);
    QVERIFY(!refused.isOk());
    QVERIFY2(refused.error().message.contains(u"GRANT marathon_app TO lean"_s), qPrintable(refused.error().message));

    m_cluster->run(u"GRANT marathon_app TO lean"_s, m_database);
    const auto store = open(u"lean"_s);
    VERIFY_OK(store);
    VERIFY_OK((*store)->createContest(contest, u"First"_s, start));
    Batch batch {.privates = {{u"r"_s, u"P1"_s, "salt", u"text"_s}},
                 .blobs = {blobOf("one"), blobOf("one")},
                 .results = {{u"P1"_s, u"k"_s, u"h"_s, "{}", start}},
                 .streams = {{u"P1"_s, u"page"_s, 1}},
                 .drafts = {draftOf(u"a"_s, "one", 1), draftOf(u"b"_s, "one", 1)},
                 .sessions = {sessionOf(u"s1"_s)},
                 .people = {{u"P1"_s, u"Anna"_s}},
                 .staff = {{u"eva"_s, u"Eva"_s}},
                 .problems = {{.id = ProblemId(u"prime"_s)}},
                 .settings = {{u"one"_s, u"1"_s}},
                 .contestName = u"Renamed"_s,
                 .ledgerEpoch = u"e2"_s};
    VERIFY_OK(append(**store, {{}}, batch));
    batch.sessions.clear();
    batch.endedSessions = {SessionId(u"s1"_s)};
    batch.expiredResults = {{u"P1"_s, u"k"_s}};
    VERIFY_OK(append(**store, {{}}, batch));
    VERIFY_OK((*store)->changesSince(-1, start));
    VERIFY_OK((*store)->events(0, 10));
    VERIFY_OK(open(u"lean"_s, StoreMode::ReadOnly));
}

void TestPostgresRights::anAdministratorWhoIsNoSuperuserPrepares()
{
    VERIFY_OK(preparePostgres({m_cluster->url(m_database)})); // the roles are there, as in a second database
    const QString second = m_cluster->newDatabase();
    m_cluster->run(u"CREATE ROLE chief LOGIN CREATEROLE; ALTER DATABASE %1 OWNER TO chief; "
                   "GRANT marathon_owner, marathon_app TO chief WITH ADMIN OPTION"_s.arg(second),
                   second);
    m_database = second;
    VERIFY_OK(preparePostgres({m_cluster->url(second, u"chief"_s)}));
    VERIFY_OK(open(u"chief"_s));
    QCOMPARE(m_cluster->run(u"SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'marathon'"_s, second),
             u"marathon_owner"_s);
}

void TestPostgresRights::serversThatStartAtOnceMigrateOnce()
{
    std::array<Result<std::unique_ptr<Store>>, 3> stores {Error {}, Error {}, Error {}};
    std::array<std::thread, 3> threads;
    for (size_t index = 0; index < threads.size(); ++index)
        threads[index] = std::thread([&stores, index, this] { stores[index] = open(); });
    for (std::thread &thread : threads)
        thread.join();
    for (const auto &store : stores)
        VERIFY_OK(store);
    QCOMPARE(version(), QString::number(migrationSteps(steps).size()));
    QCOMPARE(m_cluster->run(u"SELECT count(*) FROM marathon.store_state"_s, m_database), u"1"_s);
}

void TestPostgresRights::anInterruptedStepLeavesTheVersionBeforeWhole()
{
    QTemporaryDir folder;
    const QStringList files = migrationSteps(steps) + QStringList {u"administrator.sql"_s};
    for (const QString &file : files)
        QVERIFY(QFile::copy(steps + u'/' + file, folder.filePath(file)));
    const int known = int(migrationSteps(steps).size());
    const QString next = folder.filePath(QString::number(known + 1).rightJustified(4, u'0') + u"_next.sql"_s);
    const auto writeStep = [&next](const QByteArray &script) {
        QFile file(next);
        return file.open(QIODevice::WriteOnly) && file.write(script) == script.size();
    };
    QVERIFY(
        writeStep("CREATE TABLE marathon.novelties (name TEXT);\n\nINSERT INTO marathon.no_such_table VALUES (1);\n"));
    const Result<void> failed = migrate(folder.path());
    QVERIFY(!failed.isOk());
    QCOMPARE(failed.error().kind, ErrorKind::Unavailable);
    QVERIFY2(failed.error().message.contains(u"_next.sql"_s) && failed.error().message.contains(u"no_such_table"_s),
             qPrintable(failed.error().message));
    QCOMPARE(version(), QString::number(known));
    QCOMPARE(m_cluster->run(u"SELECT to_regclass('marathon.novelties') IS NULL"_s, m_database), u"t"_s);

    QVERIFY(writeStep("CREATE TABLE marathon.novelties (name TEXT);\n"));
    VERIFY_OK(migrate(folder.path()));
    VERIFY_OK(migrate(folder.path()));
    QCOMPARE(version(), QString::number(known + 1));
    // This program does not know that step.
    QVERIFY(!open().isOk());
}

void TestPostgresRights::aDatabaseOfANewerProgramIsRefused()
{
    VERIFY_OK(open());
    m_cluster->run(u"UPDATE marathon.store_state SET schema_version = 99"_s, m_database);
    for (const StoreMode mode : {StoreMode::ReadWrite, StoreMode::ReadOnly}) {
        const auto store = open(u"postgres"_s, mode);
        QVERIFY(!store.isOk());
        QCOMPARE(store.error().kind, ErrorKind::Unavailable);
        QVERIFY2(store.error().message.contains(u"99"_s) && store.error().message.contains(u"Update the program"_s),
                 qPrintable(store.error().message));
    }
}

void TestPostgresRights::theLedgerCannotBeChangedByAnybody_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("reason");
    QTest::newRow("servers") << u"marathon_app"_s << u"permission denied"_s;
    QTest::newRow("the owner") << u"marathon_owner"_s << u"append-only"_s;
    QTest::newRow("a superuser") << u"postgres"_s << u"append-only"_s;
}

void TestPostgresRights::theLedgerCannotBeChangedByAnybody()
{
    QFETCH(QString, role);
    QFETCH(QString, reason);
    const auto store = open();
    VERIFY_OK(store);
    VERIFY_OK((*store)->createContest(contest, u"First"_s, start));
    VERIFY_OK(append(**store, {{}}));
    for (const QString &statement : {u"UPDATE marathon.ledger SET actor = 'nobody'"_s, u"DELETE FROM marathon.ledger"_s,
                                     u"TRUNCATE marathon.ledger"_s, u"TRUNCATE marathon.contests CASCADE"_s}) {
        const QString error = m_cluster->refusalOf(u"SET ROLE %1; %2"_s.arg(role, statement), m_database);
        QVERIFY2(error.contains(reason), qPrintable(statement + u": "_s + error));
    }
    VERIFY_OK(verifyChain(**store, contest));
    QCOMPARE((*store)->head().value().seq, 1);
}

void TestPostgresRights::aStrangerSeesNothing()
{
    const auto store = open();
    VERIFY_OK(store);
    VERIFY_OK((*store)->createContest(contest, u"First"_s, start));
    VERIFY_OK(append(**store, {{u"submission.judged"_s, u"P1"_s, u"{\"action_id\":\"a\"}"_s}},
                     {.people = {{u"P1"_s, u"Anna"_s}}, .settings = {{u"secret"_s, u"x"_s}}}));
    m_cluster->run(u"CREATE ROLE anon LOGIN"_s, m_database);
    const QStringList relations =
        m_cluster
            ->run(u"SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'marathon'::regnamespace AND c.relkind IN "
                  "('r', 'v')"_s,
                  m_database)
            .split(u'\n');
    QVERIFY(relations.size() > 15);
    for (const QString &relation : relations)
        QVERIFY(m_cluster->refusalOf(u"SELECT * FROM marathon."_s + relation, m_database, u"anon"_s)
                    .contains(u"permission denied"_s));
    // Even when a hosted database gives its public role every right by default.
    m_cluster->run(u"GRANT USAGE ON SCHEMA marathon TO anon; GRANT ALL ON ALL TABLES IN SCHEMA marathon TO anon; "
                   "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA marathon TO anon"_s,
                   m_database);
    for (const QString &relation : relations)
        QCOMPARE(m_cluster->run(u"SET ROLE anon; SELECT count(*) FROM marathon."_s + relation, m_database), u"0"_s);
    QVERIFY(m_cluster
                ->refusalOf(u"INSERT INTO marathon.settings (key, value, version) VALUES ('k', 'v', 1)"_s, m_database,
                            u"anon"_s)
                .contains(u"row-level security"_s));
    QCOMPARE(m_cluster->run(u"SET ROLE marathon_app; SELECT count(*) FROM marathon.actions"_s, m_database), u"1"_s);
}

void TestPostgresRights::theViewsReadTheLedger()
{
    const auto store = open();
    VERIFY_OK(store);
    VERIFY_OK((*store)->createContest(contest, u"First"_s, start));
    const auto rows = [this](const QString &sql) {
        return m_cluster->run(u"SET ROLE marathon_app; "_s + sql, m_database);
    };
    // A text with U+0000 or half a pair is legal JSON, which must not make a view unreadable.
    VERIFY_OK(append(
        **store,
        {{u"incident.recorded"_s, u"P1"_s,
          uR"({"incident_id":"i1","kind":"away.tab","phase":"open","round":1,"duration_ms":0,"points":0,"counted":false})"_s},
         {u"incident.recorded"_s, u"P1"_s,
          uR"({"incident_id":"i1","kind":"away.tab","phase":"closed","round":1,"duration_ms":12400,"points":3,"counted":true})"_s},
         {u"submission.received"_s, u"P2"_s,
          uR"({"submission_id":"s1","problem":"a","round":1,"language":"c\u0000\ud800"})"_s},
         {u"submission.judged"_s, u"P2"_s, uR"({"submission_id":"s1","verdict":"WA","points":0})"_s},
         {u"submission.judged"_s, u"P2"_s, uR"({"submission_id":"s1","verdict":"AC","points":20})"_s},
         {u"warning.issued"_s, u"P1"_s, uR"({"action_id":"a1"})"_s}}));
    QCOMPARE(rows(u"SELECT participant_id, kind, phase, duration_ms, points, counted, seq FROM marathon.violations"_s),
             u"P1|away.tab|closed|12400|3|t|2"_s);
    QCOMPARE(rows(u"SELECT participant_id, submission_id, problem, verdict, language FROM marathon.submissions"_s),
             u"P2|s1|a|AC|c\uFFFD\uFFFD"_s);
    QCOMPARE(rows(u"SELECT verdict, points FROM marathon.standings_source ORDER BY seq"_s), u"WA|0\nAC|20"_s);
    QCOMPARE(rows(u"SELECT type, participant_id, action_id FROM marathon.actions"_s), u"warning.issued|P1|a1"_s);
}

void TestPostgresRights::eachStatementFindsItsIndex()
{
    VERIFY_OK(open());
    m_cluster->run(
        u"SET session_replication_role = replica; " // no checks of references
        "INSERT INTO marathon.contests (contest_id, name, created_at, ledger_epoch, last_hash) "
        "VALUES ('c1', 'Large', '2026', 'e', ''); "
        "INSERT INTO marathon.ledger SELECT 'c1', n, '2026', CASE n % 10 WHEN 0 THEN 'tick' ELSE 'incident.recorded' "
        "END, "
        "1, 'page', CASE n % 50 WHEN 0 THEN '' ELSE 'P' || n % 350 END, '{}', '' FROM generate_series(1, 1000000) n; "
        "INSERT INTO marathon.private_texts SELECT 'ref' || n, 'c1', 'P' || n % 350, '', 'x' FROM generate_series(1, "
        "50000) n; "
        "INSERT INTO marathon.command_results SELECT 'P' || n % 350, 'k' || n, 'h', '{}', '2026' FROM "
        "generate_series(1, 50000) n; "
        "INSERT INTO marathon.blobs SELECT 'sha' || n, 'x', 1 FROM generate_series(1, 20000) n; "
        "INSERT INTO marathon.drafts SELECT 'c1', 'P' || n / 4, 'p' || n % 4, 'c', 'sha' || n, 1, 1, '2026' FROM "
        "generate_series(1, 20000) n; "
        "INSERT INTO marathon.client_streams SELECT 'c1', 'P' || n, 'page', 1 FROM generate_series(1, 20000) n; "
        "INSERT INTO marathon.sessions SELECT 't' || n, 's' || n, 'participant', 'P' || n, 'c1', '2026', '2027', "
        "false, "
        "n FROM generate_series(1, 20000) n; "
        "INSERT INTO marathon.people SELECT 'c1', 'P' || n, 'x', '', '', '', '', '', '', n FROM generate_series(1, "
        "20000) n; ANALYZE"_s,
        m_database);
    const QStringList large {u"ledger"_s, u"private_texts"_s,  u"command_results"_s, u"blobs"_s,
                             u"drafts"_s, u"client_streams"_s, u"sessions"_s,        u"people"_s};
    QString script = u"SET plan_cache_mode = force_generic_plan; "_s;
    static const QRegularExpression parameter(u"\\$(\\d+)"_s);
    for (int index = 0; index < postgresStatementCount; ++index) {
        const QString text = QString::fromUtf8(textOf(PostgresStatement(index)));
        int count = 0;
        for (auto match = parameter.globalMatch(text); match.hasNext();)
            count = std::max(count, match.next().captured(1).toInt());
        const QString values = count ? u'(' + QStringList(count, u"NULL"_s).join(u',') + u')' : QString();
        script += u"PREPARE s%1 AS %2; EXPLAIN EXECUTE s%1%3; SELECT '==';"_s.arg(index).arg(text, values);
    }
    const QStringList plans = m_cluster->run(script, m_database).split(u"=="_s);
    QCOMPARE(plans.size(), postgresStatementCount + 1);
    for (int index = 0; index < postgresStatementCount; ++index) {
        for (const QString &table : large)
            QVERIFY2(!plans[index].contains(QRegularExpression(u"Seq Scan on "_s + table + u"\\b"_s)),
                     qPrintable(QString::fromUtf8(textOf(PostgresStatement(index))) + plans[index]));
    }
    // Sparse or dense, both walks of a participant's events are along the index.
    const QString eventsFor = plans[int(PostgresStatement::EventsFor)];
    QCOMPARE(eventsFor.count(u"ledger_by_participant"_s), 2);
}

void TestPostgresRights::aClusterOfOnesOwnStartsAndStopsByOneCommand()
{
    QTcpServer port;
    QVERIFY(port.listen(QHostAddress::LocalHost));
    const QString number = QString::number(port.serverPort());
    port.close();
    QTemporaryDir folder;
    const auto command = [&folder](const QStringList &words) {
        QProcess process;
        process.start(QStringLiteral(MARATHON_SOURCE_DIR "/packaging/linux/private-cluster"),
                      QStringList {words.first(), folder.path()} + words.mid(1));
        process.waitForFinished(60000);
        return QString::fromUtf8(process.readAllStandardOutput()).trimmed() + QString(process.exitCode(), u'!');
    };
    QCOMPARE(command({u"start"_s, number}), QString());
    QCOMPARE(command({u"start"_s, number}), QString()); // it runs already
    const QString url = command({u"url"_s, u"tcp"_s});
    QVERIFY2(url.contains(u"@127.0.0.1:"_s + number), qPrintable(url));
    VERIFY_OK(PostgresStore::open({.url = url}, StoreMode::ReadWrite));
    VERIFY_OK(PostgresStore::open({.url = command({u"url"_s})}, StoreMode::ReadOnly));

    QString wrong = url;
    wrong.replace(QRegularExpression(u"postgres:[^@]+@"_s), u"postgres:guessed-it@"_s);
    const auto refused = PostgresStore::open({.url = wrong}, StoreMode::ReadOnly);
    QVERIFY(!refused.isOk());
    QVERIFY2(refused.error().message.contains(u"password"_s) && !refused.error().message.contains(u"guessed-it"_s),
             qPrintable(refused.error().message));

    QCOMPARE(command({u"stop"_s}), QString());
    QCOMPARE(command({u"pid"_s}), QString());
    const auto gone = PostgresStore::open({.url = url}, StoreMode::ReadWrite);
    QVERIFY(!gone.isOk());
    QCOMPARE(gone.error().kind, ErrorKind::Unavailable);
    QVERIFY2(gone.error().message.contains(u"127.0.0.1:"_s + number), qPrintable(gone.error().message));
}

QTEST_GUILESS_MAIN(TestPostgresRights)
#include "test_postgres_rights.moc"
