#include "admin-desktop/models/LeaderboardModel.h"

#include "admin-desktop/models/Wording.h"

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("LeaderboardModel", text);
}

QString minutesText(qint64 seconds)
{
    return u"%1:%2"_s.arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

Cell rankCell(const LeaderboardRow &row)
{
    if (row.standing.rank == 0)
        return {.text = u"\u2013"_s, .value = 1'000'000, .isQuiet = true};
    return {.text = QString::number(row.standing.rank), .value = row.standing.rank};
}

Cell movementCell(const LeaderboardRow &row)
{
    if (row.movement == 0)
        return {.value = 0, .isQuiet = true};
    const QString arrow = row.movement > 0 ? u"\u25B2"_s : u"\u25BC"_s;
    return {.text = arrow + QString::number(std::abs(row.movement)),
            .value = row.movement,
            .tip = row.movement > 0 ? tr("ranks won in ten minutes") : tr("ranks lost in ten minutes"),
            .isQuiet = row.movement < 0};
}

Cell problemCell(const StandingCell &cell)
{
    switch (cell.status) {
    case CellStatus::Solved:
        return {.text = cell.attempts > 1 ? u"%1 +%2"_s.arg(minutesText(cell.timeSeconds)).arg(cell.attempts - 1)
                                          : minutesText(cell.timeSeconds),
                .value = qlonglong(cell.timeSeconds),
                .mark = Mark::Good,
                .tip = tr("%1 points at the attempt no. %2").arg(cell.points).arg(cell.attempts)};
    case CellStatus::Rejected:
        return {.text = cell.attempts > 0 ? u"\u2212%1"_s.arg(cell.attempts) : tr("CE"),
                .value = qlonglong(100'000 + cell.attempts),
                .mark = Mark::Bad,
                .tip = tr("not solved yet")};
    case CellStatus::Waiting:
        return {
            .text = tr("waits"), .value = qlonglong(200'000), .mark = Mark::Waiting, .tip = tr("waits for the judge")};
    case CellStatus::Untried:
        return {.value = qlonglong(300'000)};
    }
    Q_UNREACHABLE();
}

/// The columns before the problems. A new column is one line here.
QList<Column<LeaderboardRow>> fixedColumns()
{
    using Row = LeaderboardRow;
    return {
        {u"rank"_s, tr("Rank"), 58, Align::Right, rankCell},
        {u"movement"_s, tr("10 min"), 76, Align::Left, movementCell},
        {u"name"_s, tr("Name"), 180, Align::Left, [](const Row &row) { return Cell {.text = row.name}; }},
        {u"college"_s, tr("College"), -1, Align::Left,
         [](const Row &row) { return Cell {.text = row.college, .isQuiet = true}; }},
        {u"seat"_s, tr("Seat"), 64, Align::Left,
         [](const Row &row) { return Cell {.text = row.seat, .isQuiet = true}; }},
        {u"score"_s, tr("Score"), 66, Align::Right,
         [](const Row &row) {
             return Cell {.text = QString::number(row.standing.score), .value = qlonglong(row.standing.score)};
         }},
        {u"time_s"_s, tr("Time"), 74, Align::Right,
         [](const Row &row) {
             return Cell {.text = row.standing.score == 0 ? u"\u2013"_s : minutesText(row.standing.timeSeconds),
                          .value = qlonglong(row.standing.timeSeconds),
                          .isQuiet = row.standing.score == 0};
         }},
        {u"solved"_s, tr("Solved"), 74, Align::Right,
         [](const Row &row) {
             return Cell {.text = QString::number(row.standing.solved), .value = row.standing.solved};
         }},
    };
}

Column<LeaderboardRow> problemColumn(const QString &label)
{
    return {label.toLower(), label, 102, Align::Left, [label](const LeaderboardRow &row) {
                const auto cell =
                    std::find_if(row.standing.problems.begin(), row.standing.problems.end(),
                                 [&label](const StandingCell &candidate) { return candidate.label == label; });
                return cell == row.standing.problems.end() ? Cell {} : problemCell(*cell);
            }};
}

} // namespace

LeaderboardModel::LeaderboardModel(const LiveContest &contest, const LiveStandings &standings, QObject *parent)
    : RowModel(parent)
    , m_contest(contest)
    , m_standings(standings)
{
    connect(&contest, &LiveContest::loaded, this, &LeaderboardModel::reload);
    connect(&contest, &LiveContest::peopleChanged, this, &LeaderboardModel::update);
    connect(&standings, &LiveStandings::changed, this, &LeaderboardModel::update);
    reload();
}

void LeaderboardModel::setRound(int round)
{
    if (m_round == round)
        return;
    m_round = round;
    reload();
}

bool LeaderboardModel::isShown(const ProblemConfig &problem) const
{
    if (m_round != 0)
        return problem.round == m_round;
    const RoundState *round = m_contest.state().round(problem.round);
    return round && round->startedAt;
}

QStringList LeaderboardModel::labels() const
{
    QStringList labels;
    for (const ProblemConfig &problem : m_contest.state().config->problems) {
        if (isShown(problem))
            labels.append(problem.label);
    }
    return labels;
}

void LeaderboardModel::rebuildColumns()
{
    m_labels = labels();
    QList<Column<LeaderboardRow>> columns = fixedColumns();
    for (const QString &label : m_labels)
        columns.append(problemColumn(label));
    setColumns(columns);
}

void LeaderboardModel::reload()
{
    beginResetModel();
    rebuildColumns();
    m_rows = rows();
    endResetModel();
}

void LeaderboardModel::update()
{
    if (m_labels != labels())
        return reload();
    become(rows());
}

QList<LeaderboardRow> LeaderboardModel::rows() const
{
    const Standings &standings = m_standings.of(m_round);
    QList<LeaderboardRow> rows;
    for (const Standing &standing : standings.rows + standings.disqualified) {
        LeaderboardRow row;
        row.key = standing.participant.toString();
        row.participant = standing.participant;
        row.standing = standing;
        row.movement = m_round == 0 ? m_standings.movementOf(standing.participant) : 0;
        row.name = m_contest.nameOf(standing.participant);
        if (const Person *person = m_contest.person(standing.participant))
            row.college = person->college;
        if (const ParticipantState *who = m_contest.state().participant(standing.participant)) {
            row.seat = who->seat;
            row.hall = who->hall;
        }
        rows.append(row);
    }
    // By id, so that a change of rank is a change of cells; the view sorts.
    std::sort(rows.begin(), rows.end(),
              [](const LeaderboardRow &left, const LeaderboardRow &right) { return left.key < right.key; });
    return rows;
}

QVariant LeaderboardModel::rowData(const LeaderboardRow &row, int role) const
{
    switch (role) {
    case FilterRole:
        return QStringList {row.name, row.key, row.seat, row.hall, row.college}.join(u'\n');
    case OutRole:
        return row.standing.disqualified;
    case GroupRole:
        return row.hall;
    default:
        return {};
    }
}

} // namespace Marathon

#include "moc_LeaderboardModel.cpp"
