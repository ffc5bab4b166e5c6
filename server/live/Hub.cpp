#include "server/live/Hub.h"

#include "server/live/LiveThread.h"
#include "server/live/ProcessFigures.h"
#include "shared/protocol/Json.h"

#include <QDateTime>
#include <QThread>

namespace Marathon {

namespace {

constexpr int presenceMs = 500;  // at most 2 per second
constexpr int standingsMs = 200; // at most 5 per second
constexpr int healthMs = 5000;
constexpr int peersMs = 1000;
constexpr qint64 contestedMs = 5000;

QJsonObject presenceJson(const ParticipantId &participant, const Presence &presence, qint64 now)
{
    return {{"participant_id"_L1, participant.toString()},
            {"online"_L1, presence.online},
            {"visible"_L1, presence.visible},
            {"focused"_L1, presence.focused},
            {"late_ms"_L1, presence.online ? std::max<qint64>(0, now - presence.heardAt - 5500) : 0},
            {"problem"_L1, presence.problem}};
}

/// A participant's own row. Latest wins, so it has no number.
QJsonObject standingMessage(const QJsonObject &row)
{
    return {{"t"_L1, "msg"_L1}, {"type"_L1, "standing"_L1}, {"body"_L1, row}};
}

} // namespace

Hub::Hub(Engine &engine, const Clock &clock, Peers *peers)
    : m_engine(engine)
    , m_clock(clock)
    , m_peers(peers)
    , m_presenceTimer(this)
    , m_standingsTimer(this)
    , m_healthTimer(this)
    , m_peersTimer(this)
{
    m_threads.store(std::make_shared<const QList<LiveThread *>>());
    m_lastPresence.store(std::make_shared<const QHash<ParticipantId, Presence>>());
    m_standings.store(std::make_shared<const QHash<QString, QJsonObject>>());
    connect(&m_presenceTimer, &QTimer::timeout, this, &Hub::pushPresence);
    connect(&m_standingsTimer, &QTimer::timeout, this, &Hub::pushStandings);
    connect(&m_healthTimer, &QTimer::timeout, this, &Hub::pushHealth);
    if (m_peers)
        hearPeers();
}

void Hub::start()
{
    Q_ASSERT(isOwnerThread());
    m_presenceTimer.start(presenceMs);
    m_standingsTimer.start(standingsMs);
    m_healthTimer.start(healthMs);
    if (m_peers)
        m_peersTimer.start(peersMs);
}

void Hub::stop()
{
    m_presenceTimer.stop();
    m_standingsTimer.stop();
    m_healthTimer.stop();
    m_peersTimer.stop();
}

bool Hub::isOwnerThread() const
{
    return QThread::currentThread() == thread();
}

void Hub::addThread(LiveThread *thread)
{
    QMetaObject::invokeMethod(
        this,
        [this, thread] {
            QList<LiveThread *> threads = *m_threads.load();
            threads.append(thread);
            m_threads.store(std::make_shared<const QList<LiveThread *>>(threads));
        },
        Qt::QueuedConnection);
}

void Hub::removeThread(LiveThread *thread)
{
    QMetaObject::invokeMethod(
        this,
        [this, thread] {
            QList<LiveThread *> threads = *m_threads.load();
            threads.removeAll(thread);
            m_threads.store(std::make_shared<const QList<LiveThread *>>(threads));
        },
        Qt::BlockingQueuedConnection);
}

void Hub::connected(const ParticipantId &participant, const LivePlace &place)
{
    QMetaObject::invokeMethod(
        this,
        [this, participant, place] {
            const auto older = m_places.constFind(participant);
            if (older == m_places.constEnd() || older->clientId == place.clientId) {
                if (older != m_places.constEnd())
                    older->thread->close(older->connection, u"ended"_s);
                return take(participant, place);
            }
            contest(participant, *older, place);
            take(participant, place);
        },
        Qt::QueuedConnection);
}

/// Only an older page that still answers is a second device; a crashed browser's half-open socket is not.
void Hub::contest(const ParticipantId &participant, const LivePlace &older, const LivePlace &newer)
{
    m_contested.insert(participant, {older, newer, QDateTime::currentMSecsSinceEpoch()});
    older.thread->askTick(older.connection);
    QTimer::singleShot(contestedMs, this, [this, participant, session = newer.session, connection = newer.connection] {
        const auto contested = m_contested.constFind(participant);
        if (contested != m_contested.constEnd() && contested->newer.connection == connection &&
            contested->newer.session == session)
            settle(participant, false);
    });
}

void Hub::noteConnected(const ParticipantId &participant, const LivePlace &place)
{
    m_engine.post({.command = NoteConnection {.participant = participant,
                                              .online = true,
                                              .place = m_engine.instance(),
                                              .clientId = place.clientId,
                                              .session = place.session}});
}

void Hub::take(const ParticipantId &participant, const LivePlace &place)
{
    const bool wasOnline = m_places.contains(participant);
    m_places.insert(participant, place);
    m_online = int(m_places.size());
    if (!wasOnline)
        noteConnected(participant, place);
    setPresence(participant, {.online = true,
                              .heardAt = QDateTime::currentMSecsSinceEpoch(),
                              .problem = m_presence.value(participant).problem});
}

void Hub::settle(const ParticipantId &participant, bool olderAnswered)
{
    const Contested contest = m_contested.take(participant);
    contest.older.thread->close(contest.older.connection, u"replaced"_s);
    m_engine.post({.command = ReplaceSession {participant, contest.newer.session, contest.older.session}});
    if (!olderAnswered)
        return;
    const QString id = u"second-%1"_s.arg(QDateTime::currentMSecsSinceEpoch());
    m_engine.post({.command = ReportIncident {.participant = participant,
                                              .incident = IncidentId(id),
                                              .kind = IncidentKind::SessionSecond,
                                              .phase = Phase::Closed,
                                              .source = IncidentSource::Server,
                                              .startedAt = m_clock.now(),
                                              .problem = {},
                                              .evidence = {}}});
}

void Hub::disconnected(const ParticipantId &participant, quint64 connection)
{
    QMetaObject::invokeMethod(
        this,
        [this, participant, connection] {
            if (const auto contest = m_contested.constFind(participant);
                contest != m_contested.constEnd() && contest->older.connection == connection)
                settle(participant, false);
            const auto place = m_places.constFind(participant);
            if (place == m_places.constEnd() || place->connection != connection)
                return;
            m_places.erase(place);
            m_online = int(m_places.size());
            m_engine.post({.command = NoteConnection {.participant = participant,
                                                      .online = false,
                                                      .cause = u"connection closed"_s,
                                                      .place = m_engine.instance()}});
            Presence presence = m_presence.value(participant);
            presence.online = false;
            setPresence(participant, presence);
        },
        Qt::QueuedConnection);
}

void Hub::heard(const ParticipantId &participant, quint64 connection, bool visible, bool focused,
                const QString &problem)
{
    QMetaObject::invokeMethod(
        this,
        [this, participant, connection, visible, focused, problem] {
            if (const auto contest = m_contested.constFind(participant);
                contest != m_contested.constEnd() && contest->older.connection == connection)
                return settle(participant, true);
            const auto place = m_places.constFind(participant);
            if (place == m_places.constEnd() || place->connection != connection)
                return;
            Presence presence {.online = true,
                               .visible = visible,
                               .focused = focused,
                               .heardAt = QDateTime::currentMSecsSinceEpoch(),
                               .problem = problem};
            const Presence before = m_presence.value(participant);
            if (presence.problem.isEmpty())
                presence.problem = before.problem;
            const bool changed = before.visible != visible || before.focused != focused ||
                                 before.problem != presence.problem || !before.online;
            if (changed)
                setPresence(participant, presence);
            else
                m_presence.insert(participant, presence);
        },
        Qt::QueuedConnection);
}

void Hub::setPresence(const ParticipantId &participant, const Presence &presence)
{
    m_presence.insert(participant, presence);
    m_changedPresence.insert(participant);
}

void Hub::acknowledgedIn(qint64 microseconds)
{
    QMetaObject::invokeMethod(
        this,
        [this, microseconds] {
            if (m_acks.size() < 20'000)
                m_acks.push_back(microseconds);
        },
        Qt::QueuedConnection);
}

QJsonArray Hub::presence() const
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const auto presence = m_lastPresence.load();
    QJsonArray all;
    for (auto entry = presence->constBegin(); entry != presence->constEnd(); ++entry)
        all.append(presenceJson(entry.key(), *entry, now));
    return all;
}

void Hub::pushPresence()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (auto entry = m_presence.constBegin(); entry != m_presence.constEnd(); ++entry) {
        // Somebody who has just become late, or is, goes out each time, so that the console can show amber.
        if (entry->online && now - entry->heardAt > 15'000)
            m_changedPresence.insert(entry.key());
    }
    m_lastPresence.store(std::make_shared<const QHash<ParticipantId, Presence>>(m_presence));
    if (m_changedPresence.isEmpty())
        return;
    QJsonArray changed;
    for (const ParticipantId &participant : std::as_const(m_changedPresence))
        changed.append(presenceJson(participant, m_presence.value(participant), now));
    m_changedPresence.clear();
    toStaff(u"presence"_s, {{"t"_L1, "presence"_L1}, {"changed"_L1, changed}});
}

void Hub::pushStandings()
{
    const SnapshotPtr snapshot = m_engine.snapshot();
    if (!snapshot->boards || m_threads.load()->isEmpty() || snapshot->boards->seq() == m_sentStandings)
        return;
    m_sentStandings = snapshot->boards->seq();
    QList<int> rounds {0};
    for (const RoundState &round : snapshot->state.rounds)
        rounds.append(round.number);
    for (const int round : rounds) {
        QHash<QString, QJsonObject> &sent = m_sentRows[round];
        QHash<QString, QJsonObject> now;
        QJsonArray changed;
        const Standings standings = snapshot->boards->standings(round);
        for (const Standing &row : standings.rows) {
            const QJsonObject json = toJson(boardRow(row, *snapshot->directory));
            const QString id = row.participant.toString();
            if (sent.value(id) != json) {
                changed.append(json);
                if (round == 0)
                    toParticipant(row.participant, standingMessage(json));
            }
            now.insert(id, json);
        }
        QJsonArray removed;
        for (auto row = sent.constBegin(); row != sent.constEnd(); ++row) {
            if (!now.contains(row.key()))
                removed.append(row.key());
        }
        sent = std::move(now);
        if (round == 0)
            m_standings.store(std::make_shared<const QHash<QString, QJsonObject>>(sent));
        if (changed.isEmpty() && removed.isEmpty())
            continue;
        const QJsonObject message {
            {"t"_L1, "standings"_L1},  {"round"_L1, round > 0 ? QJsonValue(round) : QJsonValue(QJsonValue::Null)},
            {"seq"_L1, standings.seq}, {"waiting"_L1, standings.waiting},
            {"frozen"_L1, false},      {"changed"_L1, changed},
            {"removed"_L1, removed}};
        toStaff(u"standings"_s, message);
        const QString text = QString::fromUtf8(toBytes(message));
        const auto threads = m_threads.load();
        for (LiveThread *thread : *threads)
            thread->toBoards(text);
    }
}

void Hub::pushHealth()
{
    if (!m_acks.empty()) {
        const auto place = m_acks.begin() + std::ptrdiff_t(m_acks.size() * 95 / 100);
        std::nth_element(m_acks.begin(), place, m_acks.end());
        m_ackP95 = double(*place) / 1000.0;
        m_acks.clear();
    }
    const ProcessFigures process = processFigures();
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const double cpu = m_cpuAt > 0 && now > m_cpuAt
                           ? (process.cpuSeconds - m_cpuSeconds) * 1000.0 / double(now - m_cpuAt) / process.cores
                           : 0.0;
    m_cpuSeconds = process.cpuSeconds;
    m_cpuAt = now;
    const HealthFigures figures = m_healthSource ? m_healthSource() : HealthFigures {};
    const auto judging = m_judging ? m_judging->status() : nullptr;
    toStaff(u"health"_s, {{"t"_L1, "health"_L1},
                          {"cpu"_L1, cpu},
                          {"memory"_L1, process.memoryShare},
                          {"http_p95_ms"_L1, figures.httpP95Ms},
                          {"ack_p95_ms"_L1, m_ackP95.load()},
                          {"queue"_L1, judging ? judging->queue : 0},
                          {"judge_workers"_L1, judging ? judging->workers.size() : 0},
                          {"engine_queue"_L1, m_engine.queued()},
                          {"database_ms"_L1, double(m_engine.storeHealth().commitMicroseconds) / 1000.0},
                          {"participants_online"_L1, online()}});
}

void Hub::sayGoodbye()
{
    const auto threads = m_threads.load();
    for (LiveThread *thread : *threads)
        thread->sayGoodbye();
}

void Hub::published(const PublicationPtr &publication)
{
    const auto threads = m_threads.load();
    for (LiveThread *thread : *threads)
        thread->published(publication);
    if (!m_peers)
        return;
    for (const Event &event : publication->events) {
        const auto *restored = std::get_if<ConnectionRestored>(&event.body);
        if (restored && restored->place != m_engine.instance()) {
            QMetaObject::invokeMethod(
                this,
                [this, participant = event.participant, moved = *restored] { movedElsewhere(participant, moved); },
                Qt::QueuedConnection);
        }
    }
}

void Hub::runFinished(const RunResult &result)
{
    QMetaObject::invokeMethod(
        this,
        [this, result] {
            toParticipant(result.participant,
                          {{"t"_L1, "msg"_L1}, {"type"_L1, "run_result"_L1}, {"body"_L1, result.body}});
        },
        Qt::QueuedConnection);
}

std::optional<QJsonObject> Hub::standing(const ParticipantId &participant) const
{
    const auto standings = m_standings.load();
    const auto row = standings->constFind(participant.toString());
    return row == standings->constEnd() ? std::nullopt : std::optional<QJsonObject>(*row);
}

void Hub::toParticipant(const ParticipantId &participant, const QJsonObject &message)
{
    const auto place = m_places.constFind(participant);
    if (place != m_places.constEnd())
        place->thread->toParticipant(place->connection, message);
}

void Hub::toStaff(const QString &topic, const QJsonObject &message)
{
    const QString text = QString::fromUtf8(toBytes(message));
    const auto threads = m_threads.load();
    for (LiveThread *thread : *threads)
        thread->toStaff(topic, text);
}

} // namespace Marathon

#include "moc_Hub.cpp"
