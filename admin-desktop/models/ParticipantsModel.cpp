#include "admin-desktop/models/ParticipantsModel.h"

#include "admin-desktop/models/EventWording.h"
#include "admin-desktop/models/Wording.h"
#include "shared/domain/Decide.h"

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ParticipantsModel", text);
}

Cell presenceCell(const ParticipantRow &row)
{
    if (!row.online)
        return {.text = tr("offline"), .value = 0, .mark = Mark::Offline};
    if (!row.visible)
        return {.text = tr("away"), .value = 1, .mark = Mark::Medium};
    return {.text = tr("online"), .value = 2, .mark = Mark::Low};
}

Cell statusCell(const ParticipantRow &row)
{
    if (row.status == ParticipantStatus::Active && !row.openIncident.isEmpty())
        return {.text = row.openIncident, .value = 2, .mark = Mark::Medium, .tip = tr("This is going on now.")};
    if (row.status == ParticipantStatus::Active && row.warnings > 0 && !row.warningAcknowledged)
        return {.text = tr("warned, unread"), .value = 1, .mark = Mark::Medium};
    const QString text = row.provisional ? tr("disqualified?") : wordOf(row.status);
    const QString tip =
        row.provisional ? tr("By the policy: confirm or reinstate. %1").arg(row.statusReason) : row.statusReason;
    return {.text = text,
            .value = row.status == ParticipantStatus::Active ? 0 : 2 + int(row.status),
            .mark = markOf(row.status),
            .tip = tip,
            .isQuiet = row.status == ParticipantStatus::Active};
}

Cell riskCell(const ParticipantRow &row)
{
    // The worst first: risk, then how near the limit is, then what is going on now.
    const double order = double(row.risk) * 100 + (row.limit > 0 ? 90.0 * double(row.points) / double(row.limit) : 0) +
                         (row.openIncident.isEmpty() ? 0 : 5);
    if (row.points == 0)
        return {.text = tr("none"), .value = order, .isQuiet = true};
    return {.text = wordOf(row.risk), .value = order, .mark = markOf(row.risk)};
}

Cell lastCell(const ParticipantRow &row)
{
    if (row.lastAt == Instant {})
        return {.text = tr("nothing yet"), .value = QDateTime(), .isQuiet = true};
    return {.text = u"%1  %2"_s.arg(timeOfDay(row.lastAt), row.lastText),
            .value = toDateTime(row.lastAt),
            .tip = row.lastText,
            .isQuiet = true};
}

Cell numberCell(qint64 number)
{
    return {.text = number == 0 ? u"\u2013"_s : QString::number(number), .value = number, .isQuiet = number == 0};
}

/// The columns of the live table. A new column is one line here.
QList<Column<ParticipantRow>> columns()
{
    using Row = ParticipantRow;
    return {
        {u"seat"_s, tr("Seat"), 64, Align::Left, [](const Row &row) { return Cell {.text = row.seat}; }},
        {u"name"_s, tr("Name"), 172, Align::Left,
         [](const Row &row) { return Cell {.text = row.name, .tip = row.college}; }},
        {u"risk"_s, tr("Risk"), 92, Align::Left, riskCell},
        {u"points"_s, tr("Points"), 112, Align::Left,
         [](const Row &row) {
             return Cell {.text = u"%1/%2"_s.arg(row.points).arg(row.limit),
                          .value = row.points,
                          .mark = markOf(row.risk),
                          .bar = QPointF(double(row.points), double(row.limit))};
         }},
        {u"status"_s, tr("Status"), 150, Align::Left, statusCell},
        {u"presence"_s, tr("Presence"), 92, Align::Left, presenceCell},
        {u"violations"_s, tr("Viol."), 56, Align::Right, [](const Row &row) { return numberCell(row.violations); }},
        {u"warnings"_s, tr("Warn."), 60, Align::Right, [](const Row &row) { return numberCell(row.warnings); }},
        {u"solved"_s, tr("Solved"), 66, Align::Right,
         [](const Row &row) {
             return Cell {
                 .text = u"%1/%2"_s.arg(row.solved).arg(row.problems), .value = row.solved, .isQuiet = row.solved == 0};
         }},
        {u"score"_s, tr("Score"), 60, Align::Right, [](const Row &row) { return numberCell(row.score); }},
        {u"participant_id"_s, tr("ID"), 100, Align::Left,
         [](const Row &row) { return Cell {.text = row.key, .isQuiet = true}; }},
        {u"hall"_s, tr("Hall"), 74, Align::Left,
         [](const Row &row) { return Cell {.text = row.hall, .isQuiet = true}; }},
        {u"problem"_s, tr("At"), 44, Align::Left,
         [](const Row &row) { return Cell {.text = row.problem, .tip = tr("The problem on their screen")}; }},
        {u"last_activity"_s, tr("Last activity"), -1, Align::Left, lastCell},
    };
}

} // namespace

ParticipantsModel::ParticipantsModel(const LiveContest &contest, const LiveStandings &standings, QObject *parent)
    : RowModel(parent)
    , m_contest(contest)
    , m_standings(standings)
{
    setColumns(columns());
    connect(&contest, &LiveContest::loaded, this, &ParticipantsModel::load);
    connect(&contest, &LiveContest::eventApplied, this, &ParticipantsModel::take);
    connect(&contest, &LiveContest::presenceChanged, this, [this](const QList<ParticipantId> &changed) {
        for (const ParticipantId &id : changed)
            refresh(id);
    });
    connect(&contest, &LiveContest::peopleChanged, this, [this] {
        for (const ParticipantRow &row : QList<ParticipantRow>(m_rows))
            refresh(row.participant);
    });
    connect(&standings, &LiveStandings::changed, this, &ParticipantsModel::refreshScores);
    load();
}

void ParticipantsModel::load()
{
    QList<ParticipantRow> rows;
    for (const ParticipantPtr &who : m_contest.state().participants) {
        ParticipantRow row = rowFor(*who);
        if (const QList<Event> events = eventsOf(*who); !events.isEmpty()) {
            row.lastAt = events.last().at;
            row.lastText = lineOf(events.last(), m_contest.state()).text;
        }
        rows.append(row);
    }
    std::sort(rows.begin(), rows.end(),
              [](const ParticipantRow &left, const ParticipantRow &right) { return left.key < right.key; });
    m_index.clear();
    for (int at = 0; at < rows.size(); ++at)
        m_index.insert(rows[at].participant, at);
    replaceAll(rows);
}

void ParticipantsModel::take(const Event &event)
{
    if (event.participant.isEmpty()) {
        const bool touchesAll =
            std::holds_alternative<ConfigChanged>(event.body) || std::holds_alternative<PolicyChanged>(event.body);
        if (!touchesAll)
            return;
        QList<ParticipantId> ids = m_contest.state().participants.keys();
        std::sort(ids.begin(), ids.end());
        for (const ParticipantId &id : ids)
            refresh(id);
        return;
    }
    refresh(event.participant);
    const int at = rowOf(event.participant);
    if (at < 0)
        return;
    ParticipantRow row = m_rows[at];
    const EventLine line = lineOf(event, m_contest.state());
    row.lastAt = event.at;
    row.lastText = line.text;
    if (line.isWorthFeed && m_contest.isFresh(event.at))
        row.freshAt = QDateTime::currentMSecsSinceEpoch();
    setRow(at, row);
}

void ParticipantsModel::refresh(const ParticipantId &id)
{
    const ParticipantState *who = m_contest.state().participant(id);
    if (!who)
        return;
    ParticipantRow row = rowFor(*who);
    const int at = rowOf(id);
    if (at < 0) {
        m_index.insert(id, int(m_rows.size()));
        insertRow(int(m_rows.size()), row);
        return;
    }
    row.lastAt = m_rows[at].lastAt;
    row.lastText = m_rows[at].lastText;
    row.freshAt = m_rows[at].freshAt;
    setRow(at, row);
}

void ParticipantsModel::refreshScores()
{
    for (int at = 0; at < m_rows.size(); ++at) {
        ParticipantRow row = m_rows[at];
        fillWork(row);
        setRow(at, row);
    }
}

ParticipantRow ParticipantsModel::rowFor(const ParticipantState &who) const
{
    ParticipantRow row;
    row.key = who.id.toString();
    row.participant = who.id;
    row.name = m_contest.nameOf(who.id);
    if (const Person *person = m_contest.person(who.id))
        row.college = person->college;
    row.hall = who.hall;
    row.seat = who.seat;
    const Presence presence = m_contest.presenceOf(who.id);
    row.online = presence.online;
    row.visible = presence.visible;
    row.problem = presence.problem;
    fillConduct(row, who);
    fillWork(row);
    return row;
}

void ParticipantsModel::fillConduct(ParticipantRow &row, const ParticipantState &who) const
{
    const Instant now = m_contest.now();
    row.status = statusOf(who, now);
    if (const Effect *restriction = restrictionInForce(who, now)) {
        row.provisional = restriction->provisional;
        row.statusReason = restriction->reason.text;
    }
    row.points = pointsFor(m_contest.state(), who);
    row.limit = limitFor(m_contest.state(), who);
    row.risk = riskOf(row.points, row.limit);
    for (const IncidentState &incident : who.incidents) {
        row.violations += incident.now.counted && !isExcused(who, incident) ? 1 : 0;
        if (incident.now.phase == Phase::Open)
            row.openIncident = titleOf(incident.now.kind);
    }
    for (const WarningState &warning : who.warnings) {
        if (warning.withdrawn || who.undone.contains(warning.issued.action))
            continue;
        ++row.warnings;
        row.warningAcknowledged = warning.acknowledgedAt.has_value();
    }
}

void ParticipantsModel::fillWork(ParticipantRow &row) const
{
    row.problems = int(m_contest.state().config->problems.size());
    const Standing *standing = m_standings.rowOf(row.participant);
    if (!standing)
        return;
    row.solved = standing->solved;
    row.score = standing->score;
    row.tried = int(std::count_if(standing->problems.begin(), standing->problems.end(),
                                  [](const StandingCell &cell) { return cell.status != CellStatus::Untried; }));
}

QVariant ParticipantsModel::rowData(const ParticipantRow &row, int role) const
{
    switch (role) {
    case FilterRole:
        return QStringList {row.name, row.key, row.seat, row.hall, row.college, wordOf(row.status)}.join(u'\n');
    case LevelRole:
        return row.status == ParticipantStatus::Disqualified ? 4 : row.points == 0 ? 0 : 1 + int(row.risk);
    case KeepRole:
        return !row.openIncident.isEmpty() || row.provisional;
    case GroupRole:
        return row.hall;
    case OutRole:
        return row.status == ParticipantStatus::Disqualified;
    default:
        return {};
    }
}

} // namespace Marathon

#include "moc_ParticipantsModel.cpp"
