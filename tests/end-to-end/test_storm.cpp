#include "tests/end-to-end/Hall.h"
#include "tests/support/PrivateCluster.h"

#include <QFile>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int participantCount = 350;
constexpr std::chrono::milliseconds backTarget {10'000};

/// How many processes are killed; MARATHON_STORM_KILLS says another number.
int killCount()
{
    bool ok = false;
    const int said = qEnvironmentVariableIntValue("MARATHON_STORM_KILLS", &ok);
    return ok && said > 0 ? said : 15;
}

/// An nginx with the project's example, on a port of its own.
class Balancer
{
public:
    Balancer(QList<quint16> servers)
        : m_port(freePort())
        , m_servers(std::move(servers))
    {}
    ~Balancer() { kill(); }

    void start()
    {
        QStringList arguments {u"start"_s, m_folder.path(), QString::number(m_port)};
        for (const quint16 port : m_servers)
            arguments.append(QString::number(port));
        const QByteArray said = run(arguments);
        if (!said.isEmpty())
            qWarning("%s", said.constData());
    }
    /// Master and worker, without a chance to say goodbye.
    void kill()
    {
        const pid_t master = pid_t(run({u"pid"_s, m_folder.path()}).trimmed().toInt());
        if (master <= 1)
            return;
        // The master leads a group of its own, since nginx becomes a daemon by setsid().
        ::kill(-master, SIGKILL);
        QFile::remove(m_folder.filePath(u"nginx.pid"_s));
    }
    QUrl url() const { return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port)); }

private:
    static QByteArray run(const QStringList &arguments)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral(MARATHON_SOURCE_DIR) + u"/packaging/linux/private-balancer"_s, arguments);
        process.waitForFinished(10'000);
        return process.readAll();
    }

    QTemporaryDir m_folder;
    quint16 m_port;
    QList<quint16> m_servers;
};

} // namespace

/// 350 participants at 70 incidents a second on two servers behind a balancer, while servers, sessions of the database,
/// the whole database and the balancer are killed in random order: nothing that was acknowledged is lost, nothing is
/// doubled, no staff stream has a gap, and everybody is back soon.
class TestStorm final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void nothingAcknowledgedIsLostInAStorm();

private:
    enum class Victim { ServerA, ServerB, Session, Database, Balancer };
    void strike(Victim victim);
    static const char *nameOf(Victim victim);

    std::unique_ptr<PrivateCluster> m_cluster;
    QString m_database;
    std::array<std::unique_ptr<ServerUnderTest>, 2> m_servers;
    std::unique_ptr<Balancer> m_balancer;
    std::optional<Hall> m_hall;
};

void TestStorm::initTestCase()
{
    const QString program = QStringLiteral(MARATHON_BIN_DIR) + u"/marathon-server"_s;
    QVERIFY2(QFile::exists(program), qPrintable(program + u" is not built."_s));
    m_cluster = std::make_unique<PrivateCluster>(PrivateCluster::Durability::Durable);
    m_database = m_cluster->newDatabase();
    QList<quint16> ports;
    for (auto &server : m_servers) {
        server = std::make_unique<ServerUnderTest>(program, m_cluster->url(m_database));
        ports.append(server->port());
    }
    m_balancer = std::make_unique<Balancer>(ports);
    Result<Hall> hall = Hall::make(participantCount);
    QVERIFY2(hall.isOk(), qPrintable(hall.isOk() ? QString() : hall.error().message));
    m_hall = std::move(*hall);
    const Result<void> prepared = m_hall->prepare(*m_servers[0]);
    QVERIFY2(prepared.isOk(), qPrintable(prepared.isOk() ? QString() : prepared.error().message));
    for (auto &server : m_servers) {
        server->start({u"--trusted-proxies"_s, u"127.0.0.1"_s});
        const auto serving = server->waitUntilServing(30s);
        QVERIFY2(serving.isOk(), qPrintable(serving.isOk() ? QString() : serving.error().message));
    }
    m_balancer->start();
}

const char *TestStorm::nameOf(Victim victim)
{
    static constexpr std::array names {"server A", "server B", "a session of the database", "the database",
                                       "the balancer"};
    return names[std::size_t(victim)];
}

void TestStorm::strike(Victim victim)
{
    switch (victim) {
    case Victim::ServerA:
    case Victim::ServerB: {
        ServerUnderTest &server = *m_servers[victim == Victim::ServerA ? 0 : 1];
        server.kill();
        server.start({u"--trusted-proxies"_s, u"127.0.0.1"_s});
        return;
    }
    case Victim::Session:
        return m_cluster->endSessions(m_database);
    case Victim::Database:
        m_cluster->crash();
        return m_cluster->start();
    case Victim::Balancer:
        m_balancer->kill();
        return m_balancer->start();
    }
}

void TestStorm::nothingAcknowledgedIsLostInAStorm()
{
    Tally observed;
    StaffObserver observer(m_balancer->url(), u"admin"_s, QString(Hall::adminPassword));
    QSignalSpy observerReady(&observer, &StaffObserver::ready);
    QObject context;
    connect(&observer, &StaffObserver::failed, &context, [&observed](const QString &what) { observed.fail(what); });
    connect(&observer, &StaffObserver::refused, &context, [](const QString &why) { QFAIL(qPrintable(why)); });
    observer.start();
    QVERIFY(observerReady.wait(30'000));

    Scenario scenario {.server = m_balancer->url(),
                       .rates = {.incidents = 12, .drafts = 6, .runs = 0, .submissions = 1},
                       .awaitsJudge = false,
                       .reconnect = {.base = 50ms, .spread = 400ms, .cap = 2'000ms}};
    scenario.badUntil = 60s;
    Crowd crowd(scenario, m_hall->fixes(), m_hall->people());
    crowd.setPatience(120s);
    crowd.start(10);
    QTRY_COMPARE_WITH_TIMEOUT(crowd.online(), participantCount, 300'000);

    const QMap<QString, qint64> earlier = crowd.tally().failuresByText;
    const quint32 seed = QRandomGenerator::global()->generate();
    const int kills = killCount();
    qInfo("%d kills, seed %u", kills, seed);
    QRandomGenerator random(seed);
    QMap<Victim, std::chrono::milliseconds> slowest;
    for (int kill = 0; kill < kills; ++kill) {
        runFor(std::chrono::milliseconds(random.bounded(100, 1'500)));
        const auto victim = Victim(random.bounded(5));
        const auto begin = std::chrono::steady_clock::now();
        strike(victim);
        const auto since = [begin] {
            return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
        };
        // Long enough for the loss to be noticed, so that "everybody is online" is not the state of before.
        runFor(300ms);
        bool isSlow = false;
        while (crowd.online() < participantCount && since() < 30s) {
            runFor(20ms);
            if (since() > 4s && !std::exchange(isSlow, true)) {
                qInfo("kill %d, %s: %d online after 4 s", kill, nameOf(victim), crowd.online());
                if (qEnvironmentVariableIsSet("MARATHON_STORM_LOOK"))
                    QProcess::execute(u"sh"_s, {u"-c"_s, qEnvironmentVariable("MARATHON_STORM_LOOK")});
            }
        }
        slowest[victim] = std::max(slowest[victim], since());
        QVERIFY2(crowd.online() == participantCount, nameOf(victim));
    }
    for (auto entry = slowest.begin(); entry != slowest.end(); ++entry)
        qInfo("after %s everybody was back within %lld ms", nameOf(entry.key()), qint64(entry->count()));

    QSignalSpy settled(&crowd, &Crowd::settled);
    QSignalSpy draftsChecked(&crowd, &Crowd::draftsChecked);
    crowd.stopWorking();
    QVERIFY(settled.wait(130'000));
    crowd.checkDrafts();
    QVERIFY(draftsChecked.wait(120'000));
    const Exports exports = fetchExports(observer, 120s);
    QVERIFY2(exports.errors.isEmpty(), qPrintable(exports.errors.join(u'\n')));
    crowd.close();
    observer.close();

    const Findings found = reckon(crowd.records(), observer.log(), exports, momentNow(), 0);
    qInfo("%lld incidents and %lld submissions acknowledged, %lld reconnects, %lld events repeated",
          found.acceptedIncidents, found.acceptedSubmissions, found.reconnects, found.repeated);
    QVERIFY2(found.lost.isEmpty(), qPrintable(firstOf(found.lost)));
    QVERIFY2(found.duplicated.isEmpty(), qPrintable(firstOf(found.duplicated)));
    Tally tally = crowd.tally();
    tally.add(observed);
    QCOMPARE(unexpectedFailures(tally, earlier), QStringList());
    QCOMPARE(crowd.lostDrafts(), qint64(0));
    QCOMPARE(found.acknowledgement.unanswered, qint64(0));
    QVERIFY2(found.acceptedIncidents > participantCount * 2, "too little was going on");
    QVERIFY2(found.repeated > 0, "no kill hit an event on its way");
    for (auto entry = slowest.begin(); entry != slowest.end(); ++entry)
        QVERIFY2(*entry < backTarget, nameOf(entry.key()));

    for (auto &server : m_servers) {
        const Result<int> exitCode = server->stop();
        QVERIFY2(exitCode.isOk(), qPrintable(exitCode.isOk() ? QString() : exitCode.error().message));
        QCOMPARE(*exitCode, 0);
    }
    const Result<QByteArray> verified = m_servers[0]->command({u"verify"_s});
    QVERIFY2(verified.isOk(), qPrintable(verified.isOk() ? QString() : verified.error().message));
    qInfo("%s", verified->constData());
}

QTEST_GUILESS_MAIN(TestStorm)
#include "test_storm.moc"
