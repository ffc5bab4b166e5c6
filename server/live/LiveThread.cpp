#include "server/live/LiveThread.h"

#include "server/live/BoardSession.h"
#include "server/live/Hub.h"
#include "server/live/ParticipantSession.h"
#include "server/live/StaffSession.h"
#include "shared/protocol/EventJson.h"

#include <QThread>

namespace Marathon {

namespace {

constexpr int tickPhases = 5; // each connection gets a tick every 5 s, a fifth of them each second

/// Connections are numbered over all io threads.
quint64 nextConnection()
{
    static std::atomic<quint64> last = 0;
    return ++last;
}

} // namespace

LiveThread::LiveThread(LiveServices &services)
    : m_services(services)
    , m_ticks(this)
{
    connect(&m_ticks, &QTimer::timeout, this, &LiveThread::tick);
    m_ticks.start(1000);
    m_services.hub.addThread(this);
}

LiveThread::~LiveThread()
{
    m_services.hub.removeThread(this);
    // Children report their going; by then nobody listens.
    const QHash<quint64, ParticipantSession *> participants = std::exchange(m_participants, {});
    qDeleteAll(participants);
    qDeleteAll(std::exchange(m_staff, {}));
    qDeleteAll(std::exchange(m_boards, {}));
}

void LiveThread::published(const PublicationPtr &publication)
{
    QMetaObject::invokeMethod(
        this, [this, publication] { deliver(publication); }, Qt::QueuedConnection);
}

void LiveThread::sayGoodbye()
{
    QMetaObject::invokeMethod(
        this, [this] { sendAllAway(); }, Qt::QueuedConnection);
}

void LiveThread::sendAllAway()
{
    const QSet<StaffSession *> staff = m_staff;
    const QHash<quint64, ParticipantSession *> everybody = m_participants;
    for (StaffSession *session : staff)
        session->bye(u"restarting"_s);
    for (ParticipantSession *session : everybody)
        session->bye(u"restarting"_s);
}

void LiveThread::deliver(const PublicationPtr &publication)
{
    // What they know may never have happened: everybody connects anew and starts from the snapshot.
    if (publication->continuity == Publication::Continuity::Broken)
        return sendAllAway();
    // Copies, because a session that closes while it sends takes itself out of the tables. It is deleted later.
    const QSet<StaffSession *> staff = m_staff;
    const QHash<quint64, ParticipantSession *> everybody = m_participants;
    if (!staff.isEmpty()) {
        for (const Event &event : publication->events) {
            const QString text = QString::fromUtf8(toBytes(eventToWire(event)));
            for (StaffSession *session : staff)
                session->event(event.seq, text);
        }
    }
    const Instant now = m_services.clock.now();
    for (const Event &event : publication->events) {
        if (event.participant.isEmpty()) {
            for (ParticipantSession *session : everybody)
                session->event(event, *publication->snapshot, now);
            continue;
        }
        const QList<ParticipantSession *> own = m_byParticipant.values(event.participant);
        for (ParticipantSession *session : own)
            session->event(event, *publication->snapshot, now);
    }
    for (const SessionId &ended : publication->endedSessions) {
        for (ParticipantSession *session : everybody) {
            if (session->sessionId() == ended)
                session->bye(u"ended"_s);
        }
        for (StaffSession *session : staff) {
            if (session->sessionId() == ended)
                session->bye(u"ended"_s);
        }
    }
}

void LiveThread::toStaff(const QString &topic, const QString &text)
{
    QMetaObject::invokeMethod(
        this,
        [this, topic, text] {
            const QSet<StaffSession *> staff = m_staff;
            for (StaffSession *session : staff)
                session->push(topic, text);
        },
        Qt::QueuedConnection);
}

void LiveThread::toBoards(const QString &text)
{
    QMetaObject::invokeMethod(
        this,
        [this, text] {
            const QSet<LiveSocket *> boards = m_boards;
            for (LiveSocket *board : boards)
                board->send(text);
        },
        Qt::QueuedConnection);
}

void LiveThread::toParticipant(quint64 connection, const QJsonObject &message)
{
    QMetaObject::invokeMethod(
        this,
        [this, connection, message] {
            if (ParticipantSession *session = m_participants.value(connection))
                session->send(message);
        },
        Qt::QueuedConnection);
}

void LiveThread::close(quint64 connection, const QString &reason)
{
    QMetaObject::invokeMethod(
        this,
        [this, connection, reason] {
            if (ParticipantSession *session = m_participants.value(connection))
                session->bye(reason);
        },
        Qt::QueuedConnection);
}

void LiveThread::askTick(quint64 connection)
{
    QMetaObject::invokeMethod(
        this,
        [this, connection] {
            if (ParticipantSession *session = m_participants.value(connection))
                session->tick(m_services.clock.now());
        },
        Qt::QueuedConnection);
}

void LiveThread::adoptParticipant(std::unique_ptr<QWebSocket> socket, const Caller &caller)
{
    Q_ASSERT(QThread::currentThread() == thread());
    const quint64 connection = nextConnection();
    auto *session = new ParticipantSession(std::move(socket), caller, connection, *this);
    m_participants.insert(connection, session);
    m_byParticipant.insert(caller.participant(), session);
}

void LiveThread::adoptStaff(std::unique_ptr<QWebSocket> socket, const Caller &caller)
{
    m_staff.insert(new StaffSession(std::move(socket), caller, *this));
}

void LiveThread::adoptBoard(std::unique_ptr<QWebSocket> socket)
{
    m_boards.insert(new BoardSession(std::move(socket), *this));
}

void LiveThread::forget(ParticipantSession *session)
{
    m_participants.remove(session->connection());
    m_byParticipant.remove(session->participant(), session);
}

void LiveThread::forget(StaffSession *session)
{
    m_staff.remove(session);
}

void LiveThread::forget(LiveSocket *board)
{
    m_boards.remove(board);
}

void LiveThread::tick()
{
    const Instant now = m_services.clock.now();
    m_phase = (m_phase + 1) % tickPhases;
    const QList<ParticipantSession *> sessions = m_participants.values();
    for (ParticipantSession *session : sessions) {
        if (int(session->connection() % tickPhases) == m_phase)
            session->tick(now);
    }
}

} // namespace Marathon

#include "moc_LiveThread.cpp"
