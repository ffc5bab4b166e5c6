#include "tests/live/LiveClient.h"

using namespace Marathon;

namespace {

constexpr int patience = LiveClient::patience;

QList<QJsonObject> clocksOf(const LiveClient &page)
{
    QList<QJsonObject> clocks;
    for (const QJsonObject &message : page.all(u"msg"_s)) {
        if (message.value("type"_L1) == u"clock"_s)
            clocks.append(message);
    }
    return clocks;
}

QJsonObject bodyOf(const QJsonObject &message)
{
    return message.value("body"_L1).toObject();
}

std::optional<Instant> endOf(const QJsonObject &clock)
{
    return fromRfc3339(clock.value("ends_at"_L1).toString());
}

} // namespace

/// What staff do to the clock reaches every page that it is for, at once and under the ledger's number.
class TestLiveClock : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyRunningPageHearsOfItsNewEnd();
    void aStopCoversThePageAndGoesOnAfterACountdown();
    void whatIsRefusedMeanwhileSaysWhy();

private:
    HttpAnswer change(const QJsonObject &body, Role role = Role::Admin)
    {
        return m_bench->call("POST", u"/api/staff/contests/current/clock"_s, role, toBytes(body));
    }
    std::unique_ptr<LiveClient> page(QJsonObject &welcome, const QString &client)
    {
        auto live = std::make_unique<LiveClient>(*m_bench, u"/ws/participant"_s, m_bench->token(Role::Participant));
        live->say({{"t"_L1, "hello"_L1}, {"v"_L1, 1}, {"client_id"_L1, client}, {"last_server_seq"_L1, 0}});
        welcome = live->await(u"welcome"_s);
        return live;
    }
    std::unique_ptr<ApiBench> m_bench;
};

void TestLiveClock::initTestCase()
{
    m_bench = std::make_unique<ApiBench>();
    m_bench->administer({{"command"_L1, "contest.state"_L1}, {"state"_L1, "live"_L1}});
    QCOMPARE(m_bench->call("POST", u"/api/me/consent"_s, Role::Participant, R"({"version":1})").status, 200);
    m_bench->administer({{"command"_L1, "round.state"_L1}, {"number"_L1, 1}, {"state"_L1, "active"_L1}});
}

void TestLiveClock::everyRunningPageHearsOfItsNewEnd()
{
    QJsonObject welcome;
    const auto here = page(welcome, u"page-end"_s);
    const std::optional<Instant> before = endOf(welcome.value("state"_L1).toObject().value("clock"_L1).toObject());
    QVERIFY(before);
    const QJsonObject extension {{"kind"_L1, "extension"_L1}, {"amount_ms"_L1, 600'000}, {"reason"_L1, "noise"_L1}};
    QJsonObject elsewhere = extension;
    elsewhere.insert("halls"_L1, QJsonArray {"H2"_L1});
    QCOMPARE(change(elsewhere).status, 200);
    const HttpAnswer applied = change(extension);
    QVERIFY2(applied.status == 200, qPrintable(applied.text()));
    QCOMPARE(applied.object().value("affected"_L1).toArray().size(), 2);
    QTRY_COMPARE_WITH_TIMEOUT(clocksOf(*here).size(), 1, patience);
    const QJsonObject heard = clocksOf(*here).first();
    QVERIFY(heard.value("sseq"_L1).toInteger() > welcome.value("seq"_L1).toInteger());
    const Instant expected = *before + std::chrono::minutes(10);
    QCOMPARE(*endOf(bodyOf(heard)), expected);
    QTRY_COMPARE_WITH_TIMEOUT(endOf(here->all(u"tick"_s).last()), std::optional<Instant>(expected), patience);
    const HttpAnswer me = m_bench->call("GET", u"/api/me"_s, Role::Participant);
    QCOMPARE(*endOf(me.object().value("clock"_L1).toObject()), expected);

    const QJsonObject undo {{"action"_L1, "undo"_L1}, {"action_id"_L1, applied.object().value("action_id"_L1)}};
    QCOMPARE(m_bench->call("POST", u"/api/staff/actions"_s, Role::Admin, toBytes(undo)).status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(clocksOf(*here).size(), 2, patience);
    QCOMPARE(*endOf(bodyOf(clocksOf(*here).last())), *before);
}

void TestLiveClock::aStopCoversThePageAndGoesOnAfterACountdown()
{
    QJsonObject welcome;
    const auto here = page(welcome, u"page-stop"_s);
    QCOMPARE(change({{"kind"_L1, "pause"_L1}, {"halls"_L1, QJsonArray {"H1"_L1}}, {"text"_L1, "Fire alarm"_L1}},
                    Role::Proctor)
                 .status,
             200);
    QTRY_COMPARE_WITH_TIMEOUT(clocksOf(*here).size(), 1, patience);
    const QJsonObject stopped = bodyOf(clocksOf(*here).first());
    QCOMPARE(stopped.value("message"_L1).toString(), u"Fire alarm"_s);
    QCOMPARE(stopped.value("running"_L1), QJsonValue(false));
    QVERIFY(stopped.value("ends_at"_L1).isNull());
    QVERIFY(m_bench->call("GET", u"/api/problems"_s, Role::Participant).json().toArray().isEmpty());

    QCOMPARE(change({{"kind"_L1, "resume"_L1}, {"halls"_L1, QJsonArray {"H1"_L1}}, {"countdown_s"_L1, 1}}).status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(clocksOf(*here).size(), 2, patience);
    const QJsonObject counting = bodyOf(clocksOf(*here).last());
    QVERIFY(fromRfc3339(counting.value("resumes_at"_L1).toString()));
    QVERIFY(endOf(counting));
    const auto isOpen = [this] {
        return m_bench->call("GET", u"/api/me"_s, Role::Participant).object().value("open_round"_L1).toInt() == 1;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(), patience);
}

void TestLiveClock::whatIsRefusedMeanwhileSaysWhy()
{
    QCOMPARE(change({{"kind"_L1, "pause"_L1}, {"text"_L1, "Power cut"_L1}}).status, 200);
    const QByteArray program = R"({"language":"c","source":"int main(void) { return 0; }","client_ref":"meanwhile"})";
    const HttpAnswer refused = m_bench->call("POST", u"/api/problems/prime/submissions"_s, Role::Participant, program);
    QCOMPARE(refused.status, 409);
    QCOMPARE(refused.object().value("detail"_L1).toString(), u"Power cut"_s);
    QCOMPARE(m_bench->call("GET", u"/api/contest/current"_s, Role::Nobody).object().value("message"_L1).toString(),
             u"Power cut"_s);
    QCOMPARE(change({{"kind"_L1, "pause"_L1}}).status, 409);
    QCOMPARE(change({{"kind"_L1, "resume"_L1}, {"countdown_s"_L1, 0}}).status, 200);
    QCOMPARE(m_bench->call("POST", u"/api/problems/prime/submissions"_s, Role::Participant, program).status, 201);
}

QTEST_GUILESS_MAIN(TestLiveClock)
#include "test_live_clock.moc"
