#include "admin-desktop/models/ViolationsModel.h"

#include "admin-desktop/models/Wording.h"
#include "shared/domain/Decide.h"

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ViolationsModel", text);
}

QString keyOf(const ParticipantId &participant, const IncidentId &incident)
{
    return participant.toString() + u'/' + incident.toString();
}

Cell whatCell(const ViolationRow &row)
{
    const IncidentRecorded &incident = row.incident;
    QString text = titleOf(incident.kind);
    if (const QString note = incident.evidence.value.value("text"_L1).toString(); !note.isEmpty())
        text += u": "_s + note;
    if (incident.count > 1)
        text += tr(" (%1 times)").arg(incident.count);
    return {.text = text, .tip = tr("%1, %2").arg(QString(factOf(incident.kind).name), wordOf(incident.source))};
}

Cell durationCell(const ViolationRow &row)
{
    if (factOf(row.incident.kind).measure != Measure::DurationMs)
        return {.value = qlonglong(0)};
    const QString text = row.incident.phase == Phase::Open ? tr("still away") : durationText(row.incident.duration);
    return {.text = text, .value = qlonglong(row.incident.duration.count())};
}

Cell stateCell(const ViolationRow &row)
{
    const IncidentRecorded &incident = row.incident;
    if (row.isExcused)
        return {.text = tr("excused"), .value = 1, .mark = Mark::Good, .isQuiet = true};
    if (incident.phase == Phase::Open)
        return {.text = tr("going on"), .value = 4, .mark = Mark::Waiting};
    if (!incident.mergedInto.isEmpty())
        return {.text = tr("merged"), .value = 1, .tip = incident.uncounted, .isQuiet = true};
    if (!incident.counted)
        return {.text = incident.level == Level::Info ? tr("information") : tr("not counted"),
                .value = 0,
                .tip = incident.uncounted,
                .isQuiet = true};
    if (incident.grace)
        return {
            .text = tr("free"), .value = 2, .tip = tr("One of the free ones: it costs no points."), .isQuiet = true};
    return {.text = tr("counted"), .value = 3};
}

/// The columns of the stream. A new column is one line here.
QList<Column<ViolationRow>> columns()
{
    using Row = ViolationRow;
    return {
        {u"at"_s, tr("Time"), 80, Align::Left,
         [](const Row &row) { return Cell {.text = timeOfDay(row.at), .value = toDateTime(row.at)}; }},
        {u"seat"_s, tr("Seat"), 66, Align::Left, [](const Row &row) { return Cell {.text = row.seat}; }},
        {u"name"_s, tr("Name"), 164, Align::Left,
         [](const Row &row) {
             return Cell {.text = row.name,
                          .mark = row.isOut ? Mark::Disqualified : Mark::None,
                          .tip = row.isOut ? tr("disqualified") : QString()};
         }},
        {u"level"_s, tr("Level"), 96, Align::Left,
         [](const Row &row) {
             return Cell {.text = wordOf(row.incident.level),
                          .value = int(row.incident.level),
                          .mark = markOf(row.incident.level)};
         }},
        {u"what"_s, tr("What"), -1, Align::Left, whatCell},
        {u"duration_ms"_s, tr("Duration"), 84, Align::Right, durationCell},
        {u"points"_s, tr("Points"), 62, Align::Right,
         [](const Row &row) {
             const qint64 points = row.isExcused ? 0 : row.incident.points;
             return Cell {.text = points > 0 ? u"+%1"_s.arg(points) : u"\u2013"_s,
                          .value = qlonglong(points),
                          .isQuiet = points == 0};
         }},
        {u"total"_s, tr("Total"), 110, Align::Left,
         [](const Row &row) {
             return Cell {.text = u"%1/%2"_s.arg(row.incident.total).arg(row.incident.limit),
                          .value = qlonglong(row.incident.total),
                          .mark = markOf(row.incident.risk),
                          .bar = QPointF(double(row.incident.total), double(row.incident.limit))};
         }},
        {u"state"_s, tr("State"), 108, Align::Left, stateCell},
        {u"hall"_s, tr("Hall"), 74, Align::Left,
         [](const Row &row) { return Cell {.text = row.hall, .isQuiet = true}; }},
        {u"participant_id"_s, tr("ID"), 100, Align::Left,
         [](const Row &row) { return Cell {.text = row.participant.toString(), .isQuiet = true}; }},
    };
}

/// Events after which a person's rows read differently although no incident changed.
bool touchesStanding(const EventBody &body)
{
    return std::holds_alternative<IncidentExcused>(body) || std::holds_alternative<ActionUndone>(body) ||
           std::holds_alternative<ParticipantDisqualified>(body) || std::holds_alternative<ParticipantReinstated>(body);
}

} // namespace

ViolationsModel::ViolationsModel(const LiveContest &contest, QObject *parent)
    : RowModel(parent)
    , m_contest(contest)
{
    setColumns(columns());
    connect(&contest, &LiveContest::loaded, this, &ViolationsModel::load);
    connect(&contest, &LiveContest::eventApplied, this, &ViolationsModel::take);
    connect(&contest, &LiveContest::peopleChanged, this, [this] {
        for (const ParticipantId &id : m_byPerson.keys())
            refreshPerson(id);
    });
    load();
}

void ViolationsModel::load()
{
    QList<std::pair<const ParticipantState *, const IncidentState *>> all;
    for (const ParticipantPtr &who : m_contest.state().participants) {
        for (const IncidentState &incident : who->incidents)
            all.append({who.get(), &incident});
    }
    std::sort(all.begin(), all.end(),
              [](const auto &left, const auto &right) { return left.second->firstSeq < right.second->firstSeq; });
    m_serials.clear();
    m_byPerson.clear();
    QList<ViolationRow> rows(all.size());
    for (qsizetype index = 0; index < all.size(); ++index) {
        const qint64 serial = index + 1;
        ViolationRow row = rowFor(*all[index].first, *all[index].second, serial);
        m_serials.insert(row.key, serial);
        m_byPerson[row.participant].append(serial);
        rows[all.size() - serial] = std::move(row);
    }
    replaceAll(std::move(rows));
}

void ViolationsModel::take(const Event &event)
{
    if (const auto *incident = std::get_if<IncidentRecorded>(&event.body))
        takeIncident(event, *incident);
    else if (touchesStanding(event.body))
        refreshPerson(event.participant);
}

void ViolationsModel::takeIncident(const Event &event, const IncidentRecorded &incident)
{
    const ParticipantState *who = m_contest.state().participant(event.participant);
    const IncidentState *state = who ? who->incident(incident.incident) : nullptr;
    if (!state)
        return;
    const qint64 known = m_serials.value(keyOf(event.participant, incident.incident));
    const qint64 serial = known ? known : newestSerial() + 1;
    ViolationRow row = rowFor(*who, *state, serial);
    if (m_contest.isFresh(event.at))
        row.freshAt = QDateTime::currentMSecsSinceEpoch();
    if (known) {
        setRow(rowOfSerial(serial), std::move(row));
        return;
    }
    m_serials.insert(row.key, serial);
    m_byPerson[row.participant].append(serial);
    insertRow(0, std::move(row));
}

void ViolationsModel::refreshPerson(const ParticipantId &id)
{
    const ParticipantState *who = m_contest.state().participant(id);
    for (const qint64 serial : m_byPerson.value(id)) {
        const int at = rowOfSerial(serial);
        const IncidentState *incident = who ? who->incident(m_rows[at].incident.incident) : nullptr;
        if (!incident)
            continue;
        ViolationRow row = rowFor(*who, *incident, serial);
        row.freshAt = m_rows[at].freshAt;
        setRow(at, std::move(row));
    }
}

ViolationRow ViolationsModel::rowFor(const ParticipantState &who, const IncidentState &incident, qint64 serial) const
{
    ViolationRow row;
    row.key = keyOf(who.id, incident.now.incident);
    row.participant = who.id;
    row.serial = serial;
    row.at = incident.firstAt;
    row.name = m_contest.nameOf(who.id);
    row.seat = who.seat;
    row.hall = who.hall;
    row.incident = incident.now;
    row.isExcused = isExcused(who, incident);
    row.isOut = statusOf(who, m_contest.now()) == ParticipantStatus::Disqualified;
    return row;
}

QVariant ViolationsModel::rowData(const ViolationRow &row, int role) const
{
    switch (role) {
    case FilterRole:
        return QStringList {row.name, row.participant.toString(), row.seat,
                            row.hall, titleOf(row.incident.kind), wordOf(row.incident.level)}
            .join(u'\n');
    case LevelRole:
        return int(row.incident.level);
    case KeepRole:
        return row.incident.phase == Phase::Open && row.incident.level != Level::Info;
    case GroupRole:
        return row.hall;
    case SerialRole:
        return row.serial;
    case OutRole:
        return row.isOut;
    default:
        return {};
    }
}

} // namespace Marathon

#include "moc_ViolationsModel.cpp"
