#include "admin-desktop/models/Figures.h"
#include "admin-desktop/models/LeaderboardModel.h"
#include "admin-desktop/models/ParticipantsModel.h"
#include "admin-desktop/models/StreamModels.h"
#include "admin-desktop/models/TableReport.h"
#include "admin-desktop/models/ViolationsModel.h"
#include "admin-desktop/models/Wording.h"
#include "admin-desktop/widgets/ShownRows.h"
#include "tests/console/RecordedContest.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QTest>

using namespace Marathon;
using namespace std::chrono_literals;

namespace {

/// A console's models, fed by the events of a contest.
struct Console
{
    explicit Console(const RecordedContest &contest)
        : live(clock)
        , standings(live)
        , participants(live, standings)
        , violations(live)
        , leaderboard(live, standings)
        , activity(live)
        , timeline(live)
    {
        const Result<StaffWelcome> welcome = fromJson<StaffWelcome>(contest.welcome(contest.state(), contest.now()));
        if (!welcome)
            qFatal("no welcome: %s", qPrintable(welcome.error().message));
        live.takeWelcome(*welcome);
    }
    QList<QAbstractItemModel *> models() { return {&participants, &violations, &leaderboard, &activity, &timeline}; }

    SystemClock clock;
    LiveContest live;
    LiveStandings standings;
    ParticipantsModel participants;
    ViolationsModel violations;
    LeaderboardModel leaderboard;
    ActivityModel activity;
    TimelineModel timeline;
};

QStringList textsOf(const QAbstractItemModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells.append(model.index(row, column).data().toString());
        lines.append(cells.join(u'|'));
    }
    return lines;
}

} // namespace

class TestConsoleModels : public QObject
{
    Q_OBJECT

private slots:
    void modelsKeepTheirPromisesUnderRandomEvents_data()
    {
        QTest::addColumn<uint>("seed");
        for (const uint seed : {1u, 2u, 3u})
            QTest::addRow("seed %u", seed) << seed;
    }
    void modelsKeepTheirPromisesUnderRandomEvents()
    {
        QFETCH(uint, seed);
        RecordedContest contest({.participants = 24, .played = 2min, .seed = seed});
        Console console(contest);
        console.timeline.setParticipant(ParticipantId(u"DM260005"_s));
        QList<QAbstractItemModelTester *> testers;
        for (QAbstractItemModel *model : console.models())
            testers.append(
                new QAbstractItemModelTester(model, QAbstractItemModelTester::FailureReportingMode::QtTest, this));
        int resets = 0;
        for (QAbstractItemModel *model : console.models())
            connect(model, &QAbstractItemModel::modelReset, this, [&resets] { ++resets; });
        for (int second = 0; second < 400; ++second) {
            for (const Event &event : contest.goOn())
                console.live.takeEvent(event);
            console.standings.flush();
        }
        QCOMPARE(resets, 0);
        QCOMPARE(toJson(console.live.state()), toJson(contest.state()));

        // What has grown event by event is what a fresh snapshot gives.
        Console fresh(contest);
        fresh.timeline.setParticipant(ParticipantId(u"DM260005"_s));
        QCOMPARE(textsOf(console.violations), textsOf(fresh.violations));
        QCOMPARE(textsOf(console.timeline), textsOf(fresh.timeline));
        QCOMPARE(console.participants.rowCount(), fresh.participants.rowCount());
        for (int row = 0; row < fresh.participants.rowCount(); ++row) {
            ParticipantRow grown = console.participants.rowAt(row);
            ParticipantRow loaded = fresh.participants.rowAt(row);
            // The fold does not keep when somebody signed in or out, so only the live one knows their last activity.
            grown.lastAt = loaded.lastAt = {};
            grown.lastText = loaded.lastText = QString();
            grown.freshAt = loaded.freshAt = 0;
            QVERIFY2(grown == loaded, qPrintable(grown.key));
        }
        for (int row = 0; row < fresh.leaderboard.rowCount(); ++row)
            QCOMPARE(console.leaderboard.rowAt(row).standing, fresh.leaderboard.rowAt(row).standing);
        qDeleteAll(testers);
    }

    void staysFluentWith350PeopleAndTenThousandEvents()
    {
        RecordedContest contest({.participants = 350, .played = 1min, .seed = 9});
        Console console(contest);
        ShownRows byRisk;
        byRisk.setSourceModel(&console.participants);
        byRisk.sort(2, Qt::DescendingOrder);
        ShownRows stream;
        stream.setSourceModel(&console.violations);
        stream.setLeastLevel(1);
        const QList<Event> events = contest.strayOften(10'000);
        QVERIFY(events.size() >= 10'000);
        QElapsedTimer timer;
        timer.start();
        qint64 longest = 0;
        for (const Event &event : events) {
            const qint64 before = timer.nsecsElapsed();
            console.live.takeEvent(event);
            longest = std::max(longest, timer.nsecsElapsed() - before);
        }
        console.standings.flush();
        const double each = double(timer.nsecsElapsed()) / 1e6 / double(events.size());
        qInfo("%lld events: %.3f ms each, longest %.1f ms; %d violations", qlonglong(events.size()), each,
              double(longest) / 1e6, console.violations.rowCount());
        QCOMPARE(console.live.state().lastSeq, contest.state().lastSeq);
        QVERIFY2(each < 5.0, "an event must not cost a visible part of a frame");

        timer.start();
        for (int turn = 0; turn < 10; ++turn) {
            const Figures figures = figuresOf(console.live);
            const QList<MinuteCount> minutes = violationsPerMinute(console.live.state(), console.live.now(), 60);
            QVERIFY(figures.participants == 350 && minutes.size() == 60);
        }
        qInfo("figures and chart: %.2f ms", double(timer.nsecsElapsed()) / 1e7);
        timer.start();
        const Standings standings = standingsOf(console.live.state(), 0, console.live.now());
        qInfo("standings: %.2f ms, %lld rows", double(timer.nsecsElapsed()) / 1e6, qlonglong(standings.rows.size()));
    }

    void aDisqualifiedPersonLeavesTheRankingAndComesBackTheSame()
    {
        RecordedContest contest({.participants = 30, .played = 20min, .seed = 4});
        Console console(contest);
        ShownRows ranked;
        ranked.setSourceModel(&console.leaderboard);
        ranked.setOut(false);
        const ParticipantId best = console.standings.of(0).rows.first().participant;
        const QStringList before = textsOf(ranked);
        const auto take = [&](const Command &command) {
            const Result<Decision> decision =
                decide(console.live.state(), command,
                       {.actor = u"staff:asha"_s, .role = Role::Admin, .halls = {}, .receivedAt = contest.now()},
                       contest.now());
            QVERIFY(decision.isOk());
            for (const Event &event : decision->events)
                console.live.takeEvent(event);
            console.standings.flush();
        };
        StaffAction action {.kind = StaffActionKind::Disqualify,
                            .participants = {best},
                            .reason = {{}, u"phone"_s},
                            .text = {},
                            .incidents = {},
                            .incident = {},
                            .undo = {}};
        take(action);
        QCOMPARE(ranked.rowCount(), before.size() - 1);
        QCOMPARE(console.participants.index(console.participants.rowOf(best), 0).data(OutRole).toBool(), true);
        action.kind = StaffActionKind::Reinstate;
        take(action);
        QCOMPARE(textsOf(ranked), before);
    }

    void aTimelineSaysWhatWasUndone()
    {
        RecordedContest contest({.participants = 3, .played = 1min, .seed = 4});
        Console console(contest);
        const ParticipantId who(u"DM260001"_s);
        console.timeline.setParticipant(who);
        const auto take = [&](const StaffAction &action) {
            const Result<Decision> decision =
                decide(console.live.state(), action,
                       {.actor = u"staff:asha"_s, .role = Role::Admin, .halls = {}, .receivedAt = contest.now()},
                       contest.now());
            if (!decision)
                qFatal("refused: %s", qPrintable(decision.error().message));
            for (const Event &event : decision->events)
                console.live.takeEvent(event);
            return std::get<ActionOutcome>(decision->outcome).action;
        };
        const ActionId action = take({.kind = StaffActionKind::Disqualify,
                                      .participants = {who},
                                      .reason = {{}, u"phone"_s},
                                      .text = {},
                                      .incidents = {},
                                      .incident = {},
                                      .undo = {}});
        QCOMPARE(console.timeline.rowAt(0).text, u"was disqualified"_s);
        take({.kind = StaffActionKind::Undo,
              .participants = {},
              .reason = {},
              .text = {},
              .incidents = {},
              .incident = {},
              .undo = action});
        QCOMPARE(console.timeline.rowAt(0).text, u"(undone) was disqualified"_s);
    }

    void violationsCountInTheirMinuteAtTheirLevel()
    {
        ContestState state;
        auto who = std::make_shared<ParticipantState>();
        who->id = ParticipantId(u"P1"_s);
        const Instant minute = std::chrono::floor<std::chrono::minutes>(Instant(Duration(1'769'666'400'000)));
        const auto add = [&](const char *id, Instant at, Level level, bool counted, Risk risk = Risk::Low) {
            IncidentState incident;
            incident.now.incident = IncidentId(QString::fromLatin1(id));
            incident.now.level = level;
            incident.now.counted = counted;
            incident.now.points = 3;
            incident.now.risk = risk;
            incident.chargedAt = at;
            who->incidents.append(incident);
        };
        add("now", minute + 5s, Level::Low, true);
        add("now too", minute + 59s, Level::High, true);
        add("the limit", minute - 1s, Level::Medium, true, Risk::Critical);
        add("not counted", minute, Level::Medium, false);
        add("too old", minute - 10min, Level::Low, true);
        add("excused", minute, Level::Low, true);
        who->incidents.last().excusedBy.insert(ActionId(u"a"_s));
        state.participants.insert(who->id, who);
        const QList<MinuteCount> minutes = violationsPerMinute(state, minute + 30s, 3);
        QCOMPARE(minutes.size(), 3);
        QCOMPARE(minutes[2].minute, minute);
        QCOMPARE(minutes[2].counts, (std::array {1, 0, 1, 0}));
        QCOMPARE(minutes[1].counts, (std::array {0, 0, 0, 1}));
        QCOMPARE(minutes[0].counts, (std::array {0, 0, 0, 0}));
    }

    void theNextStepFollowsTheState()
    {
        RecordedContest contest({.participants = 3, .played = 1min, .seed = 1});
        ContestState state = contest.state();
        QCOMPARE(nextSteps(state).first().text, u"Close Level 1"_s);
        QVERIFY(nextSteps(state).first().isGrave);
        state.rounds[0].phase = RoundPhase::Closed;
        QCOMPARE(nextSteps(state).first().text, u"Start Level 2"_s);
        state.phase = ContestPhase::Paused;
        QCOMPARE(nextSteps(state).first().text, u"Resume contest"_s);
        for (const NextStep &step : nextSteps(state))
            QVERIFY(step.what == NextStep::What::Round || mayFollow(state.phase, step.contest));
    }

    void everyStepIsOneThatTheRulesAllow_data()
    {
        QTest::addColumn<int>("contest");
        QTest::addColumn<int>("round");
        for (const auto &contest : EnumNames<ContestPhase>::rows) {
            for (const auto &round : EnumNames<RoundPhase>::rows)
                QTest::addRow("%s, round %s", contest.name.data(), round.name.data())
                    << int(contest.kind) << int(round.kind);
        }
    }
    void everyStepIsOneThatTheRulesAllow()
    {
        QFETCH(int, contest);
        QFETCH(int, round);
        ContestState state;
        state.phase = ContestPhase(contest);
        state.rounds = {RoundState {.number = 1, .phase = RoundPhase(round)}};
        const QList<NextStep> steps = nextSteps(state);
        QVERIFY(!steps.isEmpty());
        for (const NextStep &step : steps) {
            QVERIFY(!step.text.isEmpty() && !step.effect.isEmpty());
            QVERIFY(step.what == NextStep::What::Contest ? mayFollow(state.phase, step.contest)
                                                         : mayFollow(state.rounds.first().phase, step.roundPhase));
        }
    }

    void aFilterNeverHidesAnOpenIncident()
    {
        RecordedContest contest({.participants = 20, .played = 1min, .seed = 5});
        Console console(contest);
        ShownRows shown;
        shown.setSourceModel(&console.participants);
        shown.setWords(u"nobody is called like this"_s);
        const auto open = [&] { return figuresOf(console.live).openIncidents; };
        for (int second = 0; second < 600 && open() == 0; ++second) {
            for (const Event &event : contest.goOn())
                console.live.takeEvent(event);
        }
        QVERIFY(open() > 0);
        QVERIFY(shown.rowCount() >= 1);
        QVERIFY(shown.index(0, 0).data(KeepRole).toBool());
    }

    void aPausedStreamCountsWhatWaits()
    {
        RecordedContest contest({.participants = 60, .played = 2min, .seed = 6});
        Console console(contest);
        ShownRows shown;
        shown.setSourceModel(&console.violations);
        shown.setPausedAt(console.violations.newestSerial());
        const int before = shown.rowCount();
        const int all = console.violations.rowCount();
        for (int second = 0; second < 120; ++second) {
            for (const Event &event : contest.goOn())
                console.live.takeEvent(event);
        }
        const int added = console.violations.rowCount() - all;
        QVERIFY(added > 0);
        QCOMPARE(shown.rowCount(), before);
        QCOMPARE(shown.waitingCount(), added);
        shown.setPausedAt(std::nullopt);
        QCOMPARE(shown.rowCount(), before + added);
    }

    void tablesAreExportedAsShownAndNeutralised()
    {
        RecordedContest contest({.participants = 3, .played = 1min, .seed = 1});
        Console console(contest);
        console.live.takePeople({{.id = ParticipantId(u"DM260001"_s), .name = u"=cmd|' /C calc'!A0"_s}});
        ShownRows shown;
        shown.setSourceModel(&console.participants);
        shown.setWords(u"DM260001"_s);
        const ReportTable report = reportOf(shown, u"participants"_s);
        QCOMPARE(report.rows.size(), 1);
        QCOMPARE(report.columns[1].name, u"name"_s);
        const QByteArray csv = toCsv(report);
        QVERIFY(csv.startsWith("seat,name,risk,points"));
        QVERIFY(csv.contains("'=cmd|"));
        QCOMPARE(csv.count("\r\n"), 2);
    }

    void timesReadAsPeopleSayThem_data()
    {
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("short") << qint64(12'400) << u"12.4 s"_s;
        QTest::newRow("a minute") << qint64(60'000) << u"1 min 00 s"_s;
        QTest::newRow("minutes") << qint64(185'000) << u"3 min 05 s"_s;
        QTest::newRow("hours") << qint64(3'720'000) << u"1 h 02 min"_s;
    }
    void timesReadAsPeopleSayThem()
    {
        QFETCH(qint64, milliseconds);
        QTEST(durationText(Duration(milliseconds)), "text");
    }

    void everyEventHasWords()
    {
        RecordedContest contest({.participants = 60, .played = 45min, .seed = 8});
        QSet<QString> seen;
        for (const Event &event : contest.ledger()) {
            const EventLine line = lineOf(event, contest.state());
            QVERIFY2(!line.text.isEmpty(), typeOf(event.body).name.data());
            QVERIFY2(!line.text.contains(u'%') && !line.detail.contains("%1"_L1), qPrintable(line.text + line.detail));
            seen.insert(QString(typeOf(event.body).name));
        }
        QVERIFY2(seen.size() >= 14, qPrintable(QStringList(seen.values()).join(u' ')));
    }
};

QTEST_MAIN(TestConsoleModels)
#include "test_console_models.moc"
