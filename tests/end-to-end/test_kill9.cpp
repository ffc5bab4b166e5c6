#include "tests/end-to-end/ServerUnderTest.h"
#include "tests/load/Crowd.h"
#include "tests/load/Reckoning.h"
#include "tests/load/StaffObserver.h"

#include <QFile>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int participantCount = 350;
constexpr int killCount = 20;
constexpr std::chrono::seconds restartTarget {5}; // product.md: restart to serving
const QString adminPassword = u"marching-Otters-9-lanterns"_s;

QString passwordOf(int number)
{
    return u"Kq7-wren-%1"_s.arg(number, 3, 10, QLatin1Char('0'));
}

/// What may fail while a server is killed: connections break and requests find nobody. Anything that a living server
/// said is not among it.
bool isOutage(const QString &failure)
{
    static const QRegularExpression answered(u": [1-5]\\d\\d( |$)"_s);
    if (failure.startsWith(u"socket lost"_s) || failure.startsWith(u"staff socket lost"_s))
        return true;
    return failure.contains(u" /api/"_s) && (!answered.match(failure).hasMatch() || failure.contains(u": 503"_s));
}

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
    void prepareContest();

    std::unique_ptr<ServerUnderTest> m_server;
    FixLibrary m_fixes;
    QList<Participant::Person> m_people;
};

void TestKill9::initTestCase()
{
    const QString program = QStringLiteral(MARATHON_BIN_DIR) + u"/marathon-server"_s;
    QVERIFY2(QFile::exists(program), qPrintable(program + u" is not built."_s));
    m_server = std::make_unique<ServerUnderTest>(program);
    prepareContest();
}

void TestKill9::prepareContest()
{
    const QString contest = QStringLiteral(MARATHON_SOURCE_DIR) + u"/resources/samples/debug-marathon"_s;
    const Result<FixLibrary> fixes = FixLibrary::read(contest);
    QVERIFY2(fixes.isOk(), qPrintable(fixes.isOk() ? QString() : fixes.error().message));
    m_fixes = *fixes;

    QByteArray roster = "participant_id,name,email,password,college,department,hall,seat\n"_ba;
    for (int number = 1; number <= participantCount; ++number) {
        const QString id = u"K%1"_s.arg(number, 3, 10, QLatin1Char('0'));
        roster += u"%1,Person %1,%1@example.com,%2,College,Department,Hall,%3\n"_s.arg(id, passwordOf(number))
                      .arg(number)
                      .toUtf8();
        const Conduct conduct = number % 20 == 0 ? Conduct::Misbehaving : Conduct::Honest;
        m_people.append({{id, passwordOf(number)}, conduct, quint32(number) * 8});
    }
    QFile list(m_server->folder() + u"/participants.csv"_s);
    QVERIFY(list.open(QIODevice::WriteOnly) && list.write(roster) == roster.size());
    list.close();

    const std::pair<QStringList, QByteArray> commands[] {
        {{u"contest"_s, u"import"_s, contest}, {}},
        {{u"participants"_s, u"import"_s, list.fileName()}, {}},
        {{u"staff"_s, u"add"_s, u"admin"_s, u"--role"_s, u"admin"_s}, adminPassword.toUtf8() + '\n'},
        {{u"contest"_s, u"state"_s, u"live"_s}, {}},
        {{u"round"_s, u"state"_s, u"1"_s, u"active"_s}, {}},
    };
    for (const auto &[arguments, input] : commands) {
        const Result<QByteArray> output = m_server->command(arguments, input);
        QVERIFY2(output.isOk(), qPrintable(output.isOk() ? QString() : output.error().message));
    }
}

void TestKill9::acknowledgedEventsOutliveSigkill()
{
    m_server->start();
    const auto serving = m_server->waitUntilServing(30s);
    QVERIFY2(serving.isOk(), qPrintable(serving.isOk() ? QString() : serving.error().message));

    Tally observed;
    StaffObserver observer(m_server->url(), u"admin"_s, adminPassword);
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
    Crowd crowd(scenario, m_fixes, m_people);
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

    Exports exports;
    int exportsLeft = 2;
    const auto keep = [&](QJsonArray Exports::*table) {
        return [&exports, &exportsLeft, table](const QJsonArray &rows, const QString &error) {
            exports.*table = rows;
            --exportsLeft;
            if (!error.isEmpty())
                exports.errors.append(error);
        };
    };
    observer.fetchExport(u"violations"_s, keep(&Exports::violations));
    observer.fetchExport(u"submissions"_s, keep(&Exports::submissions));
    QTRY_COMPARE_WITH_TIMEOUT(exportsLeft, 0, 120'000);
    QCOMPARE(exports.errors, QStringList());
    crowd.close();
    observer.close();

    const Findings found = reckon(crowd.records(), observer.log(), exports, momentNow(), 0);
    qInfo("%lld incidents and %lld submissions acknowledged, %lld reconnects, %lld events repeated, slowest restart "
          "%lld ms",
          found.acceptedIncidents, found.acceptedSubmissions, found.reconnects, found.repeated,
          qint64(slowest.count()));
    QVERIFY2(found.lost.isEmpty(), qPrintable(found.lost.first(std::min<qsizetype>(found.lost.size(), 5)).join(u'\n')));
    QVERIFY2(found.duplicated.isEmpty(),
             qPrintable(found.duplicated.first(std::min<qsizetype>(found.duplicated.size(), 5)).join(u'\n')));
    QCOMPARE(crowd.lostDrafts(), qint64(0));
    QCOMPARE(found.acknowledgement.unanswered, qint64(0));
    Tally tally = crowd.tally();
    tally.add(observed);
    QStringList unexpected;
    for (auto failure = tally.failuresByText.begin(); failure != tally.failuresByText.end(); ++failure) {
        if (failure.value() > earlier.value(failure.key()) && !isOutage(failure.key()))
            unexpected.append(u"%1 x %2"_s.arg(failure.value()).arg(failure.key()));
    }
    QCOMPARE(unexpected, QStringList());
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
