#pragma once

#include "server/live/Caller.h"
#include "server/live/LiveServices.h"

#include <QMultiHash>
#include <QTimer>

namespace Marathon {

class BoardSession;
class LiveSocket;
class ParticipantSession;
class StaffSession;

/// All live connections of one io thread. What comes from elsewhere comes as values, queued; the functions marked so
/// may be called from any thread.
class LiveThread : public QObject
{
    Q_OBJECT

public:
    explicit LiveThread(LiveServices &services);
    ~LiveThread() override;

    // From any thread.
    void published(const PublicationPtr &publication);
    void toStaff(const QString &topic, const QString &text);
    void toBoards(const QString &text);
    void toParticipant(quint64 connection, const QJsonObject &message);
    void close(quint64 connection, const QString &reason);
    void askTick(quint64 connection);
    /// The server stops: participants and staff are told that it restarts, so that they come back by themselves.
    void sayGoodbye();

    // On this thread.
    void adoptParticipant(std::unique_ptr<QWebSocket> socket, const Caller &caller);
    void adoptStaff(std::unique_ptr<QWebSocket> socket, const Caller &caller);
    void adoptBoard(std::unique_ptr<QWebSocket> socket);
    void forget(ParticipantSession *session);
    void forget(StaffSession *session);
    void forget(LiveSocket *board);
    LiveServices &services() { return m_services; }

private:
    void deliver(const PublicationPtr &publication);
    void sendAllAway();
    void tick();

    LiveServices &m_services;
    QHash<quint64, ParticipantSession *> m_participants;
    QMultiHash<ParticipantId, ParticipantSession *> m_byParticipant;
    QSet<StaffSession *> m_staff;
    QSet<LiveSocket *> m_boards;
    QTimer m_ticks;
    int m_phase = 0;
};

} // namespace Marathon
