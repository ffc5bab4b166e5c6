#include "tests/live/LiveClient.h"

using namespace Marathon;

namespace {

const QString staffPath = u"/ws/staff"_s;
const QString pagePath = u"/ws/participant"_s;
constexpr int patience = LiveClient::patience;

QJsonObject staffHello(qint64 lastSeq = 0, const QString &epoch = {}, const QStringList &topics = {u"ledger"_s})
{
    return {{"t"_L1, "hello"_L1},
            {"v"_L1, 1},
            {"client_id"_L1, "console-1"_L1},
            {"ledger_epoch"_L1, epoch},
            {"last_seq"_L1, lastSeq},
            {"topics"_L1, QJsonArray::fromStringList(topics)}};
}

QJsonObject pageHello(const QString &client, qint64 lastServerSeq = 0)
{
    return {{"t"_L1, "hello"_L1}, {"v"_L1, 1}, {"client_id"_L1, client}, {"last_server_seq"_L1, lastServerSeq}};
}

QJsonObject entry(qint64 seq, const QString &id)
{
    return {{"t"_L1, "ev"_L1},
            {"seq"_L1, seq},
            {"type"_L1, "incident"_L1},
            {"id"_L1, id},
            {"body"_L1, QJsonObject {{"kind"_L1, "away.tab"_L1}, {"phase"_L1, "closed"_L1}, {"duration_ms"_L1, 4000}}}};
}

} // namespace

/// Live connections to a whole server: what is missed is made up for, and who may not stay goes.
class TestLiveSessions : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aConsoleThatSawNMissesNothing();
    void aConsoleOfAnotherLedgerStartsOver_data();
    void aConsoleOfAnotherLedgerStartsOver();
    void aPageResumesByNumber();
    void aPageTooFarBehindStartsOver();
    void entriesAreTakenOnceAndInOrder();
    void anEndedSessionsConnectionsCloseAtOnce_data();
    void anEndedSessionsConnectionsCloseAtOnce();
    void aSecondDeviceThatTakesOverEndsTheFirst();
    void aHallsProctorSeesAllAndActsInTheirOwn();
    void whoeverDoesNotGreetIsClosed();
    void brokenMessagesAreNamedAndTheConnectionStays();

private:
    void announce(const QString &text);
    std::unique_ptr<ApiBench> m_bench;
};

void TestLiveSessions::initTestCase()
{
    m_bench = std::make_unique<ApiBench>();
    m_bench->administer({{"command"_L1, "contest.state"_L1}, {"state"_L1, "live"_L1}});
    QCOMPARE(m_bench->call("POST", u"/api/me/consent"_s, Role::Participant, R"({"version":1})").status, 200);
    m_bench->administer({{"command"_L1, "round.state"_L1}, {"number"_L1, 1}, {"state"_L1, "active"_L1}});
}

void TestLiveSessions::announce(const QString &text)
{
    const HttpAnswer answer =
        m_bench->call("POST", u"/api/staff/announcements"_s, Role::Admin, toBytes({{"text"_L1, text}}));
    QVERIFY2(answer.status == 201, qPrintable(answer.text()));
}

void TestLiveSessions::aConsoleThatSawNMissesNothing()
{
    LiveClient first(*m_bench, staffPath, m_bench->token(Role::Viewer));
    first.say(staffHello());
    const QJsonObject welcome = first.await(u"welcome"_s);
    QVERIFY(welcome.value("snapshot"_L1).isObject());
    const qint64 seen = welcome.value("seq"_L1).toInteger();
    QVERIFY(seen > 0);
    for (int number = 0; number < 20; ++number)
        announce(u"while away %1"_s.arg(number));

    LiveClient again(*m_bench, staffPath, m_bench->token(Role::Viewer));
    again.say(staffHello(seen, welcome.value("ledger_epoch"_L1).toString()));
    QVERIFY(again.await(u"welcome"_s).value("snapshot"_L1).isNull());
    announce(u"live again"_s);
    const auto lastText = [&again] {
        return again.heard.last().value("body"_L1).toObject().value("text"_L1).toString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(lastText(), u"live again"_s, patience);
    qint64 expected = seen;
    for (const QJsonObject &event : again.all(u"event"_s))
        QCOMPARE(event.value("seq"_L1).toInteger(), ++expected);
    QVERIFY(expected >= seen + 21);
}

void TestLiveSessions::aConsoleOfAnotherLedgerStartsOver_data()
{
    QTest::addColumn<qint64>("beyond");
    QTest::addColumn<bool>("sameEpoch");
    QTest::newRow("another epoch") << qint64(0) << false;
    QTest::newRow("ahead of the ledger") << qint64(1000) << true;
}

void TestLiveSessions::aConsoleOfAnotherLedgerStartsOver()
{
    QFETCH(qint64, beyond);
    QFETCH(bool, sameEpoch);
    LiveClient first(*m_bench, staffPath, m_bench->token(Role::Viewer));
    first.say(staffHello());
    const QJsonObject welcome = first.await(u"welcome"_s);
    LiveClient again(*m_bench, staffPath, m_bench->token(Role::Viewer));
    again.say(staffHello(welcome.value("seq"_L1).toInteger() + beyond,
                         sameEpoch ? welcome.value("ledger_epoch"_L1).toString() : u"another"_s));
    QVERIFY(again.await(u"welcome"_s).value("snapshot"_L1).isObject());
}

void TestLiveSessions::aPageResumesByNumber()
{
    LiveClient page(*m_bench, pagePath, m_bench->token(Role::Participant));
    page.say(pageHello(u"page-resume"_s));
    const QJsonObject welcome = page.await(u"welcome"_s);
    QCOMPARE(welcome.value("resumed"_L1), QJsonValue(false));
    announce(u"one"_s);
    announce(u"two"_s);
    QTRY_COMPARE_WITH_TIMEOUT(page.all(u"msg"_s).size(), 2, patience);
    const qint64 seen = page.all(u"msg"_s)[0].value("sseq"_L1).toInteger();

    LiveClient again(*m_bench, pagePath, m_bench->token(Role::Participant));
    again.say(pageHello(u"page-resume"_s, seen));
    const QJsonObject resumed = again.await(u"welcome"_s);
    QCOMPARE(resumed.value("resumed"_L1), QJsonValue(true));
    const QJsonArray missed = resumed.value("missed"_L1).toArray();
    QCOMPARE(missed.size(), 1);
    QCOMPARE(missed[0].toObject().value("body"_L1).toObject().value("text"_L1).toString(), u"two"_s);
}

void TestLiveSessions::aPageTooFarBehindStartsOver()
{
    announce(u"the last that it saw"_s);
    LiveClient console(*m_bench, staffPath, m_bench->token(Role::Viewer));
    console.say(staffHello());
    const qint64 seen = console.await(u"welcome"_s).value("seq"_L1).toInteger();
    for (int number = 0; number < 510; ++number)
        announce(u"missed %1"_s.arg(number));
    LiveClient page(*m_bench, pagePath, m_bench->token(Role::Participant));
    page.say(pageHello(u"page-behind"_s, seen));
    const QJsonObject welcome = page.await(u"welcome"_s);
    // Half of what was missed would be taken for all of it.
    QCOMPARE(welcome.value("resumed"_L1), QJsonValue(false));
    QVERIFY(welcome.value("missed"_L1).toArray().isEmpty());
    QVERIFY(welcome.value("state"_L1).isObject());
    announce(u"live again"_s);
    QTRY_COMPARE_WITH_TIMEOUT(page.all(u"msg"_s).size(), 1, patience);
}

void TestLiveSessions::entriesAreTakenOnceAndInOrder()
{
    LiveClient page(*m_bench, pagePath, m_bench->token(Role::Participant));
    page.say(pageHello(u"page-entries"_s));
    QCOMPARE(page.await(u"welcome"_s).value("acked_client_seq"_L1).toInt(), 0);
    page.say(entry(2, u"second"_s));
    const QJsonObject gap = page.await(u"nack"_s);
    QCOMPARE(gap.value("error"_L1), QJsonValue(u"gap"_s));
    QCOMPARE(gap.value("expected"_L1).toInt(), 1);
    page.say(entry(1, u"first"_s));
    page.say(entry(2, u"second"_s));
    QTRY_COMPARE_WITH_TIMEOUT(page.all(u"ack"_s).isEmpty() ? 0 : page.all(u"ack"_s).last().value("up_to"_L1).toInt(), 2,
                              patience);
    page.heard.clear();
    // A repeat gets the stored result; another entry under a taken number does not.
    page.say(entry(1, u"first"_s));
    QVERIFY(page.await(u"ack"_s).value("results"_L1).toObject().value("1"_L1).toObject().value("ok"_L1).toBool());
    page.say(entry(1, u"forged"_s));
    QCOMPARE(page.await(u"nack"_s).value("error"_L1), QJsonValue(u"seq_conflict"_s));
    const QJsonArray incidents = m_bench->call("GET", u"/api/staff/incidents"_s, Role::Viewer).json().toArray();
    QStringList ids;
    for (const QJsonValue &incident : incidents)
        ids.append(incident.toObject().value("incident_id"_L1).toString());
    QCOMPARE(ids, (QStringList {u"first"_s, u"second"_s}));
}

void TestLiveSessions::anEndedSessionsConnectionsCloseAtOnce_data()
{
    QTest::addColumn<int>("role");
    QTest::addColumn<QString>("path");
    QTest::newRow("a page") << int(Role::Participant) << pagePath;
    QTest::newRow("a console") << int(Role::Proctor) << staffPath;
}

void TestLiveSessions::anEndedSessionsConnectionsCloseAtOnce()
{
    QFETCH(int, role);
    QFETCH(QString, path);
    const QByteArray token = m_bench->signIn(Role(role));
    LiveClient client(*m_bench, path, token);
    client.say(path == staffPath ? staffHello() : pageHello(u"page-ended"_s));
    QVERIFY(!client.await(u"welcome"_s).isEmpty());
    // Its neighbours of the same account stay.
    LiveClient neighbour(*m_bench, staffPath, m_bench->token(Role::Viewer));
    neighbour.say(staffHello());
    QVERIFY(!neighbour.await(u"welcome"_s).isEmpty());
    QCOMPARE(m_bench->send("POST", u"/api/auth/logout"_s, {}, {{"Authorization", "Bearer " + token}}).status, 204);
    QCOMPARE(client.await(u"bye"_s).value("reason"_L1), QJsonValue(u"ended"_s));
    QTRY_VERIFY_WITH_TIMEOUT(client.isClosed(), patience);
    QVERIFY(neighbour.isOpen());
}

void TestLiveSessions::aSecondDeviceThatTakesOverEndsTheFirst()
{
    LiveClient first(*m_bench, pagePath, m_bench->token(Role::Participant));
    first.say(pageHello(u"device-1"_s));
    QVERIFY(!first.await(u"welcome"_s).isEmpty());
    LiveClient second(*m_bench, pagePath, m_bench->token(Role::Participant));
    second.say(pageHello(u"device-2"_s));
    QVERIFY(!second.await(u"welcome"_s).isEmpty());
    first.say({{"t"_L1, "tock"_L1}, {"n"_L1, 1}});
    QCOMPARE(first.await(u"bye"_s).value("reason"_L1), QJsonValue(u"replaced"_s));
    QTRY_VERIFY_WITH_TIMEOUT(first.isClosed(), patience);
    QVERIFY(second.isOpen());
}

void TestLiveSessions::aHallsProctorSeesAllAndActsInTheirOwn()
{
    LiveClient proctor(*m_bench, staffPath, m_bench->token(Role::Proctor));
    proctor.say(staffHello());
    const QJsonArray people = proctor.await(u"welcome"_s).value("snapshot"_L1).toObject().value("people"_L1).toArray();
    QCOMPARE(people.size(), 2);
    const auto warnings = [&] {
        return m_bench->call("GET", u"/api/staff/participants/P1"_s, Role::Viewer)
            .object()
            .value("timeline"_L1)
            .toObject()
            .value("warnings"_L1)
            .toArray()
            .size();
    };
    const qsizetype before = warnings();
    const auto warn = [&](const QString &id, const QString &participant) {
        proctor.heard.clear();
        proctor.say({{"t"_L1, "command"_L1},
                     {"id"_L1, id},
                     {"action"_L1, "warn"_L1},
                     {"participant_ids"_L1, QJsonArray {participant}},
                     {"reason"_L1, "talking"_L1}});
        return proctor.await(u"result"_s);
    };
    QVERIFY(warn(u"own"_s, u"P1"_s).value("ok"_L1).toBool());
    const QJsonObject refused = warn(u"other"_s, u"P2"_s);
    QCOMPARE(refused.value("ok"_L1), QJsonValue(false));
    QCOMPARE(refused.value("error"_L1), QJsonValue(u"not_allowed"_s));
    QVERIFY(!refused.value("detail"_L1).toString().isEmpty());
    // The same command again is the same answer, not a second warning.
    const QJsonObject again = warn(u"own"_s, u"P1"_s);
    QVERIFY(again.value("ok"_L1).toBool());
    QCOMPARE(warnings(), before + 1);
}

void TestLiveSessions::whoeverDoesNotGreetIsClosed()
{
    for (const QString &path : {staffPath, pagePath}) {
        LiveClient client(*m_bench, path, m_bench->token(path == staffPath ? Role::Viewer : Role::Participant));
        client.say({{"t"_L1, "command"_L1}, {"id"_L1, "x"_L1}});
        QTRY_VERIFY_WITH_TIMEOUT(client.isClosed(), patience);
        QCOMPARE(client.closeCode(), 1008);
    }
}

void TestLiveSessions::brokenMessagesAreNamedAndTheConnectionStays()
{
    LiveClient page(*m_bench, pagePath, m_bench->token(Role::Participant));
    page.say(pageHello(u"page-broken"_s));
    QVERIFY(!page.await(u"welcome"_s).isEmpty());
    page.say({{"t"_L1, "ev"_L1}, {"seq"_L1, "one"_L1}, {"type"_L1, "incident"_L1}});
    QVERIFY(page.await(u"nack"_s).value("detail"_L1).toString().contains(u"seq"_s));
    page.say({{"t"_L1, "sing"_L1}});
    QCOMPARE(page.await(u"error"_s).value("error"_L1), QJsonValue(u"unknown"_s));
    QJsonObject unknown = entry(1, u"unknown-kind"_s);
    unknown.insert("body"_L1, QJsonObject {{"kind"_L1, "no.such.kind"_L1}});
    page.say(unknown);
    const QJsonObject result = page.await(u"ack"_s).value("results"_L1).toObject().value("1"_L1).toObject();
    QCOMPARE(result.value("ok"_L1), QJsonValue(false));
    QVERIFY(page.isOpen());
}

QTEST_GUILESS_MAIN(TestLiveSessions)
#include "test_live_sessions.moc"
