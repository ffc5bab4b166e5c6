#include "tests/end-to-end/Hall.h"

#include <QFile>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int participantCount = 350;
constexpr int killCount = 20;
constexpr std::chrono::seconds restartTarget {5}; // product.md: restart to serving

} // namespace

/// Nothing that was acknowledged is lost, and nothing is stored twice, however often the server is killed with SIGKILL
/// in the middle of its work. The participants' own books are the judge.
class TestKill9 final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void acknowledgedEventsOutliveSigkill();

private:
    std::unique_ptr<ServerUnderTest> m_server;
    std::optional<Hall> m_hall;
};

void TestKill9::initTestCase()
{
    const QString program = QStringLiteral(MARATHON_BIN_DIR) + u"/marathon-server"_s;
    QVERIFY2(QFile::exists(program), qPrintable(program + u" is not built."_s));
    m_server = std::make_unique<ServerUnderTest>(program);
    Result<Hall> hall = Hall::make(participantCount);
    QVERIFY2(hall.isOk(), qPrintable(hall.isOk() ? QString() : hall.error().message));
    m_hall = std::move(*hall);
    const Result<void> prepared = m_hall->prepare(*m_server);
    QVERIFY2(prepared.isOk(), qPrintable(prepared.isOk() ? QString() : prepared.error().message));
}

void TestKill9::acknowledgedEventsOutliveSigkill()
{
    m_server->start();
    const auto serving = m_server->waitUntilServing(30s);
    QVERIFY2(serving.isOk(), qPrintable(serving.isOk() ? QString() : serving.error().message));

    Tally observed;
    StaffObserver observer(m_server->url(), u"admin"_s, QString(Hall::adminPassword));
    QSignalSpy observerReady(&observer, &StaffObserver::ready);
    QObject context;
    connect(&observer, &StaffObserver::failed, &context, [&observed](const QString &what) { observed.fail(what); });
    connect(&observer, &StaffObserver::refused, &context, [](const QString &why) { QFAIL(qPrintable(why)); });
    observer.start();
    QVERIFY(observerReady.wait(30'000));

    // Short waits: between two kills everybody shall be back and at work.
    Scenario scenario {.server = m_server->url(),
                       .rates = {.incidents = 12, .drafts = 6, .runs = 0, .submissions = 1},
                       .awaitsJudge = false,
                       .reconnect = {.base = 50ms, .spread = 400ms, .cap = 2'000ms}};
    scenario.badUntil = 60s;
    Crowd crowd(scenario, m_hall->fixes(), m_hall->people());
    crowd.setPatience(120s);
    crowd.start(10);
    QTRY_COMPARE_WITH_TIMEOUT(crowd.online(), participantCount, 300'000);

    // How fast people sign in is not the question here; from now on every failure is.
    const QMap<QString, qint64> earlier = crowd.tally().failuresByText;
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("kills at random moments, seed %u", seed);
    QRandomGenerator random(seed);
    std::chrono::milliseconds slowest {0};
    for (int kill = 0; kill < killCount; ++kill) {
        runFor(std::chrono::milliseconds(random.bounded(200, 4'000)));
        m_server->kill();
        m_server->start();
        const auto restarted = m_server->waitUntilServing(30s);
        QVERIFY2(restarted.isOk(), qPrintable(restarted.isOk() ? QString() : restarted.error().message));
        slowest = std::max(slowest, *restarted);
    }
    QTRY_COMPARE_WITH_TIMEOUT(crowd.online(), participantCount, 60'000);

    QSignalSpy settled(&crowd, &Crowd::settled);
    QSignalSpy draftsChecked(&crowd, &Crowd::draftsChecked);
    crowd.stopWorking();
    QVERIFY(settled.wait(130'000));
    crowd.checkDrafts();
    QVERIFY(draftsChecked.wait(120'000));

    const Exports exports = fetchExports(observer, 120s);
    QCOMPARE(exports.errors, QStringList());
    crowd.close();
    observer.close();

    const Findings found = reckon(crowd.records(), observer.log(), exports, momentNow(), 0);
    qInfo("%lld incidents and %lld submissions acknowledged, %lld reconnects, %lld events repeated, slowest restart "
          "%lld ms",
          found.acceptedIncidents, found.acceptedSubmissions, found.reconnects, found.repeated,
          qint64(slowest.count()));
    QVERIFY2(found.lost.isEmpty(), qPrintable(firstOf(found.lost)));
    QVERIFY2(found.duplicated.isEmpty(), qPrintable(firstOf(found.duplicated)));
    QCOMPARE(crowd.lostDrafts(), qint64(0));
    QCOMPARE(found.acknowledgement.unanswered, qint64(0));
    Tally tally = crowd.tally();
    tally.add(observed);
    QCOMPARE(unexpectedFailures(tally, earlier), QStringList());
    // The kills must have hit work, or nothing was shown.
    QVERIFY2(found.acceptedIncidents > participantCount * 4, "too little was going on");
    QVERIFY2(found.acceptedSubmissions > participantCount / 4, "too little was handed in");
    QVERIFY2(found.repeated > 0, "no kill hit an event on its way");
    QVERIFY2(slowest < restartTarget, "a restart took too long");

    const Result<int> exitCode = m_server->stop();
    QVERIFY2(exitCode.isOk(), qPrintable(exitCode.isOk() ? QString() : exitCode.error().message));
    QCOMPARE(*exitCode, 0);
    const Result<QByteArray> verified = m_server->command({u"verify"_s});
    QVERIFY2(verified.isOk(), qPrintable(verified.isOk() ? QString() : verified.error().message));
    qInfo("%s", verified->constData());
}

QTEST_GUILESS_MAIN(TestKill9)
#include "test_kill9.moc"
