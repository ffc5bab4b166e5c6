#include "shared/domain/ContestClock.h"
#include "shared/domain/Standings.h"
#include "tests/support/ContestBuilder.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Marathon;
using namespace std::chrono_literals;

namespace {

const QStringList everybody {u"P1"_s, u"P2"_s, u"P3"_s, u"P4"_s};

RoundClock clockOfOne(const ContestBuilder &contest, const char *who)
{
    return clockOf(contest.state(), *contest.state().round(1), &contest.who(who), contest.now());
}

ActionId actionOf(const Result<Outcome> &outcome)
{
    return outcome ? std::get<ClockOutcome>(*outcome).action : ActionId();
}

QSet<ParticipantId> one(const char *who)
{
    return {ContestBuilder::pid(who)};
}

/// A change of the clock as a deliberately naive reckoning keeps it, in whole minutes.
struct NaiveChange
{
    ClockKind kind = ClockKind::Extension;
    int minute = 0;
    int amount = 0; ///< of an extension
    int from = 0;
    int to = 0;
    int countdown = 0;
    QString hall;
    QString person;
    ActionId action;
    bool undone = false;

    bool reaches(const QString &who) const
    {
        const QString hallOfWho = who == u"P1" || who == u"P3" ? u"H1"_s : u"H2"_s;
        return (hall.isEmpty() && person.isEmpty()) || hall == hallOfWho || person == who;
    }
    bool hasScopeOf(const NaiveChange &other) const
    {
        return hall.isEmpty() == other.hall.isEmpty() && person.isEmpty() == other.person.isEmpty();
    }
    ChangeClock command(Instant start) const
    {
        ChangeClock change {.kind = kind,
                            .amount = std::chrono::minutes(amount),
                            .reason = {{}, u"because"_s},
                            .countdown = std::chrono::minutes(countdown)};
        if (kind == ClockKind::Removed) {
            change.from = start + std::chrono::minutes(from);
            change.to = start + std::chrono::minutes(to);
        }
        if (!hall.isEmpty())
            change.halls = {hall};
        if (!person.isEmpty())
            change.participants = {ParticipantId(person)};
        return change;
    }
};

bool standsStill(const QList<NaiveChange> &changes, const QString &who, int minute)
{
    for (qsizetype index = 0; index < changes.size(); ++index) {
        const NaiveChange &change = changes[index];
        if (change.undone || !change.reaches(who))
            continue;
        if (change.kind == ClockKind::Removed && change.from <= minute && minute < change.to)
            return true;
        if (change.kind != ClockKind::Pause || change.minute > minute)
            continue;
        bool goesOn = false;
        for (qsizetype later = index + 1; later < changes.size(); ++later) {
            const NaiveChange &resume = changes[later];
            goesOn = goesOn || (!resume.undone && resume.kind == ClockKind::Resume && resume.hasScopeOf(change) &&
                                resume.reaches(who) && resume.minute + resume.countdown <= minute);
        }
        if (!goesOn)
            return true;
    }
    return false;
}

/// Minute by minute: the round's hour and what was given, used up whenever the clock does not stand still.
std::optional<int> naiveEnd(const QList<NaiveChange> &changes, const QString &who)
{
    int allowed = 60;
    for (const NaiveChange &change : changes) {
        if (change.kind == ClockKind::Extension && !change.undone && change.reaches(who))
            allowed += change.amount;
    }
    for (int minute = 0; minute < 20'000; ++minute) {
        if (allowed <= 0)
            return minute;
        if (!standsStill(changes, who, minute))
            --allowed;
    }
    return std::nullopt;
}

} // namespace

class TestClock : public QObject
{
    Q_OBJECT

private slots:
    void extraTimeReachesWhomItIsFor_data()
    {
        QTest::addColumn<QSet<QString>>("halls");
        QTest::addColumn<QSet<ParticipantId>>("people");
        QTest::addColumn<int>("amount");
        QTest::addColumn<int>("percent");
        QTest::addColumn<QList<int>>("minutes"); ///< of P1 (H1), P2 (H2), P3 (H1)
        QTest::newRow("all") << QSet<QString> {} << QSet<ParticipantId> {} << 10 << 0 << QList<int> {70, 70, 70};
        QTest::newRow("a hall") << QSet<QString> {u"H1"_s} << QSet<ParticipantId> {} << 10 << 0
                                << QList<int> {70, 60, 70};
        QTest::newRow("a person") << QSet<QString> {} << one("P2") << 10 << 0 << QList<int> {60, 70, 60};
        QTest::newRow("a quarter more for one") << QSet<QString> {} << one("P2") << 0 << 25 << QList<int> {60, 75, 60};
        QTest::newRow("percent and minutes") << QSet<QString> {} << one("P2") << 5 << 50 << QList<int> {60, 95, 60};
        QTest::newRow("less for all") << QSet<QString> {} << QSet<ParticipantId> {} << -15 << 0
                                      << QList<int> {45, 45, 45};
    }
    void extraTimeReachesWhomItIsFor()
    {
        QFETCH(QSet<QString>, halls);
        QFETCH(QSet<ParticipantId>, people);
        QFETCH(int, amount);
        QFETCH(int, percent);
        QFETCH(QList<int>, minutes);
        ContestBuilder contest;
        contest.start();
        const Instant start = contest.now();
        const Result<Outcome> outcome = contest.takeAsStaff(ChangeClock {.amount = std::chrono::minutes(amount),
                                                                         .percent = percent,
                                                                         .halls = halls,
                                                                         .participants = people,
                                                                         .reason = {{}, u"because"_s}});
        QVERIFY2(outcome.isOk(), qPrintable(outcome.isOk() ? QString() : outcome.error().message));
        QList<int> ends;
        for (const char *who : {"P1", "P2", "P3"})
            ends.append(
                int(std::chrono::floor<std::chrono::minutes>(*clockOfOne(contest, who).endsAt - start).count()));
        QCOMPARE(ends, minutes);
        QCOMPARE(std::get<ClockOutcome>(*outcome).affected.size(),
                 std::count_if(minutes.begin(), minutes.end(), [](int minute) { return minute != 60; }));
    }

    void anAccommodationIsGivenBeforeTheRoundStarts()
    {
        ContestBuilder contest;
        contest.start();
        QVERIFY(contest
                    .takeAsStaff(ChangeClock {
                        .round = 2, .percent = 50, .participants = one("P1"), .reason = {{}, u"accommodation"_s}})
                    .isOk());
        QVERIFY(contest.takeAsStaff(SetRoundState {1, RoundPhase::Closed}).isOk());
        QVERIFY(contest.takeAsStaff(SetRoundState {2, RoundPhase::Active}).isOk());
        const RoundState &round = *contest.state().round(2);
        QCOMPARE(*clockOf(contest.state(), round, &contest.who("P1"), contest.now()).endsAt, contest.now() + 90min);
        QCOMPARE(*clockOf(contest.state(), round, &contest.who("P2"), contest.now()).endsAt, contest.now() + 60min);
    }

    void aStoppedHallLosesNoTimeAndTheOtherGoesOn()
    {
        ContestBuilder contest;
        contest.start();
        contest.wait(10min);
        QVERIFY(contest
                    .takeAsStaff(ChangeClock {.kind = ClockKind::Pause, .halls = {u"H1"_s}, .notice = u"Fire alarm"_s},
                                 Role::Proctor, {u"H1"_s})
                    .isOk());
        const Access stopped = accessOf(contest.state(), contest.who("P1"), contest.now());
        QVERIFY(stopped.stop);
        QCOMPARE(stopped.closedBecause, u"Fire alarm"_s);
        QVERIFY(stopped.readableRounds.isEmpty());
        QCOMPARE(accessOf(contest.state(), contest.who("P2"), contest.now()).openRound, 1);
        QVERIFY(!clockOfOne(contest, "P1").endsAt);
        contest.wait(17min);
        QCOMPARE(clockOfOne(contest, "P1").remaining, Duration(50min));
        QCOMPARE(clockOfOne(contest, "P2").remaining, Duration(33min));
        QVERIFY(
            contest.takeAsStaff(ChangeClock {.kind = ClockKind::Resume, .halls = {u"H1"_s}, .countdown = 10s}).isOk());
        QCOMPARE(*clockOfOne(contest, "P1").resumesAt, contest.now() + 10s);
        QCOMPARE(*clockOfOne(contest, "P1").endsAt, contest.now() + 10s + 50min);
        QVERIFY(accessOf(contest.state(), contest.who("P1"), contest.now()).stop);
        contest.wait(10s);
        QCOMPARE(accessOf(contest.state(), contest.who("P1"), contest.now()).openRound, 1);
    }

    void aHallsResumeDoesNotLiftAStopOfEverything()
    {
        ContestBuilder contest;
        contest.start();
        QVERIFY(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Pause}).isOk());
        QCOMPARE(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Pause}).error().kind, ErrorKind::Conflict);
        QCOMPARE(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Resume, .halls = {u"H1"_s}}).error().kind,
                 ErrorKind::Conflict);
        QVERIFY(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Pause, .halls = {u"H1"_s}}).isOk());
        QVERIFY(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Resume, .countdown = 0s}).isOk());
        QVERIFY(accessOf(contest.state(), contest.who("P1"), contest.now()).stop);
        QCOMPARE(accessOf(contest.state(), contest.who("P2"), contest.now()).openRound, 1);
    }

    void aCountdownDoesNotEndWhileEverythingIsStopped()
    {
        ContestBuilder contest;
        QVERIFY(contest.takeAsStaff(SetContestState {ContestPhase::Live}).isOk());
        QVERIFY(contest.takeAsStaff(SetRoundState {1, RoundPhase::Countdown}).isOk());
        QVERIFY(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Pause}).isOk());
        contest.wait(1min);
        contest.tick();
        QCOMPARE(contest.state().round(1)->phase, RoundPhase::Countdown);
        QVERIFY(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Resume, .countdown = 5s}).isOk());
        QCOMPARE(*nextDue(contest.state(), contest.now()), contest.now() + 5s);
        contest.wait(5s);
        contest.tick();
        QCOMPARE(contest.state().round(1)->phase, RoundPhase::Active);
    }

    void aCountdownDoesNotEndWhileTheContestIsPaused()
    {
        ContestBuilder contest;
        QVERIFY(contest.takeAsStaff(SetContestState {ContestPhase::Live}).isOk());
        QVERIFY(contest.takeAsStaff(SetRoundState {1, RoundPhase::Countdown}).isOk());
        QVERIFY(contest.takeAsStaff(SetContestState {ContestPhase::Paused}).isOk());
        contest.wait(1min);
        contest.tick();
        QCOMPARE(contest.state().round(1)->phase, RoundPhase::Countdown);
        QVERIFY(contest.takeAsStaff(SetContestState {ContestPhase::Live}).isOk());
        contest.tick();
        QCOMPARE(contest.state().round(1)->phase, RoundPhase::Active);
    }

    void aCountdownThatWaitsIsEndedByAPerson()
    {
        ContestBuilder contest;
        QVERIFY(contest.takeAsStaff(SetContestState {ContestPhase::Live}).isOk());
        QVERIFY(contest.takeAsStaff(SetRoundState {1, RoundPhase::Countdown, true, Duration(30s)}).isOk());
        QCOMPARE(*contest.state().round(1)->activatesAt, contest.now() + 30s);
        contest.wait(2min);
        contest.tick();
        QCOMPARE(contest.state().round(1)->phase, RoundPhase::Countdown);
        QVERIFY(contest.takeAsStaff(SetRoundState {1, RoundPhase::Active}).isOk());
        QCOMPARE(*contest.state().round(1)->startedAt, contest.now());
    }

    void aRoundIsReopenedForThoseWhoGotMoreTime()
    {
        ContestBuilder contest;
        contest.start();
        contest.wait(60min);
        contest.tick();
        QCOMPARE(contest.state().round(1)->phase, RoundPhase::Closed);
        QCOMPARE(contest.takeAsStaff(SetRoundState {1, RoundPhase::Active}).error().kind, ErrorKind::Conflict);
        QVERIFY(contest
                    .takeAsStaff(
                        ChangeClock {.round = 1, .amount = 10min, .halls = {u"H1"_s}, .reason = {{}, u"late start"_s}})
                    .isOk());
        contest.wait(5min);
        QVERIFY(contest.takeAsStaff(SetRoundState {1, RoundPhase::Active}).isOk());
        QCOMPARE(*clockOfOne(contest, "P1").endsAt, contest.now() + 10min);
        QCOMPARE(accessOf(contest.state(), contest.who("P2"), contest.now()).openRound, 0);
        contest.wait(10min);
        contest.tick();
        QCOMPARE(contest.state().round(1)->phase, RoundPhase::Closed);
    }

    void anIndividualClockStartsByItselfAndEndsWithTheRound()
    {
        ContestBuilder contest;
        contest.timeBy(Timing::Individual);
        contest.start();
        const Instant start = contest.now();
        QCOMPARE(accessOf(contest.state(), contest.who("P1"), contest.now()).startableRound, 1);
        QVERIFY(contest.takeAsParticipant(StartRound {ContestBuilder::pid("P1"), 1}).isOk());
        contest.wait(20min);
        QVERIFY(contest.takeAsParticipant(StartRound {ContestBuilder::pid("P2"), 1}).isOk());
        QCOMPARE(*clockOfOne(contest, "P1").endsAt, start + 60min);
        QCOMPARE(*clockOfOne(contest, "P2").endsAt, start + 60min);
        QCOMPARE(clockOfOne(contest, "P2").elapsed, Duration(0));
        QVERIFY(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Pause}).isOk());
        QCOMPARE(contest.takeAsParticipant(StartRound {ContestBuilder::pid("P3"), 1}).error().kind,
                 ErrorKind::Conflict);
        contest.wait(5min);
        QVERIFY(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Resume, .countdown = 0s}).isOk());
        QCOMPARE(*clockOfOne(contest, "P1").endsAt, start + 65min);
    }

    void whoMovesToAnotherHallKeepsTheTimeOfTheFormer()
    {
        ContestBuilder contest;
        contest.start();
        const Instant start = contest.now();
        QVERIFY(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Pause, .halls = {u"H1"_s}}).isOk());
        contest.wait(10min);
        QVERIFY(
            contest.takeAsStaff(ChangeClock {.kind = ClockKind::Resume, .halls = {u"H1"_s}, .countdown = 0s}).isOk());
        contest.wait(1min);
        QVERIFY(contest
                    .takeAsStaff(EnrolParticipants {
                        {{ContestBuilder::pid("P1"), u"H2"_s, u"9"_s}, {ContestBuilder::pid("P2"), u"H1"_s, u"9"_s}}})
                    .isOk());
        QCOMPARE(*clockOfOne(contest, "P1").endsAt, start + 70min);
        QCOMPARE(*clockOfOne(contest, "P2").endsAt, start + 60min);
    }

    void removedTimeCountsForNobodyAndMovesScores()
    {
        ContestBuilder contest;
        contest.start();
        const Instant start = contest.now();
        contest.wait(10min);
        contest.submit("P1", "a", Verdict::Accepted);
        contest.wait(10min);
        const auto timeOf = [&contest] {
            return standingsOf(contest.state(), 1, contest.now()).rows.first().timeSeconds;
        };
        QCOMPARE(timeOf(), 600);
        const Result<Outcome> removed = contest.takeAsStaff(ChangeClock {
            .kind = ClockKind::Removed, .from = start + 5min, .to = start + 8min, .reason = {{}, u"power cut"_s}});
        QVERIFY(removed.isOk());
        QCOMPARE(*clockOfOne(contest, "P2").endsAt, start + 63min);
        QCOMPARE(timeOf(), 420);
        QVERIFY(contest.takeAsStaff(StaffAction {.kind = StaffActionKind::Undo, .undo = actionOf(removed)}).isOk());
        QCOMPARE(*clockOfOne(contest, "P2").endsAt, start + 60min);
        QCOMPARE(timeOf(), 600);
    }

    void whatMakesNoSenseIsRefused_data()
    {
        QTest::addColumn<ChangeClock>("command");
        QTest::addColumn<QString>("field");
        const PrivateText why {{}, u"because"_s};
        const auto row = [](const char *name, const ChangeClock &command, const QString &field) {
            QTest::newRow(name) << command << field;
        };
        row("no time", {.reason = why}, u"amount_ms"_s);
        row("two days", {.amount = 48h, .reason = why}, u"amount_ms"_s);
        row("less percent", {.percent = -5, .reason = why}, u"percent"_s);
        row("no reason", {.amount = 5min}, u"reason"_s);
        row("no such round", {.round = 9, .amount = 5min, .reason = why}, u"round"_s);
        row("no such hall", {.amount = 5min, .halls = {u"H9"_s}, .reason = why}, u"halls"_s);
        row("nobody", {.amount = 5min, .participants = one("P9"), .reason = why}, u"participant_ids"_s);
        row("a hall and a person", {.amount = 5min, .halls = {u"H1"_s}, .participants = one("P1"), .reason = why},
            u"halls"_s);
        row("removed without a span", {.kind = ClockKind::Removed, .reason = why}, u"from"_s);
        row("a long sentence", {.kind = ClockKind::Pause, .notice = QString(501, u'x')}, u"text"_s);
    }
    void whatMakesNoSenseIsRefused()
    {
        QFETCH(ChangeClock, command);
        QFETCH(QString, field);
        ContestBuilder contest;
        contest.start();
        const Result<Outcome> outcome = contest.takeAsStaff(command);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, ErrorKind::Invalid);
        QCOMPARE(outcome.error().fields.first().field, field);
    }

    void timeToComeCannotBeRemovedAndNothingRunsBeforeARoundIsOpen()
    {
        ContestBuilder contest;
        QCOMPARE(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Pause}).error().kind, ErrorKind::Conflict);
        contest.start();
        QCOMPARE(contest
                     .takeAsStaff(ChangeClock {.kind = ClockKind::Removed,
                                               .from = contest.now(),
                                               .to = contest.now() + 5min,
                                               .reason = {{}, u"because"_s}})
                     .error()
                     .fields.first()
                     .field,
                 u"to"_s);
        QCOMPARE(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Resume}).error().kind, ErrorKind::Conflict);
    }

    void staffChangeTheClockInTheirOwnHallsOnly_data()
    {
        QTest::addColumn<Role>("role");
        QTest::addColumn<QSet<QString>>("own");
        QTest::addColumn<QSet<QString>>("halls");
        QTest::addColumn<QSet<ParticipantId>>("people");
        QTest::addColumn<bool>("may");
        const QSet<QString> first {u"H1"_s};
        const QSet<QString> all;
        const QSet<ParticipantId> nobody;
        QTest::newRow("a proctor, own hall") << Role::Proctor << first << first << nobody << true;
        QTest::newRow("a proctor, another hall")
            << Role::Proctor << first << QSet<QString> {u"H2"_s} << nobody << false;
        QTest::newRow("a proctor, both halls")
            << Role::Proctor << first << QSet<QString> {u"H1"_s, u"H2"_s} << nobody << false;
        QTest::newRow("a proctor of one hall, everybody") << Role::Proctor << first << all << nobody << false;
        QTest::newRow("a proctor, somebody of theirs") << Role::Proctor << first << all << one("P1") << true;
        QTest::newRow("a proctor, a stranger") << Role::Proctor << first << all << one("P2") << false;
        QTest::newRow("a proctor of every hall, everybody") << Role::Proctor << all << all << nobody << true;
        QTest::newRow("an admin, everybody") << Role::Admin << all << all << nobody << true;
        QTest::newRow("an operator") << Role::Operator << all << all << nobody << false;
        QTest::newRow("a viewer") << Role::Viewer << all << all << nobody << false;
        QTest::newRow("a participant") << Role::Participant << all << all << one("P1") << false;
    }
    void staffChangeTheClockInTheirOwnHallsOnly()
    {
        QFETCH(Role, role);
        QFETCH(QSet<QString>, own);
        QFETCH(QSet<QString>, halls);
        QFETCH(QSet<ParticipantId>, people);
        QFETCH(bool, may);
        ContestBuilder contest;
        contest.start();
        const Result<Outcome> outcome = contest.takeAsStaff(
            ChangeClock {.kind = ClockKind::Pause, .halls = halls, .participants = people}, role, own);
        QCOMPARE(outcome.isOk(), may);
        if (!may) {
            QCOMPARE(outcome.error().kind, ErrorKind::NotAllowed);
            return;
        }
        const ActionId action = actionOf(outcome);
        const StaffAction undo {.kind = StaffActionKind::Undo, .undo = action};
        if (!own.isEmpty())
            QCOMPARE(contest.takeAsStaff(undo, Role::Proctor, {u"H2"_s}).error().kind, ErrorKind::NotAllowed);
        QVERIFY(contest.takeAsStaff(undo, role, own).isOk());
        QCOMPARE(contest.takeAsStaff(undo, role, own).error().kind, ErrorKind::Conflict);
    }

    /// Nothing counts while a participant's clock is not running, nor for 60 s after it resumes.
    void nothingCountsInAStoppedHallAndForAMinuteAfter()
    {
        Policy policy;
        policy.grace = 0;
        ContestBuilder contest(2, policy);
        contest.start();
        contest.wait(5min);
        QVERIFY(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Pause, .halls = {u"H1"_s}}).isOk());
        contest.wait(1min);
        QCOMPARE(contest.incident("P1", IncidentKind::AwayTab, 20s, "i1").total, 0);
        QCOMPARE(contest.incident("P2", IncidentKind::AwayTab, 20s, "i1").total, 3);
        QVERIFY(
            contest.takeAsStaff(ChangeClock {.kind = ClockKind::Resume, .halls = {u"H1"_s}, .countdown = 10s}).isOk());
        contest.wait(69s);
        QCOMPARE(contest.incident("P1", IncidentKind::AwayTab, 20s, "i2").total, 0);
        contest.wait(1min);
        QCOMPARE(contest.incident("P1", IncidentKind::AwayTab, 20s, "i3").total, 3);
    }

    void whoIsAwayWhileEverythingIsStoppedIsChargedForTheRunningTimeOnly()
    {
        Policy policy;
        policy.grace = 0;
        ContestBuilder contest(1, policy);
        contest.start();
        contest.wait(5min);
        const auto report = [&contest](Phase phase, Instant since) {
            return contest.takeAsParticipant(ReportIncident {.participant = ContestBuilder::pid("P1"),
                                                             .incident = IncidentId(u"alarm"_s),
                                                             .kind = IncidentKind::AwayTab,
                                                             .phase = phase,
                                                             .startedAt = since,
                                                             .duration = contest.now() - since,
                                                             .problem = {},
                                                             .evidence = {}});
        };
        QVERIFY(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Pause}).isOk());
        const Instant left = contest.now();
        QVERIFY(report(Phase::Open, left).isOk());
        contest.wait(20min);
        contest.tick();
        QVERIFY(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Resume, .countdown = 10s}).isOk());
        const Instant runs = contest.now() + 10s;
        QCOMPARE(*nextDue(contest.state(), contest.now()), runs + 60s + 3s);
        contest.wait(10s + 60s + 20s);
        QVERIFY(report(Phase::Closed, left).isOk());
        const IncidentRecorded &incident = contest.who("P1").incidents.first().now;
        QCOMPARE(incident.level, Level::Medium);
        QCOMPARE(incident.duration, Duration(21min + 30s));
    }

    void timeLostBySuspensionLeavesOutAStop()
    {
        ContestBuilder contest;
        contest.start();
        contest.wait(10min);
        contest.act(StaffActionKind::Suspend, "P1");
        QVERIFY(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Pause}).isOk());
        contest.wait(30min);
        QVERIFY(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Resume, .countdown = 0s}).isOk());
        contest.wait(2min);
        contest.act(StaffActionKind::Reinstate, "P1");
        QCOMPARE(clockOfOne(contest, "P1").remaining, Duration(50min));
    }

    void afterAnOutageTheRoundStandsStillAndTheTimeIsTakenOut()
    {
        ContestBuilder contest;
        contest.start();
        contest.wait(10min);
        contest.submit("P1", "a", Verdict::WrongAnswer);
        const Instant last = contest.now();
        contest.wait(59min);
        QVERIFY(contest.take(NoteOutage {last}, {}).isOk());
        QVERIFY(accessOf(contest.state(), contest.who("P1"), contest.now()).stop);
        QCOMPARE(clockOfOne(contest, "P1").remaining, Duration(50min));
        contest.tick();
        QCOMPARE(contest.state().round(1)->phase, RoundPhase::Active);
        const ClockInterval &proposal = contest.state().round(1)->clock.first();
        QVERIFY(proposal.change.proposed);
        QVERIFY(
            contest.takeAsStaff(StaffAction {.kind = StaffActionKind::Undo, .undo = proposal.change.action}).isOk());
        QCOMPARE(clockOfOne(contest, "P1").remaining, Duration(0));
    }

    void aShortOutageAndOneOutsideARoundChangeNothing()
    {
        ContestBuilder contest;
        contest.start();
        const Instant last = contest.now();
        contest.wait(60s);
        QVERIFY(contest.take(NoteOutage {last}, {}).isOk());
        QVERIFY(contest.state().round(1)->clock.isEmpty());
        QVERIFY(contest.takeAsStaff(SetRoundState {1, RoundPhase::Paused}).isOk());
        contest.wait(10min);
        QVERIFY(contest.take(NoteOutage {last}, {}).isOk());
        QCOMPARE(contest.state().round(1)->clock.size(), 1);
    }

    /// For random changes of the clock, some undone: each one's end is what counting minute by minute gives.
    void endsAreThoseOfANaiveReckoning()
    {
        constexpr quint32 seed = 20260130;
        QRandomGenerator random(seed);
        for (int history = 0; history < 150; ++history) {
            ContestBuilder contest(4);
            contest.start();
            const Instant start = contest.now();
            QList<NaiveChange> changes;
            int minute = 0;
            for (int step = random.bounded(1, 12); step > 0; --step) {
                const int wait = random.bounded(0, 7);
                contest.wait(std::chrono::minutes(wait));
                minute += wait;
                takeRandom(contest, random, changes, start, minute);
            }
            compareEnds(contest, changes, start);
            if (QTest::currentTestFailed())
                return qWarning("seed %u, history %d", seed, history);
        }
    }

    /// Whatever is done to the clock, undoing it (in any order) leaves everybody's end as it was.
    void undoneChangesLeaveEveryEndAsItWas()
    {
        constexpr quint32 seed = 20260131;
        QRandomGenerator random(seed);
        for (int history = 0; history < 100; ++history) {
            ContestBuilder contest(4);
            contest.start();
            const Instant start = contest.now();
            QList<NaiveChange> changes;
            int minute = 5;
            contest.wait(5min);
            for (int step = 0; step < 4; ++step)
                takeRandom(contest, random, changes, start, minute);
            QList<std::optional<Instant>> before;
            for (const QString &who : everybody)
                before.append(clockOfOne(contest, qPrintable(who)).endsAt);
            QList<NaiveChange> more = changes;
            for (int step = 0; step < 4; ++step) {
                contest.wait(1min);
                ++minute;
                takeRandom(contest, random, more, start, minute, false);
            }
            QList<NaiveChange> later = more.mid(changes.size());
            while (!later.isEmpty()) {
                const NaiveChange change = later.takeAt(random.bounded(int(later.size())));
                contest.wait(1min);
                QVERIFY(contest.takeAsStaff(StaffAction {.kind = StaffActionKind::Undo, .undo = change.action}).isOk());
            }
            for (qsizetype index = 0; index < everybody.size(); ++index)
                QVERIFY2(clockOfOne(contest, qPrintable(everybody[index])).endsAt == before[index],
                         qPrintable(u"%1, seed %2, history %3"_s.arg(everybody[index]).arg(seed).arg(history)));
        }
    }

private:
    /// One random change that the rules accept, or the undoing of an earlier one.
    static void takeRandom(ContestBuilder &contest, QRandomGenerator &random, QList<NaiveChange> &changes,
                           Instant start, int minute, bool mayUndo = true)
    {
        if (mayUndo && !changes.isEmpty() && random.bounded(4) == 0) {
            NaiveChange &change = changes[random.bounded(int(changes.size()))];
            const bool undone =
                contest.takeAsStaff(StaffAction {.kind = StaffActionKind::Undo, .undo = change.action}).isOk();
            QCOMPARE(undone, !change.undone);
            change.undone = true;
            return;
        }
        NaiveChange change {.kind = ClockKind(random.bounded(4)), .minute = minute};
        const int scope = random.bounded(3);
        if (scope == 1)
            change.hall = random.bounded(2) ? u"H1"_s : u"H2"_s;
        if (scope == 2)
            change.person = everybody[random.bounded(int(everybody.size()))];
        change.amount = random.bounded(2) ? random.bounded(1, 20) : -random.bounded(1, 15);
        change.countdown = random.bounded(3);
        change.from = minute > 0 ? random.bounded(minute) : 0;
        change.to = change.from + random.bounded(1, 6);
        const Result<Outcome> outcome = contest.takeAsStaff(change.command(start));
        if (!outcome)
            return; // nothing was stopped there, or the time has not come yet
        change.action = actionOf(outcome);
        changes.append(change);
    }

    static void compareEnds(const ContestBuilder &contest, const QList<NaiveChange> &changes, Instant start)
    {
        for (const QString &who : everybody) {
            const std::optional<Instant> end = clockOfOne(contest, qPrintable(who)).endsAt;
            const std::optional<int> naive = naiveEnd(changes, who);
            const QString got = end ? toRfc3339(*end) : u"unknown"_s;
            const QString expected = naive ? toRfc3339(start + std::chrono::minutes(*naive)) : u"unknown"_s;
            QVERIFY2(got == expected, qPrintable(u"%1: %2 instead of %3"_s.arg(who, got, expected)));
        }
    }
};

QTEST_APPLESS_MAIN(TestClock)
#include "test_clock.moc"
