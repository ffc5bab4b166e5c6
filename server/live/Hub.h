#pragma once

#include "server/engine/Engine.h"
#include "server/engine/Peers.h"
#include "server/judging/JudgeDesk.h"

#include <QTimer>

namespace Marathon {

class LiveThread;

/// A participant's live connection, wherever its socket lives.
struct LivePlace
{
    LiveThread *thread = nullptr;
    quint64 connection = 0; ///< unique over all threads
    SessionId session;
    QString clientId;
};

/// What staff see of somebody's connection.
struct Presence
{
    bool online = false;
    bool visible = true;
    bool focused = true;
    qint64 heardAt = 0; ///< milliseconds since the epoch of the last answer to a tick
    QString problem;
};

struct HealthFigures
{
    double httpP95Ms = 0;
    qint64 openWebSockets = 0;
};

/// Where live connections are known over all io threads: who is online, which of two devices stays, and what is pushed
/// at a limited rate (presence, standings, health). Lives on one thread; the public functions may be called from any.
class Hub : public QObject
{
    Q_OBJECT

public:
    using HealthSource = std::function<HealthFigures()>;
    /// @param peers the other servers on the same database; null when there are none
    Hub(Engine &engine, const Clock &clock, Peers *peers = nullptr);

    void setJudging(JudgeDesk *judging) { m_judging = judging; }
    void setHealthSource(HealthSource source) { m_healthSource = std::move(source); }
    void start();
    void stop();

    void addThread(LiveThread *thread);
    void removeThread(LiveThread *thread);
    void connected(const ParticipantId &participant, const LivePlace &place);
    void disconnected(const ParticipantId &participant, quint64 connection);
    void heard(const ParticipantId &participant, quint64 connection, bool visible, bool focused,
               const QString &problem);
    void acknowledgedIn(qint64 microseconds);
    void published(const PublicationPtr &publication);
    /// The server stops: everybody is told that it restarts.
    void sayGoodbye();
    void runFinished(const RunResult &result);
    /// What new staff connections get first; from any thread.
    QJsonArray presence() const;
    /// The participant's own row of the overall leaderboard, as last pushed; from any thread. Nothing while they have
    /// none.
    std::optional<QJsonObject> standing(const ParticipantId &participant) const;
    double ackP95Ms() const { return m_ackP95.load(); }
    int online() const { return m_online.load(); }

private:
    struct Contested
    {
        LivePlace older;
        LivePlace newer;
        qint64 since = 0;
    };
    void take(const ParticipantId &participant, const LivePlace &place);
    void contest(const ParticipantId &participant, const LivePlace &older, const LivePlace &newer);
    void noteConnected(const ParticipantId &participant, const LivePlace &place);
    // Hearing of other servers (HubPeers.cpp).
    void hearPeers();
    void tellPeers();
    void movedElsewhere(const ParticipantId &participant, const ConnectionRestored &event);
    void settle(const ParticipantId &participant, bool olderAnswered);
    void setPresence(const ParticipantId &participant, const Presence &presence);
    void pushPresence();
    void pushStandings();
    void pushHealth();
    void toParticipant(const ParticipantId &participant, const QJsonObject &message);
    void toStaff(const QString &topic, const QJsonObject &message);
    bool isOwnerThread() const;

    Engine &m_engine;
    const Clock &m_clock;
    Peers *m_peers;
    JudgeDesk *m_judging = nullptr;
    HealthSource m_healthSource;
    /// Read by the engine's thread too; replaced as a whole on this one. The engine stops before the io threads do.
    std::atomic<std::shared_ptr<const QList<LiveThread *>>> m_threads;
    QHash<ParticipantId, LivePlace> m_places;
    QHash<ParticipantId, Contested> m_contested;
    QHash<ParticipantId, Presence> m_presence;
    QSet<ParticipantId> m_changedPresence;
    QHash<int, QHash<QString, QJsonObject>> m_sentRows; ///< by round, by participant
    std::atomic<std::shared_ptr<const QHash<QString, QJsonObject>>>
        m_standings; ///< overall, by participant; never null
    qint64 m_sentStandings = -1;
    std::vector<qint64> m_acks;
    QTimer m_presenceTimer;
    QTimer m_standingsTimer;
    QTimer m_healthTimer;
    QTimer m_peersTimer;
    std::atomic<std::shared_ptr<const QHash<ParticipantId, Presence>>> m_lastPresence; ///< never null
    std::atomic<double> m_ackP95 = 0;
    std::atomic<int> m_online = 0;
    double m_cpuSeconds = 0;
    qint64 m_cpuAt = 0;
};

} // namespace Marathon
