#include "shared/domain/ContestClock.h"
#include "shared/domain/Standings.h"
#include "shared/protocol/EventJson.h"
#include "tests/support/ContestBuilder.h"

#include <QTest>

using namespace Marathon;
using namespace std::chrono_literals;

class TestContest : public QObject
{
    Q_OBJECT

private slots:
    void roundsFollowTheirTable()
    {
        ContestBuilder contest;
        QCOMPARE(contest.takeAsStaff(SetRoundState {1, RoundPhase::Active}).error().kind, ErrorKind::Conflict);
        contest.start();
        QCOMPARE(contest.takeAsStaff(SetRoundState {2, RoundPhase::Active}).error().kind, ErrorKind::Conflict);
        QVERIFY(contest.takeAsStaff(SetRoundState {1, RoundPhase::Closed}).isOk());
        QVERIFY(contest.takeAsStaff(SetRoundState {2, RoundPhase::Countdown}).isOk());
        QCOMPARE(*nextDue(contest.state(), contest.now()), contest.now() + 10s);
        contest.wait(10s);
        contest.tick();
        QCOMPARE(contest.state().round(2)->phase, RoundPhase::Active);
        QCOMPARE(contest.takeAsStaff(SetRoundState {9, RoundPhase::Active}).error().kind, ErrorKind::NotFound);
    }

    void aRoundClosesWhenTheLastTimeIsUp()
    {
        ContestBuilder contest;
        contest.start();
        QVERIFY(contest
                    .takeAsStaff(StaffAction {.kind = StaffActionKind::Extend,
                                              .participants = {ContestBuilder::pid("P1")},
                                              .reason = {{}, u"power cut"_s},
                                              .amount = Duration(5min)})
                    .isOk());
        contest.wait(60min);
        contest.tick();
        QCOMPARE(contest.state().round(1)->phase, RoundPhase::Active);
        QCOMPARE(accessOf(contest.state(), contest.who("P1"), contest.now()).openRound, 1);
        QCOMPARE(accessOf(contest.state(), contest.who("P2"), contest.now()).openRound, 0);
        contest.wait(5min);
        contest.tick();
        QCOMPARE(contest.state().round(1)->phase, RoundPhase::Closed);
    }

    void aPauseOfUnknownLengthMovesTheEnd()
    {
        ContestBuilder contest;
        contest.start();
        contest.wait(10min);
        QVERIFY(contest.takeAsStaff(SetRoundState {1, RoundPhase::Paused}).isOk());
        contest.wait(17min);
        QCOMPARE(clockOf(contest.state(), *contest.state().round(1), nullptr, contest.now()).remaining,
                 Duration(50min));
        QVERIFY(contest.takeAsStaff(SetRoundState {1, RoundPhase::Active}).isOk());
        QCOMPARE(*clockOf(contest.state(), *contest.state().round(1), nullptr, contest.now()).endsAt,
                 contest.now() + 50min);
    }

    void groupsOfTestsGiveTheirPoints_data()
    {
        QTest::addColumn<Scoring>("scoring");
        QTest::addColumn<std::optional<qint64>>("groupPoints");
        QTest::addColumn<Verdict>("verdict");
        QTest::addColumn<qint64>("points");
        using Points = std::optional<qint64>;
        const qint64 whole = ContestBuilder(1).state().config->problem(ProblemId(u"a"_s))->points;
        QTest::newRow("one group passed") << Scoring::Groups << Points(3) << Verdict::WrongAnswer << qint64(3);
        QTest::newRow("no group passed") << Scoring::Groups << Points(0) << Verdict::TimeLimit << qint64(0);
        QTest::newRow("all groups passed") << Scoring::Groups << Points(12) << Verdict::Accepted << qint64(12);
        QTest::newRow("a problem without groups") << Scoring::Groups << Points() << Verdict::Accepted << whole;
        QTest::newRow("a judge error gives nothing")
            << Scoring::Groups << Points(3) << Verdict::JudgeError << qint64(0);
        QTest::newRow("all or nothing, some groups passed")
            << Scoring::AllOrNothing << Points(3) << Verdict::WrongAnswer << qint64(0);
        QTest::newRow("all or nothing, accepted") << Scoring::AllOrNothing << Points(3) << Verdict::Accepted << whole;
    }
    void groupsOfTestsGiveTheirPoints()
    {
        QFETCH(Scoring, scoring);
        QFETCH(std::optional<qint64>, groupPoints);
        QFETCH(Verdict, verdict);
        ContestBuilder contest;
        contest.scoreBy(scoring);
        contest.start();
        contest.submit("P1", "a", verdict, groupPoints);
        QTEST(contest.who("P1").submissions.first().judged->points, "points");
    }

    void theBestSubmissionCountsWithItsTime()
    {
        ContestBuilder contest;
        contest.scoreBy(Scoring::Groups);
        contest.start();
        contest.wait(5min);
        contest.submit("P1", "a", Verdict::WrongAnswer, 4);
        contest.wait(5min);
        contest.submit("P1", "a", Verdict::WrongAnswer, 2);
        const StandingCell cell = standingsOf(contest.state(), 1, contest.now()).rows.first().problems.first();
        QCOMPARE(cell.points, 4);
        QCOMPARE(cell.timeSeconds, 300);
        QCOMPARE(cell.attempts, 2);
        QCOMPARE(cell.status, CellStatus::Rejected);
    }

    void nothingIsShownBeforeConsent()
    {
        ContestBuilder contest(1);
        QVERIFY(contest.takeAsStaff(SetContestState {ContestPhase::Live}).isOk());
        QVERIFY(contest.takeAsStaff(SetRoundState {1, RoundPhase::Active}).isOk());
        QVERIFY(accessOf(contest.state(), contest.who("P1"), contest.now()).readableRounds.isEmpty());
        QVERIFY(contest.takeAsParticipant(GiveConsent {ContestBuilder::pid("P1"), 1}).isOk());
        QCOMPARE(accessOf(contest.state(), contest.who("P1"), contest.now()).readableRounds, QList<int> {1});
        QVERIFY(!readableProblem(contest.state(), contest.who("P1"), ProblemId(u"c"_s), contest.now()).isOk());
    }

    void equalKeysShareARank()
    {
        ContestBuilder contest(4);
        contest.start();
        contest.wait(5min);
        contest.submit("P1", "a", Verdict::Accepted);
        contest.submit("P2", "a", Verdict::Accepted);
        contest.submit("P3", "a", Verdict::Accepted);
        contest.submit("P3", "b", Verdict::Accepted);
        const Standings standings = standingsOf(contest.state(), 0, contest.now());
        QList<int> ranks;
        for (const Standing &row : standings.rows)
            ranks.append(row.rank);
        QCOMPARE(ranks, (QList<int> {1, 2, 2, 4}));
        QCOMPARE(standings.rows.first().participant, ContestBuilder::pid("P3"));
        QCOMPARE(standings.rows.first().timeSeconds, 600);
        QCOMPARE(standingsOf(contest.state(), 2, contest.now()).rows.first().score, 0);
    }

    void theSameClientRefIsTheSameSubmission()
    {
        ContestBuilder contest;
        contest.start();
        const Submit submit {ContestBuilder::pid("P1"), ProblemId(u"a"_s), LanguageId(u"c"_s), u"sha"_s, 5, u"ref"_s};
        const Result<Outcome> first = contest.takeAsParticipant(submit);
        const Result<Outcome> second = contest.takeAsParticipant(submit);
        QCOMPARE(std::get<SubmissionReceipt>(*first).id, std::get<SubmissionReceipt>(*second).id);
        QCOMPARE(contest.who("P1").submissions.size(), 1);
    }

    void everyEventSurvivesTheWire()
    {
        ContestBuilder contest(3);
        contest.start();
        contest.wait(5min);
        contest.submit("P1", "a", Verdict::Accepted);
        contest.incident("P2", IncidentKind::AwayTab, 61s, "i1");
        contest.act(StaffActionKind::Disqualify, "P2");
        contest.act(StaffActionKind::Reinstate, "P2");
        ContestState folded;
        for (const Event &event : contest.ledger()) {
            const Result<Event> read = eventFromWire(eventToWire(event));
            QVERIFY2(read.isOk(), qPrintable(read.isOk() ? QString() : read.error().message));
            apply(folded, *read);
        }
        QCOMPARE(toJson(folded), toJson(contest.state()));
    }

    void aSnapshotPlusLaterEventsIsTheFold()
    {
        ContestBuilder contest(3);
        contest.start();
        contest.submit("P1", "a", Verdict::WrongAnswer);
        contest.incident("P2", IncidentKind::AwayTab, 61s, "i1");
        Result<ContestState> snapshot = fromJson<ContestState>(toJson(contest.state()));
        QVERIFY2(snapshot.isOk(), qPrintable(snapshot.isOk() ? QString() : snapshot.error().message));
        const qint64 at = contest.state().lastSeq;
        contest.act(StaffActionKind::Warn, "P2");
        contest.submit("P1", "a", Verdict::Accepted);
        for (const Event &event : contest.ledger()) {
            if (event.seq > at)
                apply(*snapshot, event);
        }
        QCOMPARE(toJson(*snapshot), toJson(contest.state()));
        QCOMPARE(snapshot->submissionOwners, contest.state().submissionOwners);
    }
};

QTEST_APPLESS_MAIN(TestContest)
#include "test_contest.moc"
