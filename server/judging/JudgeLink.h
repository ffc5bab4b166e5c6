#pragma once

#include "server/judging/JobQueue.h"

#include <QObject>
#include <QTimer>
#include <QWebSocket>
#include <atomic>
#include <functional>
#include <memory>

namespace Marathon {

class JudgeSocket;

/// The server's side of /ws/judge: owns the queue and the connections of workers, on one thread. Whoever accepts a
/// worker's socket has checked its token before. Stop it before the io threads.
class JudgeLink : public QObject
{
    Q_OBJECT

public:
    /// All are called on the link's thread.
    struct Handlers
    {
        std::function<std::optional<QByteArray>(const QString &sha)> blob; ///< nothing: no such bytes
        std::function<void(const QString &jobId)> started;
        std::function<void(const QString &jobId, const JudgeOutcome &outcome)> finished;
        std::function<void(const QString &jobId)> replaced; ///< a newer run of the same owner took its place
    };

    JudgeLink(const Clock &clock, Handlers handlers, JobQueue::Settings settings = {});
    ~JudgeLink() override;

    /// Takes over an accepted socket. Call it on the socket's own thread.
    void adopt(std::unique_ptr<QWebSocket> socket);

    /// From any thread.
    void submit(const QueuedJob &job);
    void cancel(const QString &jobId);
    /// The newest state, at most half a second old; from any thread.
    std::shared_ptr<const JudgingStatus> status() const;

private:
    struct Peer
    {
        JobQueue::WorkerId id = 0;
        bool welcomed = false;
        Instant heard;
    };

    void hear(JudgeSocket *socket, const QString &text);
    void drop(JudgeSocket *socket);
    void greet(JudgeSocket *socket, const WorkerHello &hello);
    void sendBlobs(JudgeSocket *socket, const NeedBlobs &need);
    void dispatch();
    void tick();
    void report(const QList<FinishedJob> &finished);
    bool isOwnerThread() const;

    template <typename Message>
    void on(JudgeSocket *socket, const QJsonObject &object, void (JudgeLink::*handle)(JudgeSocket *, const Message &));

    void heartbeat(JudgeSocket *socket, const WorkerHeartbeat &beat);
    void begun(JudgeSocket *socket, const JobStarted &started);
    void ended(JudgeSocket *socket, const JobResult &result);
    void leaving(JudgeSocket *socket, const WorkerBye &bye);

    const Clock &m_clock;
    Handlers m_handlers;
    JobQueue::Settings m_settings;
    JobQueue m_queue;
    QHash<JudgeSocket *, Peer> m_peers;
    JobQueue::WorkerId m_lastId = 0;
    QTimer m_timer;
    std::atomic<std::shared_ptr<const JudgingStatus>> m_status;
};

} // namespace Marathon
