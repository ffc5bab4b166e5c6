#include "admin-desktop/models/StreamModels.h"

#include "admin-desktop/models/Wording.h"

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("StreamModels", text);
}

constexpr int mostLines = 400;

QString sentence(const ActivityRow &row)
{
    if (row.who.isEmpty() || row.text.isEmpty())
        return row.text;
    // An incident has a title, which begins with a capital letter; everything else goes on after the name.
    return (row.text.front().isUpper() ? u"%1: %2"_s : u"%1 %2"_s).arg(row.who, row.text);
}

QList<Column<ActivityRow>> activityColumns()
{
    using Row = ActivityRow;
    return {
        {u"at"_s, tr("Time"), 86, Align::Left,
         [](const Row &row) { return Cell {.text = timeOfDay(row.at), .value = toDateTime(row.at), .isQuiet = true}; }},
        {u"what"_s, tr("What"), -1, Align::Left,
         [](const Row &row) {
             const QString whole = QStringList {row.detail, row.actor}.join(
                 row.detail.isEmpty() || row.actor.isEmpty() ? QString() : u", "_s);
             return Cell {.text = sentence(row), .mark = row.mark, .tip = whole};
         }},
    };
}

QList<Column<ActivityRow>> timelineColumns()
{
    using Row = ActivityRow;
    return {
        {u"at"_s, tr("Time"), 86, Align::Left,
         [](const Row &row) { return Cell {.text = timeOfDay(row.at), .value = toDateTime(row.at), .isQuiet = true}; }},
        {u"what"_s, tr("What"), -1, Align::Left,
         [](const Row &row) {
             const QString text = row.text.isEmpty() ? row.text : row.text.front().toUpper() + row.text.mid(1);
             const QString more =
                 QStringList {row.detail, row.actor}.filter(QRegularExpression(u"."_s)).join(u" \u00B7 "_s);
             return Cell {.text = more.isEmpty() ? text : text + u'\n' + more, .mark = row.mark, .tip = more};
         }},
    };
}

ActivityRow rowFor(const Event &event, const LiveContest &contest)
{
    const EventLine line = lineOf(event, contest.state());
    ActivityRow row;
    row.seq = event.seq;
    row.at = event.at;
    row.participant = event.participant;
    row.who = event.participant.isEmpty() ? QString() : contest.nameOf(event.participant);
    row.mark = line.mark;
    row.text = line.text;
    row.detail = line.detail;
    row.actor = actorText(event.actor);
    return row;
}

/// Unique in a list built from the state, where some events have no number.
QString keyFor(const Event &event, int nth)
{
    if (const auto *incident = std::get_if<IncidentRecorded>(&event.body))
        return u"incident/"_s + event.participant.toString() + u'/' + incident->incident.toString();
    return u"%1/%2/%3/%4"_s.arg(event.participant.toString())
        .arg(event.at.time_since_epoch().count())
        .arg(QString(typeOf(event.body).name))
        .arg(nth);
}

QList<Event> contestEventsOf(const ContestState &state)
{
    QList<Event> events;
    for (const RoundState &round : state.rounds) {
        if (round.startedAt)
            events.append(
                {0,
                 *round.startedAt,
                 u"system"_s,
                 {},
                 RoundStateChanged {.number = round.number, .state = RoundPhase::Active, .activatesAt = std::nullopt}});
        if (round.closedAt && round.phase == RoundPhase::Closed)
            events.append(
                {0,
                 *round.closedAt,
                 u"system"_s,
                 {},
                 RoundStateChanged {.number = round.number, .state = RoundPhase::Closed, .activatesAt = std::nullopt}});
    }
    for (const Announcement &announcement : state.announcements)
        events.append({announcement.seq, announcement.at, announcement.actor, {}, announcement.posted});
    return events;
}

} // namespace

ActivityModel::ActivityModel(const LiveContest &contest, QObject *parent)
    : RowModel(parent)
    , m_contest(contest)
{
    setColumns(activityColumns());
    connect(&contest, &LiveContest::loaded, this, &ActivityModel::load);
    connect(&contest, &LiveContest::eventApplied, this, &ActivityModel::take);
    load();
}

void ActivityModel::load()
{
    QList<Event> events = contestEventsOf(m_contest.state());
    for (const ParticipantPtr &who : m_contest.state().participants)
        events += eventsOf(*who);
    // What followed in the same moment stands above what it followed from.
    std::stable_sort(events.begin(), events.end(),
                     [](const Event &left, const Event &right) { return left.at < right.at; });
    std::reverse(events.begin(), events.end());
    QList<ActivityRow> rows;
    for (const Event &event : events) {
        if (rows.size() >= mostLines)
            break;
        if (!lineOf(event, m_contest.state()).isWorthFeed)
            continue;
        rows.append(rowFor(event, m_contest));
        rows.last().key = u"before/"_s + QString::number(rows.size());
    }
    replaceAll(rows);
}

void ActivityModel::take(const Event &event)
{
    if (!lineOf(event, m_contest.state()).isWorthFeed)
        return;
    ActivityRow row = rowFor(event, m_contest);
    row.key = QString::number(event.seq);
    if (m_contest.isFresh(event.at))
        row.freshAt = QDateTime::currentMSecsSinceEpoch();
    insertRow(0, row);
    removeFrom(mostLines);
}

QVariant ActivityModel::rowData(const ActivityRow &row, int role) const
{
    return role == FilterRole ? QVariant(sentence(row) + u'\n' + row.detail) : QVariant();
}

TimelineModel::TimelineModel(const LiveContest &contest, QObject *parent)
    : RowModel(parent)
    , m_contest(contest)
{
    setColumns(timelineColumns());
    connect(&contest, &LiveContest::loaded, this, &TimelineModel::load);
    connect(&contest, &LiveContest::eventApplied, this, [this](const Event &event) {
        if (!m_participant.isEmpty() && event.participant == m_participant)
            load();
    });
}

void TimelineModel::setParticipant(const ParticipantId &id)
{
    m_participant = id;
    replaceAll({});
    load();
}

void TimelineModel::load()
{
    const ParticipantState *who = m_contest.state().participant(m_participant);
    if (!who)
        return replaceAll({});
    QList<Event> events = eventsOf(*who);
    for (const Announcement &announcement : m_contest.state().announcements) {
        if (announcement.posted.participants.contains(m_participant))
            events.append({announcement.seq, announcement.at, announcement.actor, {}, announcement.posted});
    }
    std::stable_sort(events.begin(), events.end(),
                     [](const Event &left, const Event &right) { return left.at < right.at; });
    QList<ActivityRow> rows;
    QHash<QString, int> seen;
    for (const Event &event : events) {
        const int nth = seen[keyFor(event, 0)]++;
        rows.prepend(rowFor(event, m_contest));
        rows.first().key = keyFor(event, nth);
        if (const ActionId action = actionOf(event.body); !action.isEmpty() && who->undone.contains(action)) {
            rows.first().mark = Mark::None;
            rows.first().text = tr("(undone) %1").arg(rows.first().text);
        }
    }
    become(rows);
}

} // namespace Marathon

#include "moc_StreamModels.cpp"
