#include "tests/support/ContestBuilder.h"

#include <QTest>

using namespace Marathon;
using namespace std::chrono_literals;

class TestIncidents : public QObject
{
    Q_OBJECT

private slots:
    void levelFollowsTheTable_data()
    {
        QTest::addColumn<IncidentKind>("kind");
        QTest::addColumn<qint64>("amount");
        QTest::addColumn<bool>("touch");
        QTest::addColumn<Level>("level");
        QTest::newRow("tab, just under 3 s") << IncidentKind::AwayTab << 2'999LL << false << Level::Info;
        QTest::newRow("tab, exactly 3 s") << IncidentKind::AwayTab << 3'000LL << false << Level::Low;
        QTest::newRow("tab, exactly 15 s") << IncidentKind::AwayTab << 15'000LL << false << Level::Medium;
        QTest::newRow("tab, a minute") << IncidentKind::AwayTab << 60'000LL << false << Level::High;
        QTest::newRow("tab, a minute by touch") << IncidentKind::AwayTab << 60'000LL << true << Level::Medium;
        QTest::newRow("window, 10 s") << IncidentKind::AwayWindow << 10'000LL << false << Level::Low;
        QTest::newRow("paste of 39 characters") << IncidentKind::PasteExternal << 39LL << false << Level::Info;
        QTest::newRow("paste of 200 characters") << IncidentKind::PasteExternal << 200LL << false << Level::Medium;
        QTest::newRow("third exit from full screen") << IncidentKind::FullscreenExit << 3LL << false << Level::Medium;
        QTest::newRow("a lost network is never more than information")
            << IncidentKind::NetGap << 999'999LL << false << Level::Info;
    }
    void levelFollowsTheTable()
    {
        QFETCH(IncidentKind, kind);
        QFETCH(qint64, amount);
        QFETCH(bool, touch);
        QFETCH(Level, level);
        QCOMPARE(levelOf(kind, {.duration = Duration(amount), .length = amount, .occurrence = amount, .touch = touch}),
                 level);
    }

    void theFirstTwoViolationsAreFreeThenPointsWarnAndLock()
    {
        ContestBuilder contest;
        contest.start();
        QCOMPARE(contest.incident("P1", IncidentKind::AwayTab, 20s, "i1").points, 0);
        contest.wait(1min);
        QCOMPARE(contest.incident("P1", IncidentKind::AwayTab, 20s, "i2").points, 0);
        contest.wait(1min);
        QCOMPARE(contest.incident("P1", IncidentKind::AwayTab, 20s, "i3").total, 3);
        QVERIFY(contest.who("P1").warnings.isEmpty());
        contest.wait(1min);
        QCOMPARE(contest.incident("P1", IncidentKind::AwayTab, 20s, "i4").total, 6);
        QCOMPARE(contest.who("P1").warnings.size(), 1);
        QVERIFY(contest.takeAsParticipant(AcknowledgeWarning {ContestBuilder::pid("P1"), {}}).isOk());
        contest.wait(30s);
        QCOMPARE(contest.incident("P1", IncidentKind::AwayTab, 20s, "i5").total, 9);
        contest.wait(30s);
        const IncidentOutcome last = contest.incident("P1", IncidentKind::AwayTab, 20s, "i6");
        QCOMPARE(last.total, 12);
        QCOMPARE(last.risk, Risk::Critical);
        QCOMPARE(contest.status("P1"), ParticipantStatus::Disqualified);
        QVERIFY(restrictionInForce(contest.who("P1"), contest.now())->provisional);
    }

    void noDisqualificationBeforeAWarningWasSeen()
    {
        Policy policy;
        policy.grace = 0;
        ContestBuilder contest(1, policy);
        contest.start();
        QCOMPARE(contest.incident("P1", IncidentKind::AwayTab, 2min, "i1").total, 6);
        QCOMPARE(contest.who("P1").warnings.size(), 1);
        contest.wait(20s);
        QCOMPARE(contest.incident("P1", IncidentKind::EditProgram, 0s, "i2").total, 9);
        contest.wait(20s);
        QCOMPARE(contest.incident("P1", IncidentKind::EditProgram, 0s, "i3").total, 12);
        QCOMPARE(contest.status("P1"), ParticipantStatus::Active);
        contest.wait(30s);
        QCOMPARE(contest.incident("P1", IncidentKind::AwayTab, 4s, "i4").total, 13);
        QCOMPARE(contest.status("P1"), ParticipantStatus::Disqualified);
    }

    void strictLocksOutForOneHighIncident()
    {
        ContestBuilder contest(1, *policyPreset(u"strict"_s));
        contest.start();
        contest.incident("P1", IncidentKind::AwayTab, 2min, "i1");
        QCOMPARE(contest.status("P1"), ParticipantStatus::Disqualified);
    }

    void theLimitActionFollowsThePolicy_data()
    {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<ParticipantStatus>("status");
        QTest::newRow("observe") << u"Observe"_s << ParticipantStatus::Active;
        QTest::newRow("off") << u"Off"_s << ParticipantStatus::Active;
        QTest::newRow("supervised") << u"Supervised"_s << ParticipantStatus::Suspended;
        QTest::newRow("standard") << u"Standard"_s << ParticipantStatus::Disqualified;
    }
    void theLimitActionFollowsThePolicy()
    {
        QFETCH(QString, preset);
        QFETCH(ParticipantStatus, status);
        ContestBuilder contest(1, *policyPreset(preset));
        contest.start();
        for (int round = 0; round < 5; ++round) {
            contest.incident("P1", IncidentKind::AwayTab, 70s, qPrintable(u"i%1"_s.arg(round)));
            contest.wait(2min);
        }
        QCOMPARE(contest.status("P1"), status);
    }

    void aRepeatWithinTheCooldownIsMergedAndMayRaiseTheFirst()
    {
        Policy policy;
        policy.grace = 0;
        ContestBuilder contest(1, policy);
        contest.start();
        QCOMPARE(contest.incident("P1", IncidentKind::AwayTab, 8s, "i1").total, 1);
        contest.wait(8s);
        QCOMPARE(contest.incident("P1", IncidentKind::AwayTab, 8s, "i2").total, 3);
        QCOMPARE(contest.who("P1").incidents.first().now.duration, Duration(16s));
        QCOMPARE(contest.who("P1").incidents.first().now.count, 2);
        QVERIFY(!contest.who("P1").incidents.last().now.counted);
    }

    void anIncidentIsChargedOnceByItsId()
    {
        Policy policy;
        policy.grace = 0;
        ContestBuilder contest(1, policy);
        contest.start();
        contest.incident("P1", IncidentKind::AwayTab, 20s, "i1");
        const qsizetype events = contest.ledger().size();
        QCOMPARE(contest.incident("P1", IncidentKind::AwayTab, 20s, "i1").total, 3);
        QCOMPARE(contest.ledger().size(), events);
    }

    void anOpenIncidentRisesWhileItLastsAndCountsOnceAtItsHighest()
    {
        Policy policy;
        policy.grace = 0;
        ContestBuilder contest(1, policy);
        contest.start();
        ReportIncident open {.participant = ContestBuilder::pid("P1"),
                             .incident = IncidentId(u"i1"_s),
                             .kind = IncidentKind::AwayTab,
                             .phase = Phase::Open,
                             .startedAt = contest.now(),
                             .problem = {},
                             .evidence = {}};
        QVERIFY(contest.takeAsParticipant(open).isOk());
        QCOMPARE(*nextDue(contest.state(), contest.now()), contest.now() + 3s);
        contest.wait(16s);
        contest.tick();
        QCOMPARE(pointsFor(contest.state(), contest.who("P1")), 3);
        contest.wait(50s);
        contest.tick();
        QCOMPARE(pointsFor(contest.state(), contest.who("P1")), 6);
        open.phase = Phase::Closed;
        open.duration = 70s;
        QVERIFY(contest.takeAsParticipant(open).isOk());
        QCOMPARE(pointsFor(contest.state(), contest.who("P1")), 6);
        QCOMPARE(contest.who("P1").incidents.size(), 1);
        QCOMPARE(contest.who("P1").incidents.first().now.phase, Phase::Closed);
    }

    void nothingRisesWhileTheConnectionIsAway()
    {
        ContestBuilder contest(1);
        contest.start();
        QVERIFY(contest
                    .takeAsParticipant(ReportIncident {.participant = ContestBuilder::pid("P1"),
                                                       .incident = IncidentId(u"i1"_s),
                                                       .kind = IncidentKind::AwayTab,
                                                       .phase = Phase::Open,
                                                       .startedAt = contest.now(),
                                                       .problem = {},
                                                       .evidence = {}})
                    .isOk());
        QVERIFY(contest.take(NoteConnection {ContestBuilder::pid("P1"), false, u"closed"_s}, {}).isOk());
        contest.wait(2min);
        contest.tick();
        QCOMPARE(contest.who("P1").incidents.first().now.level, Level::Info);
    }

    void nothingCountsWhileTheClockStandsAndForAMinuteAfter()
    {
        Policy policy;
        policy.grace = 0;
        ContestBuilder contest(1, policy);
        contest.start();
        QVERIFY(contest.takeAsStaff(SetRoundState {1, RoundPhase::Paused}).isOk());
        QCOMPARE(contest.incident("P1", IncidentKind::AwayTab, 20s, "i1").total, 0);
        contest.wait(1min);
        QVERIFY(contest.takeAsStaff(SetRoundState {1, RoundPhase::Active}).isOk());
        contest.wait(59s);
        QCOMPARE(contest.incident("P1", IncidentKind::AwayTab, 20s, "i2").total, 0);
        contest.wait(1min);
        QCOMPARE(contest.incident("P1", IncidentKind::AwayTab, 20s, "i3").total, 3);
    }

    void pointsAreHalvedPerQuietPeriod()
    {
        Policy policy;
        policy.grace = 0;
        ContestBuilder contest(1, policy);
        contest.start();
        contest.incident("P1", IncidentKind::AwayTab, 20s, "i1");
        contest.wait(30min);
        contest.tick();
        QCOMPARE(pointsFor(contest.state(), contest.who("P1")), 1);
    }

    void aPageMayNotReportWhatOnlyTheServerSees()
    {
        ContestBuilder contest(1);
        contest.start();
        const Result<Outcome> outcome =
            contest.takeAsParticipant(ReportIncident {.participant = ContestBuilder::pid("P1"),
                                                      .incident = IncidentId(u"x"_s),
                                                      .kind = IncidentKind::SessionSecond,
                                                      .problem = {},
                                                      .evidence = {}});
        QCOMPARE(outcome.error().kind, ErrorKind::Invalid);
    }

    void riskIsOneScale_data()
    {
        QTest::addColumn<qint64>("total");
        QTest::addColumn<Risk>("risk");
        QTest::newRow("3 of 10") << 3LL << Risk::Low;
        QTest::newRow("4 of 10") << 4LL << Risk::Medium;
        QTest::newRow("7 of 10") << 7LL << Risk::High;
        QTest::newRow("10 of 10") << 10LL << Risk::Critical;
    }
    void riskIsOneScale()
    {
        QFETCH(qint64, total);
        QFETCH(Risk, risk);
        QCOMPARE(riskOf(total, 10), risk);
    }
};

QTEST_APPLESS_MAIN(TestIncidents)
#include "test_incidents.moc"
