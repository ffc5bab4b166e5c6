#include "shared/domain/ContestClock.h"
#include "shared/domain/Standings.h"
#include "tests/support/ContestBuilder.h"

#include <QTest>

using namespace Marathon;
using namespace std::chrono_literals;

namespace {

QStringList sourcesOf(const ContestBuilder &contest, const char *who)
{
    QStringList sources;
    for (const SubmissionState &submission : contest.who(who).submissions)
        sources.append(submission.received.sourceSha);
    return sources;
}

Submit queued(const char *who, const char *problem, std::optional<Instant> clientAt, const QString &ref = u"queued"_s)
{
    return {.participant = ContestBuilder::pid(who),
            .problem = ProblemId(QString::fromLatin1(problem)),
            .language = LanguageId(u"c"_s),
            .sourceSha = ref,
            .size = 10,
            .clientRef = ref,
            .clientAt = clientAt};
}

} // namespace

/// What happens when somebody's time is up: drafts are sent in, once, and what was under way still counts for a while.
class TestZero : public QObject
{
    Q_OBJECT

private slots:
    void atZeroTheNewestDraftIsSubmitted_data()
    {
        QTest::addColumn<QString>("draft");
        QTest::addColumn<bool>("isBuggySource");
        QTest::addColumn<QString>("earlier"); ///< submitted before; empty: nothing
        QTest::addColumn<Verdict>("verdict");
        QTest::addColumn<bool>("isSubmitted");
        const QString none;
        QTest::newRow("a new draft") << u"mine"_s << false << none << Verdict::WrongAnswer << true;
        QTest::newRow("the program as it was handed out")
            << u"buggy"_s << true << none << Verdict::WrongAnswer << false;
        QTest::newRow("changed since the last submission")
            << u"mine"_s << false << u"ref1"_s << Verdict::WrongAnswer << true;
        QTest::newRow("the same as the last submission")
            << u"ref1"_s << false << u"ref1"_s << Verdict::WrongAnswer << false;
        QTest::newRow("a solved problem") << u"mine"_s << false << u"ref1"_s << Verdict::Accepted << false;
    }
    void atZeroTheNewestDraftIsSubmitted()
    {
        QFETCH(QString, draft);
        QFETCH(bool, isBuggySource);
        QFETCH(QString, earlier);
        QFETCH(Verdict, verdict);
        QFETCH(bool, isSubmitted);
        ContestBuilder contest;
        contest.start();
        if (!earlier.isEmpty())
            contest.submit("P1", "a", verdict);
        contest.draft("P1", "a", draft, isBuggySource);
        const qsizetype before = contest.who("P1").submissions.size();
        contest.wait(60min);
        contest.tick();
        contest.tick();
        QCOMPARE(contest.state().round(1)->phase, RoundPhase::Closed);
        QCOMPARE(contest.who("P1").submissions.size(), before + (isSubmitted ? 1 : 0));
        if (!isSubmitted)
            return;
        const SubmissionState &forced = contest.who("P1").submissions.last();
        QVERIFY(forced.received.forced && !forced.received.held && isCounted(contest.who("P1"), forced));
        QCOMPARE(forced.received.sourceSha, draft);
    }

    void eachOnesDraftsGoInAtTheirOwnEnd()
    {
        ContestBuilder contest;
        contest.start();
        QVERIFY(
            contest.takeAsStaff(ChangeClock {.amount = 10min, .halls = {u"H2"_s}, .reason = {{}, u"accommodation"_s}})
                .isOk());
        QVERIFY(contest
                    .takeAsStaff(ChangeClock {.amount = -20min,
                                              .participants = {ContestBuilder::pid("P3")},
                                              .reason = {{}, u"given in by mistake"_s}})
                    .isOk());
        for (const char *who : {"P1", "P2", "P3"})
            contest.draft(who, "a", QString::fromLatin1(who));
        const Instant start = contest.now();
        QStringList order;
        while (contest.state().round(1)->phase == RoundPhase::Active) {
            const std::optional<Instant> due = nextDue(contest.state(), contest.now());
            QVERIFY(due && *due > contest.now());
            contest.wait(*due - contest.now());
            contest.tick();
            for (const char *who : {"P1", "P2", "P3"}) {
                const QString at =
                    QString::fromLatin1(who) + u'@' +
                    QString::number(std::chrono::floor<std::chrono::minutes>(contest.now() - start).count());
                const bool isKnown = std::any_of(order.begin(), order.end(), [who](const QString &entry) {
                    return entry.startsWith(QLatin1StringView(who));
                });
                if (!contest.who(who).submissions.isEmpty() && !isKnown)
                    order.append(at);
            }
        }
        QCOMPARE(order, (QStringList {u"P3@40"_s, u"P1@60"_s, u"P2@70"_s}));
        for (const char *who : {"P1", "P2", "P3"})
            QCOMPARE(sourcesOf(contest, who), QStringList {QString::fromLatin1(who)});
    }

    void moreTimeAfterTheEndIsASecondEnd()
    {
        ContestBuilder contest;
        contest.start();
        contest.draft("P1", "a", u"first"_s);
        contest.wait(60min);
        contest.tick();
        QVERIFY(contest.takeAsStaff(ChangeClock {.round = 1, .amount = 5min, .reason = {{}, u"noise"_s}}).isOk());
        QVERIFY(contest.takeAsStaff(SetRoundState {1, RoundPhase::Active}).isOk());
        contest.draft("P1", "a", u"second"_s);
        contest.wait(5min);
        contest.tick();
        QCOMPARE(sourcesOf(contest, "P1"), (QStringList {u"first"_s, u"second"_s}));
    }

    void aRoundThatStaffCloseIsAnEndToo()
    {
        ContestBuilder contest;
        contest.start();
        contest.draft("P1", "a", u"mine"_s);
        contest.wait(20min);
        QVERIFY(contest.takeAsStaff(SetContestState {ContestPhase::Ended}).isOk());
        QCOMPARE(sourcesOf(contest, "P1"), QStringList {u"mine"_s});
        QCOMPARE(contest.who("P1").timeUp.value(u"1"_s).at, contest.now());
    }

    void aThousandDraftsGoInOverSeveralTicks()
    {
        ContestBuilder contest(250);
        contest.start();
        for (int number = 1; number <= 250; ++number)
            contest.draft(qPrintable(u"P%1"_s.arg(number)), "a", u"mine%1"_s.arg(number));
        contest.wait(60min);
        int ticks = 0;
        while (contest.state().round(1)->phase == RoundPhase::Active) {
            QVERIFY(*nextDue(contest.state(), contest.now()) <= contest.now());
            contest.tick();
            ++ticks;
        }
        QCOMPARE(ticks, 3);
        for (const ParticipantPtr &who : contest.state().participants)
            QCOMPARE(who->submissions.size(), 1);
    }

    void whoIsDoneOrOutAndASwitchedOffPolicyGiveNothing_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : {"done", "disqualified", "switched off"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void whoIsDoneOrOutAndASwitchedOffPolicyGiveNothing()
    {
        QFETCH(QString, what);
        Policy policy;
        policy.submitAtZero = what != u"switched off";
        ContestBuilder contest(3, policy);
        contest.start();
        if (what == u"done")
            QVERIFY(contest.takeAsParticipant(FinishRound {ContestBuilder::pid("P1"), 1}).isOk());
        if (what == u"disqualified")
            contest.act(StaffActionKind::Disqualify, "P1");
        contest.draft("P1", "a", u"mine"_s);
        contest.wait(60min);
        contest.tick();
        QVERIFY(sourcesOf(contest, "P1").isEmpty());
    }

    void aDraftThatWasSentInIsNeverPenalised()
    {
        ContestBuilder contest;
        ContestConfig config = *contest.state().config;
        config.penalty = 20min;
        QVERIFY(contest.takeAsStaff(DefineContest {config}).isOk());
        contest.start();
        contest.draft("P1", "a", u"mine"_s);
        const Result<Outcome> forced = contest.takeAsStaff(StaffAction {.kind = StaffActionKind::ForceSubmit,
                                                                        .participants = {ContestBuilder::pid("P1")},
                                                                        .reason = {{}, u"asked for"_s}});
        QVERIFY(forced.isOk());
        const SubmissionId id = contest.who("P1").submissions.first().received.submission;
        QVERIFY(contest
                    .take(RecordVerdict {SubmissionJudged {
                              .submission = id, .verdict = Verdict::WrongAnswer, .compileOutput = {}}},
                          {})
                    .isOk());
        contest.wait(10min);
        contest.submit("P1", "a", Verdict::Accepted);
        const Standing row = standingsOf(contest.state(), 1, contest.now()).rows.first();
        QCOMPARE(row.timeSeconds, 600);
        QCOMPARE(row.problems.first().attempts, 1);
        QVERIFY(contest
                    .takeAsStaff(
                        StaffAction {.kind = StaffActionKind::Undo, .undo = std::get<ActionOutcome>(*forced).action})
                    .isOk());
        QVERIFY(!isCounted(contest.who("P1"), contest.who("P1").submissions.first()));
    }

    void whatWaitedForTheConnectionIsTakenLate_data()
    {
        QTest::addColumn<bool>("offline");
        QTest::addColumn<Duration>("arrives");  ///< after the end
        QTest::addColumn<Duration>("clientAt"); ///< after the end
        QTest::addColumn<bool>("isTaken");
        QTest::addColumn<bool>("isCountedThen");
        const auto row = [](const char *name, bool offline, Duration arrives, Duration clientAt, bool isTaken,
                            bool isCountedThen) {
            QTest::newRow(name) << offline << arrives << clientAt << isTaken << isCountedThen;
        };
        row("just after the end", false, 1ms, -1s, true, true);
        row("sent at the end", false, 5s, 0s, true, true);
        row("20 s after", false, 20s, -1s, true, true);
        row("after 20 s", false, 20s + 1ms, -1s, true, false);
        row("offline, 120 s after", true, 120s, -1s, true, true);
        row("offline, after 120 s", true, 120s + 1ms, -1s, true, false);
        row("an hour after", true, 1h, -1min, true, false);
        row("sent after the end", false, 5s, 1ms, false, false);
        row("sent before the round", false, 5s, -2h, false, false);
    }
    void whatWaitedForTheConnectionIsTakenLate()
    {
        QFETCH(bool, offline);
        QFETCH(Duration, arrives);
        QFETCH(Duration, clientAt);
        QFETCH(bool, isTaken);
        QFETCH(bool, isCountedThen);
        ContestBuilder contest;
        contest.start();
        const Instant end = contest.now() + 60min;
        contest.wait(59min);
        if (offline)
            QVERIFY(contest.take(NoteConnection {ContestBuilder::pid("P1"), false, u"closed"_s}, {}).isOk());
        contest.wait(1min);
        contest.tick();
        contest.wait(arrives);
        if (offline)
            QVERIFY(contest.takeAsParticipant(NoteConnection {ContestBuilder::pid("P1"), true, {}}).isOk());
        const Result<Outcome> outcome = contest.takeAsParticipant(queued("P1", "a", end + clientAt));
        QCOMPARE(outcome.isOk(), isTaken);
        if (!isTaken) {
            QCOMPARE(outcome.error().kind, ErrorKind::Conflict);
            return;
        }
        const SubmissionReceipt &receipt = std::get<SubmissionReceipt>(*outcome);
        QVERIFY(receipt.late);
        QCOMPARE(receipt.counted, isCountedThen);
        QCOMPARE(*receipt.clientAt, end + clientAt);
        QCOMPARE(receipt.receivedAt, contest.now());
        QCOMPARE(isCounted(contest.who("P1"), contest.who("P1").submissions.first()), isCountedThen);
    }

    void withoutATimeOfItsOwnNothingIsLate()
    {
        ContestBuilder contest;
        contest.start();
        contest.wait(60min);
        contest.tick();
        contest.wait(1s);
        QCOMPARE(contest.takeAsParticipant(queued("P1", "a", std::nullopt)).error().kind, ErrorKind::Conflict);
    }

    void staffLetLateWorkCountAndTakeThatBack()
    {
        ContestBuilder contest;
        contest.start();
        const Instant end = contest.now() + 60min;
        contest.wait(60min);
        contest.tick();
        contest.wait(5min);
        QVERIFY(contest.takeAsParticipant(queued("P1", "a", end - 1s)).isOk());
        const SubmissionId id = contest.who("P1").submissions.first().received.submission;
        QVERIFY(contest
                    .take(RecordVerdict {SubmissionJudged {
                              .submission = id, .verdict = Verdict::Accepted, .compileOutput = {}}},
                          {})
                    .isOk());
        const auto score = [&contest] { return standingsOf(contest.state(), 1, contest.now()).rows.first().score; };
        QCOMPARE(score(), 0);
        const ActionId action = contest.act(StaffActionKind::AcceptLate, "P1", "the switch of hall 1 had failed");
        QCOMPARE(score(), 20);
        QCOMPARE(standingsOf(contest.state(), 1, contest.now()).rows.first().timeSeconds, 3600);
        QVERIFY(contest.takeAsStaff(StaffAction {.kind = StaffActionKind::Undo, .undo = action}).isOk());
        QCOMPARE(score(), 0);
    }

    void whatWasUnderWayWhenAHallWasStoppedIsTaken()
    {
        ContestBuilder contest;
        contest.start();
        contest.wait(10min);
        const Instant sent = contest.now();
        contest.wait(1s);
        QVERIFY(contest.takeAsStaff(ChangeClock {.kind = ClockKind::Pause, .halls = {u"H1"_s}}).isOk());
        contest.wait(5s);
        QVERIFY(contest.takeAsParticipant(queued("P1", "a", sent)).isOk());
        QVERIFY(contest.who("P1").submissions.first().received.late);
        QCOMPARE(contest.takeAsParticipant(queued("P1", "b", contest.now(), u"during"_s)).error().kind,
                 ErrorKind::Conflict);
        contest.wait(1min);
        QVERIFY(contest.takeAsParticipant(queued("P1", "b", sent, u"long after"_s)).isOk());
        QVERIFY(contest.who("P1").submissions.last().received.uncounted);
    }
};

QTEST_APPLESS_MAIN(TestZero)
#include "test_zero.moc"
