#pragma once

#include "server/judge/worker/SlotPool.h"
#include "shared/protocol/JudgeMessages.h"

#include <QHash>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

namespace Marathon {

/// The worker's side of /ws/judge: connects, and connects again after a loss; takes jobs, fetches their bytes, gives
/// them to slots, answers. When the connection is lost, its jobs are stopped, since their results do not count any
/// more.
class WorkerLink : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        QUrl server;      ///< ws://host:port or wss://host:port; /ws/judge is added when there is no path
        QByteArray token; ///< sent as "Authorization: Bearer"
        WorkerHello hello;
    };

    WorkerLink(Settings settings, SlotPool &pool);
    ~WorkerLink() override;

    void start();
    /// Takes no new jobs and emits `done` when those in hand are finished and sent.
    void finishAndStop();

signals:
    void done();

private:
    struct Waiting
    {
        JudgeJob job;
        QSet<QString> missing;
        BlobCache::Blobs blobs;
    };

    void connectNow();
    void lost();
    void hear(const QString &text);
    void beat();
    void take(const JudgeJob &job);
    void receive(const BlobMessage &blob);
    void drop(const JobAttempt &attempt);
    void begin(const Waiting &waiting);
    void finish(const JobAttempt &attempt, const JudgeOutcome &outcome);
    void leaveIfDone();

    template <typename Message>
    void send(const Message &message)
    {
        m_socket.sendTextMessage(judgeText(message));
    }

    Settings m_settings;
    SlotPool &m_pool;
    QWebSocket m_socket;
    QTimer m_retry;
    QTimer m_heartbeat;
    std::chrono::milliseconds m_delay;
    int m_unanswered = 0; ///< heartbeats since the server was last heard
    BlobCache m_blobs;
    QList<Waiting> m_waiting;
    QList<JobAttempt> m_running; ///< those whose results the server wants
    int m_busy = 0;              ///< with those that were stopped and are not gone yet
    bool m_stopping = false;
};

} // namespace Marathon
