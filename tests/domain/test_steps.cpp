#include "shared/domain/ContestClock.h"
#include "shared/domain/StaffAction.h"
#include "shared/domain/Standings.h"
#include "tests/support/ContestBuilder.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Marathon;
using namespace std::chrono_literals;

class TestSteps : public QObject
{
    Q_OBJECT

private slots:
    void aDisqualifiedPersonIsOutAndReinstatingRestoresRankScoreAndTime()
    {
        ContestBuilder contest;
        contest.start();
        contest.wait(5min);
        contest.submit("P1", "a", Verdict::Accepted);
        contest.submit("P2", "a", Verdict::WrongAnswer);
        const Standings before = standingsOf(contest.state(), 0, contest.now());
        const Duration remaining =
            clockOf(contest.state(), contest.state().rounds.first(), &contest.who("P1"), contest.now()).remaining;
        contest.act(StaffActionKind::Disqualify, "P1");
        const Standings without = standingsOf(contest.state(), 0, contest.now());
        QCOMPARE(without.rows.size(), 2);
        QCOMPARE(without.disqualified.size(), 1);
        contest.wait(3min);
        QVERIFY(!contest
                     .takeAsParticipant(
                         Submit {ContestBuilder::pid("P1"), ProblemId(u"b"_s), LanguageId(u"c"_s), u"x"_s, 1, u"x"_s})
                     .isOk());
        contest.act(StaffActionKind::Reinstate, "P1");
        QCOMPARE(standingsOf(contest.state(), 0, contest.now()).rows, before.rows);
        QCOMPARE(clockOf(contest.state(), contest.state().rounds.first(), &contest.who("P1"), contest.now()).remaining,
                 remaining);
    }

    void afterReinstatingTheNextSmallIncidentDoesNotLockOutAgain()
    {
        Policy policy;
        policy.grace = 0;
        ContestBuilder contest(1, policy);
        contest.start();
        for (int index = 0; index < 4; ++index) {
            contest.incident("P1", IncidentKind::AwayTab, 61s, qPrintable(u"i%1"_s.arg(index)));
            contest.wait(2min);
        }
        QCOMPARE(contest.status("P1"), ParticipantStatus::Disqualified);
        contest.act(StaffActionKind::Reinstate, "P1");
        contest.wait(2min);
        contest.incident("P1", IncidentKind::AwayTab, 4s, "small");
        QCOMPARE(contest.status("P1"), ParticipantStatus::Active);
    }

    void undoTakesTheWholeActionBack()
    {
        ContestBuilder contest;
        contest.start();
        const Result<Outcome> outcome =
            contest.takeAsStaff(StaffAction {.kind = StaffActionKind::Disqualify,
                                             .participants = {ContestBuilder::pid("P1"), ContestBuilder::pid("P2")},
                                             .reason = {{}, u"phone"_s}});
        const ActionId action = std::get<ActionOutcome>(*outcome).action;
        QCOMPARE(contest.status("P2"), ParticipantStatus::Disqualified);
        QVERIFY(contest.takeAsStaff(StaffAction {.kind = StaffActionKind::Undo, .undo = action}).isOk());
        QCOMPARE(contest.status("P1"), ParticipantStatus::Active);
        QCOMPARE(contest.status("P2"), ParticipantStatus::Active);
        QCOMPARE(contest.takeAsStaff(StaffAction {.kind = StaffActionKind::Undo, .undo = action}).error().kind,
                 ErrorKind::Conflict);
    }

    void aTimedSuspensionEndsByItself()
    {
        ContestBuilder contest;
        contest.start();
        QVERIFY(contest
                    .takeAsStaff(StaffAction {.kind = StaffActionKind::Suspend,
                                              .participants = {ContestBuilder::pid("P1")},
                                              .reason = {{}, u"calm"_s},
                                              .duration = Duration(2min)})
                    .isOk());
        QCOMPARE(contest.status("P1"), ParticipantStatus::Suspended);
        QCOMPARE(*nextDue(contest.state(), contest.now()), contest.now() + 2min);
        contest.wait(2min);
        contest.tick();
        QCOMPARE(contest.status("P1"), ParticipantStatus::Active);
    }

    void staffActInTheirOwnHallsOnlyAndViewersNever()
    {
        ContestBuilder contest;
        contest.start();
        const StaffAction warnP2 {
            .kind = StaffActionKind::Warn, .participants = {ContestBuilder::pid("P2")}, .reason = {{}, u"talking"_s}};
        QCOMPARE(contest.takeAsStaff(warnP2, Role::Proctor, {u"H1"_s}).error().kind, ErrorKind::NotAllowed);
        QVERIFY(contest.takeAsStaff(warnP2, Role::Proctor, {u"H2"_s}).isOk());
        QCOMPARE(contest.takeAsStaff(warnP2, Role::Viewer).error().kind, ErrorKind::NotAllowed);
        QCOMPARE(contest.takeAsStaff(warnP2, Role::Operator).error().kind, ErrorKind::NotAllowed);
    }

    void everyDisciplinaryActionNeedsAReason()
    {
        ContestBuilder contest;
        contest.start();
        for (const StaffActionKind kind :
             {StaffActionKind::Warn, StaffActionKind::Suspend, StaffActionKind::Disqualify, StaffActionKind::Excuse})
            QCOMPARE(contest.takeAsStaff(StaffAction {.kind = kind, .participants = {ContestBuilder::pid("P1")}})
                         .error()
                         .kind,
                     ErrorKind::Invalid);
    }

    void excusingTakesThePointsAndTheWarningBack()
    {
        Policy policy;
        policy.grace = 0;
        ContestBuilder contest(1, policy);
        contest.start();
        contest.incident("P1", IncidentKind::AwayTab, 61s, "i1");
        QCOMPARE(contest.who("P1").warnings.size(), 1);
        const ActionId excuse = contest.act(StaffActionKind::Excuse, "P1");
        QCOMPARE(pointsFor(contest.state(), contest.who("P1")), 0);
        QVERIFY(!warningInForce(contest.who("P1")));
        QVERIFY(contest.takeAsStaff(StaffAction {.kind = StaffActionKind::Undo, .undo = excuse}).isOk());
        QCOMPARE(pointsFor(contest.state(), contest.who("P1")), 6);
    }

    /// For random histories: an action and its undo leave standings, permissions and working time as if it had not
    /// been.
    void anActionFollowedByItsUndoChangesNothing()
    {
        QRandomGenerator random(20260129);
        for (int history = 0; history < 60; ++history) {
            Policy policy;
            policy.grace = 0;
            ContestBuilder contest(3, policy);
            contest.start();
            const int steps = random.bounded(12);
            for (int step = 0; step < steps; ++step) {
                const char *who = std::array {"P1", "P2", "P3"}[static_cast<std::size_t>(random.bounded(3))];
                contest.wait(Duration(1000 * random.bounded(1, 90)));
                contest.tick();
                if (contest.status(who) != ParticipantStatus::Active)
                    contest.act(StaffActionKind::Reinstate, who);
                else if (random.bounded(2))
                    contest.incident(who, IncidentKind::AwayTab, Duration(1000 * random.bounded(1, 80)),
                                     qPrintable(u"h%1"_s.arg(step)));
                else if (random.bounded(4) == 0)
                    contest.act(StaffActionKind::Suspend, who);
                else if (!contest.who(who).submissionByRef(u"done"_s))
                    contest.submit(who, random.bounded(2) ? "a" : "b", Verdict::WrongAnswer);
            }
            constexpr std::array kinds {StaffActionKind::Disqualify, StaffActionKind::Suspend, StaffActionKind::Warn,
                                        StaffActionKind::Allowance, StaffActionKind::Extend};
            const StaffActionKind kind = kinds[static_cast<std::size_t>(random.bounded(int(kinds.size())))];
            if (contest.status("P1") != ParticipantStatus::Active)
                contest.act(StaffActionKind::Reinstate, "P1");
            const auto view = [&contest] {
                const RoundState &round = contest.state().rounds.first();
                return std::tuple(standingsOf(contest.state(), 0, contest.now()).rows, contest.status("P1"),
                                  clockOf(contest.state(), round, &contest.who("P1"), contest.now()).remaining,
                                  limitFor(contest.state(), contest.who("P1")),
                                  pointsFor(contest.state(), contest.who("P1")),
                                  accessOf(contest.state(), contest.who("P1"), contest.now()).openRound);
            };
            const auto before = view();
            const Result<Outcome> acted = contest.takeAsStaff(StaffAction {.kind = kind,
                                                                           .participants = {ContestBuilder::pid("P1")},
                                                                           .reason = {{}, u"r"_s},
                                                                           .amount = Duration(60s),
                                                                           .points = 3});
            QVERIFY(acted.isOk());
            const ActionId action = std::get<ActionOutcome>(*acted).action;
            QVERIFY2(contest.takeAsStaff(StaffAction {.kind = StaffActionKind::Undo, .undo = action}).isOk(),
                     qPrintable(nameOf(kind)));
            QVERIFY2(view() == before, qPrintable(nameOf(kind)));
        }
    }
};

QTEST_APPLESS_MAIN(TestSteps)
#include "test_steps.moc"
