#include "admin-desktop/pages/OverviewPage.h"

#include "admin-desktop/models/Figures.h"
#include "admin-desktop/models/Wording.h"
#include "admin-desktop/widgets/MarkPainter.h"
#include "shared/domain/ContestClock.h"

#include <QGridLayout>
#include <QHeaderView>

namespace Marathon {

namespace {

constexpr int fewestMinutes = 20;
constexpr int mostMinutes = 60;
const QList<Mark> chartMarks {Mark::Low, Mark::Medium, Mark::High, Mark::Critical};

enum TileName { TileOnline, TileSubmissions, TileAccepted, TileRisk, TileViolations, TileQueue };
constexpr int narrowPage = 720;
constexpr int wideEnoughForOneRow = 1200;

/// Whether a stop, of everybody or of a hall, waits to be lifted.
bool isAnybodyStopped(const ContestState &state, const RoundState &round, Instant now)
{
    return std::any_of(state.participants.begin(), state.participants.end(), [&](const ParticipantPtr &who) {
        const std::optional<StopNotice> stop = stopFor(round, who.get(), now);
        return stop && !stop->resumesAt;
    });
}

QString rate(double perMinute)
{
    return QString::number(perMinute, 'f', 1);
}

} // namespace

OverviewPage::OverviewPage(Desk &desk, QWidget *parent)
    : Page(desk, parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    auto *top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(makeClock(), 5);
    top->addWidget(makeTiles(), 7);
    layout->addLayout(top);
    layout->addWidget(makeChart(), 5);
    auto *bottom = new QHBoxLayout;
    bottom->setSpacing(12);
    bottom->addWidget(makeTopTen(), 5);
    bottom->addWidget(makeActivity(), 7);
    layout->addLayout(bottom, 7);
    connect(&desk, &Desk::ticked, this, &OverviewPage::refresh);
    connect(&desk.contest, &LiveContest::loaded, this, &OverviewPage::refresh);
    connect(&desk.standings, &LiveStandings::changed, this, &OverviewPage::showTopTen);
    connect(&desk.actions, &Actions::availabilityChanged, this, &OverviewPage::showSteps);
    refresh();
    showTopTen();
}

QWidget *OverviewPage::makeClock()
{
    auto *card = new Card({}, this);
    auto *line = new QHBoxLayout;
    m_contestState = makeLabel({}, "quiet");
    m_roundName = makeLabel({}, "heading");
    line->addWidget(m_roundName);
    line->addStretch(1);
    line->addWidget(m_contestState);
    card->body()->addLayout(line);
    auto *clockLine = new QHBoxLayout;
    m_clock = makeLabel({}, "bigclock");
    m_clockNote = makeLabel({}, "quiet");
    clockLine->addWidget(m_clock);
    clockLine->addStretch(1);
    clockLine->addWidget(m_clockNote, 0, Qt::AlignBottom);
    card->body()->addLayout(clockLine);
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_progress->setRange(0, 1000);
    card->body()->addWidget(m_progress);
    card->body()->addStretch(1);
    m_steps = new QGridLayout;
    m_steps->setSpacing(8);
    card->body()->addLayout(m_steps);
    return card;
}

QWidget *OverviewPage::makeTiles()
{
    auto *box = new QWidget(this);
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(12);
    struct TileRow
    {
        QString name;
        QString page;
        QString filter;
    };
    const QList<TileRow> rows {{tr("Online"), u"monitor"_s, u"offline"_s},
                               {tr("Submissions per minute"), u"leaderboard"_s, {}},
                               {tr("Accepted"), u"leaderboard"_s, {}},
                               {tr("At risk"), u"monitor"_s, u"risk"_s},
                               {tr("Violations per minute"), u"violations"_s, {}},
                               {tr("Waiting for the judge"), u"leaderboard"_s, {}}};
    for (int index = 0; index < rows.size(); ++index) {
        auto *tile = new Tile(desk().theme, rows[index].name);
        m_tiles.append(tile);
        grid->addWidget(tile, index / 3, index % 3);
        connect(tile, &QAbstractButton::clicked, this,
                [this, row = rows[index]] { emit desk().pageWanted(row.page, row.filter); });
    }
    return box;
}

QWidget *OverviewPage::makeChart()
{
    auto *card = new Card(tr("Violations per minute"), this);
    for (const Mark mark : chartMarks) {
        m_legend.append(new MarkLabel(desk().theme, mark, {}));
        card->head()->addWidget(m_legend.last());
    }
    m_chart = new StackedChart(desk().theme, chartMarks);
    card->body()->addWidget(m_chart, 1);
    return card;
}

QWidget *OverviewPage::makeTopTen()
{
    auto *card = new Card(tr("Top ten"), this);
    m_topTen = new BarList(desk().theme);
    m_topTen->setEmptyText(tr("Nobody has points yet."));
    card->body()->addWidget(m_topTen, 1);
    connect(m_topTen, &BarList::opened, this, [this](const QString &id) { emit desk().personWanted(id); });
    return card;
}

QWidget *OverviewPage::makeActivity()
{
    auto *card = new Card(tr("What just happened"), this);
    auto *table = new DataTable(desk().theme, desk().activity);
    table->horizontalHeader()->hide();
    table->setSortingEnabled(false);
    table->setExportTitle(u"activity"_s);
    table->setEmptyText(tr("Nothing has happened yet."));
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    card->body()->addWidget(table, 1);
    connect(table, &DataTable::clicked, this, [this](const QModelIndex &index) {
        if (const QString id = index.data(PersonRole).toString(); !id.isEmpty())
            emit desk().personWanted(id);
    });
    connect(table, &DataTable::exportWanted, this, [this, table] { exportTable(*table); });
    return card;
}

void OverviewPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    m_progress->setVisible(height() > 520);
    // Beside an open panel the tiles are two, so that the clock's buttons keep their room.
    for (const TileName tile : {TileSubmissions, TileAccepted, TileViolations, TileQueue})
        m_tiles[tile]->setVisible(width() >= narrowPage);
    if ((event->oldSize().width() < wideEnoughForOneRow) != (width() < wideEnoughForOneRow)) {
        m_shownSteps.clear();
        showSteps();
    }
}

void OverviewPage::refresh()
{
    if (!desk().contest.isLoaded())
        return;
    showClock();
    showSteps();
    showTiles();
    showChart();
}

void OverviewPage::showClock()
{
    const ContestState &state = desk().contest.state();
    const Instant now = desk().contest.now();
    m_contestState->setText(tr("Contest %1").arg(wordOf(state.phase)));
    const RoundState *round = state.currentRound();
    if (!round) {
        m_roundName->setText(tr("No round is open"));
        m_clock->setText(u"--:--:--"_s);
        m_clockNote->clear();
        m_progress->setValue(0);
        return;
    }
    const RoundConfig *config = state.config->round(round->number);
    const RoundClock clock = clockOf(state, *round, nullptr, now);
    m_roundName->setText(
        u"%1, %2"_s.arg(config ? config->name : tr("Round %1").arg(round->number), wordOf(round->phase)));
    if (round->phase == RoundPhase::Countdown && round->activatesAt) {
        m_clock->setText(clockText(*round->activatesAt - now));
        m_clockNote->setText(tr("until the start"));
        m_progress->setValue(0);
        return;
    }
    m_clock->setText(clockText(clock.remaining));
    const std::optional<StopNotice> stop = stopFor(*round, nullptr, now);
    m_clockNote->setText(stop && stop->resumesAt ? tr("left, goes on at %1").arg(timeOfDay(*stop->resumesAt))
                         : stop || round->phase == RoundPhase::Paused ? tr("left, standing still")
                         : clock.endsAt ? tr("left, ends %1").arg(timeOfDay(*clock.endsAt))
                                        : tr("left"));
    const Duration whole = clock.elapsed + clock.remaining;
    m_progress->setValue(whole > Duration(0) ? int(1000 * clock.elapsed / whole) : 0);
}

void OverviewPage::showSteps()
{
    const QList<NextStep> steps = nextSteps(desk().contest.state());
    const QString block = desk().actions.may(Permission::RunContest) ? desk().actions.blockedBecause()
                                                                     : tr("Only an admin runs the contest.");
    const bool isSame = steps.size() == m_shownSteps.size() && block == m_shownBlock &&
                        std::equal(steps.begin(), steps.end(), m_shownSteps.begin(),
                                   [](const NextStep &one, const NextStep &other) { return one.text == other.text; });
    if (isSame && m_steps->count() > 0)
        return;
    m_shownSteps = steps;
    m_shownBlock = block;
    while (QLayoutItem *item = m_steps->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    // In a narrow window they stand two in a row, so that their words are not cut off.
    const int perRow = width() < wideEnoughForOneRow ? 2 : 4;
    int place = 0;
    for (int column = 0; column < 5; ++column)
        m_steps->setColumnStretch(column, column == perRow ? 1 : 0);
    for (const NextStep &step : steps) {
        const char *look = step.isGrave ? "danger" : step.isPrimary ? "primary" : "";
        auto *button =
            makeButton(desk().theme, step.isPrimary && !step.isGrave ? u"play"_s : QString(), step.text, look);
        button->setEnabled(block.isEmpty());
        button->setToolTip(block.isEmpty() ? step.effect : block);
        connect(button, &QPushButton::clicked, this, [this, step] { desk().actions.step(step); });
        m_steps->addWidget(button, place / perRow, place % perRow);
        ++place;
    }
    auto *clock = makeButton(desk().theme, u"clock"_s, tr("Clock"), "");
    clock->setToolTip(tr("Give time, take time out, stop the clock, go on"));
    clock->setEnabled(desk().actions.blockedBecause().isEmpty() && desk().actions.may(Permission::Discipline) &&
                      desk().contest.state().currentRound());
    connect(clock, &QPushButton::clicked, this, [this] {
        const ContestState &state = desk().contest.state();
        const RoundState *round = state.currentRound();
        const bool isStopped = round && isAnybodyStopped(state, *round, desk().contest.now());
        desk().actions.changeClock(isStopped ? ClockKind::Resume : ClockKind::Extension);
    });
    m_steps->addWidget(clock, place / perRow, place % perRow);
    ++place;
    auto *announce = makeButton(desk().theme, u"megaphone"_s, tr("Announce"), "");
    announce->setEnabled(desk().actions.blockedBecause().isEmpty() && desk().actions.may(Permission::Announce));
    connect(announce, &QPushButton::clicked, this, [this] { desk().actions.announce(); });
    m_steps->addWidget(announce, place / perRow, place % perRow);
}

void OverviewPage::showTiles()
{
    const Figures figures = figuresOf(desk().contest);
    const int offline = figures.participants - figures.online;
    m_tiles[TileOnline]->setFigure(u"%1 / %2"_s.arg(figures.online).arg(figures.participants),
                                   offline == 0 ? tr("everybody is here") : tr("%1 offline").arg(offline),
                                   offline == 0 ? Mark::Low : Mark::Offline);
    m_tiles[TileSubmissions]->setFigure(rate(figures.submissionsPerMinute), tr("%1 in all").arg(figures.submissions));
    m_tiles[TileAccepted]->setFigure(QString::number(figures.accepted),
                                     figures.judged > 0
                                         ? tr("%1 % of the judged").arg(100 * figures.accepted / figures.judged)
                                         : tr("none judged yet"));
    m_tiles[TileViolations]->setFigure(
        rate(figures.violationsPerMinute),
        figures.openIncidents > 0 ? tr("%1 in all, %2 going on").arg(figures.violations).arg(figures.openIncidents)
                                  : tr("%1 in all").arg(figures.violations));
    const int atRisk = figures.byRisk[2] + figures.byRisk[3];
    m_tiles[TileRisk]->setFigure(
        QString::number(atRisk),
        figures.provisional > 0 ? tr("%1 disqualified, %2 to decide").arg(figures.disqualified).arg(figures.provisional)
                                : tr("%1 disqualified, %2 suspended").arg(figures.disqualified).arg(figures.suspended),
        figures.byRisk[3] > 0 ? Mark::Critical
        : atRisk > 0          ? Mark::High
                              : Mark::None);
    m_tiles[TileQueue]->setFigure(QString::number(figures.waiting),
                                  figures.waiting > 0 ? tr("oldest %1").arg(agoText(figures.oldestWaiting))
                                                      : tr("queue is empty"));
}

void OverviewPage::showChart()
{
    const ContestState &state = desk().contest.state();
    const Instant now = desk().contest.now();
    // From a little before the first round on, so that a young contest does not cling to the right edge.
    Instant first = now;
    for (const RoundState &round : state.rounds)
        first = std::min(first, round.startedAt.value_or(now));
    const int chartMinutes = int(std::clamp<qint64>(std::chrono::ceil<std::chrono::minutes>(now - first).count() + 3,
                                                    fewestMinutes, mostMinutes));
    const int labelEvery = chartMinutes > 30 ? 10 : 5;
    const QList<MinuteCount> minutes = violationsPerMinute(state, now, chartMinutes);
    QList<StackedChart::Bar> bars;
    std::array<int, 4> totals {};
    for (const MinuteCount &minute : minutes) {
        const QTime time = toDateTime(minute.minute).toLocalTime().time();
        bars.append({.label = time.toString(u"HH:mm"_s),
                     .values = QList<int>(minute.counts.begin(), minute.counts.end()),
                     .isLabelled = time.minute() % labelEvery == 0});
        for (std::size_t level = 0; level < totals.size(); ++level)
            totals[level] += minute.counts[level];
    }
    m_chart->setBars(bars);
    QList<StackedChart::Moment> moments;
    for (const RoundMoment &moment : roundMoments(state)) {
        const double position = double((moment.at - minutes.first().minute).count()) / 60'000.0 - 0.5;
        if (position >= -0.5 && position < chartMinutes - 0.5)
            moments.append(
                {position, moment.isStart ? tr("%1 starts").arg(moment.name) : tr("%1 ends").arg(moment.name)});
    }
    m_chart->setMoments(moments);
    const std::array words {tr("low"), tr("medium"), tr("high"), tr("at the limit")};
    for (std::size_t level = 0; level < totals.size(); ++level)
        m_legend[qsizetype(level)]->setText(u"%1 %2"_s.arg(totals[level]).arg(words[level]));
}

void OverviewPage::showTopTen()
{
    const Standings &standings = desk().standings.of(0);
    qint64 maximum = 0;
    for (const ProblemConfig &problem : desk().contest.state().config->problems) {
        const RoundState *round = desk().contest.state().round(problem.round);
        if (round && round->startedAt)
            maximum += problem.points;
    }
    QList<BarList::Item> items;
    for (const Standing &row : standings.rows) {
        if (items.size() >= 10 || row.score == 0)
            break;
        items.append({.id = row.participant.toString(),
                      .number = QString::number(row.rank),
                      .name = desk().contest.nameOf(row.participant),
                      .figure = tr("%1 in %2").arg(row.score).arg(clockText(std::chrono::seconds(row.timeSeconds))),
                      .value = double(row.score),
                      .maximum = double(maximum)});
    }
    m_topTen->setItems(items);
}

} // namespace Marathon

#include "moc_OverviewPage.cpp"
