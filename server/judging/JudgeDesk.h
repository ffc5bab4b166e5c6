#pragma once

#include "server/engine/Engine.h"
#include "server/judging/JobShare.h"
#include "server/judging/JudgeLink.h"

namespace Marathon {

/// What a run came to, as the page gets it.
struct RunResult
{
    QString id;
    ParticipantId participant;
    QJsonObject body;
};

/// Turns submissions and runs into judge jobs, and results into verdicts. Lives on one thread with its JudgeLink; its
/// queue of submissions is derived from the ledger, so nothing that was acknowledged is forgotten by a restart.
class JudgeDesk : public QObject
{
    Q_OBJECT

public:
    /// Called on the desk's thread.
    using RunSink = std::function<void(const RunResult &)>;
    /// @param peers the other servers on the same database; null when there are none
    JudgeDesk(Engine &engine, const Clock &clock, StoreFactory openStore, RunSink sink, Peers *peers = nullptr);
    ~JudgeDesk() override;

    /// On the desk's thread: opens the store for reading and queues what has no verdict yet.
    Result<void> start();
    /// From any thread: new submissions become jobs.
    void published(const PublicationPtr &publication);
    void run(const RunRequest &request);
    /// A worker's accepted socket, on the socket's thread.
    void adopt(std::unique_ptr<QWebSocket> socket);
    /// Null once stopped; from any thread.
    std::shared_ptr<const JudgingStatus> status() const;
    /// The result of a run by participant and id, or of the newest run without an id; from any thread. Null when
    /// unknown.
    std::optional<QJsonObject> runResult(const ParticipantId &participant, const QString &id = {}) const;
    void stop();

private:
    struct Pending
    {
        SubmissionId submission;
        int attempt = 1;
    };
    void submitAll(const Snapshot &snapshot);
    /// Judges it here, or lets it be decided which server does.
    void await(const ContestState &state, const Directory &directory, const SubmissionState &submission);
    void judgeHere(const SubmissionId &submission);
    void queueHere(const QString &jobId, const RunRequest &request);
    static QString jobOf(const RunRequest &request);
    void keepResult(const QString &participant, const QString &id, const QJsonObject &body);
    void submit(const ContestState &state, const Directory &directory, const SubmissionState &submission);
    void queueRun(const RunRequest &request);
    void finished(const QString &jobId, const JudgeOutcome &outcome);
    void record(const SubmissionId &submission, const JudgeOutcome &outcome);
    void finishRun(const RunRequest &request, const JudgeOutcome &outcome);
    void send(const QueuedJob &job);
    std::optional<QByteArray> blob(const QString &sha);

    Engine &m_engine;
    const Clock &m_clock;
    StoreFactory m_openStore;
    RunSink m_sink;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<JobShare> m_share;              ///< null when there is one server only
    std::atomic<std::shared_ptr<JudgeLink>> m_link; ///< null once stopped
    QHash<QString, RunRequest> m_runs;              ///< by job id
    QHash<SubmissionId, int> m_attempts;            ///< judge errors so far
    std::atomic<std::shared_ptr<const QHash<QString, QJsonObject>>> m_results;
};

} // namespace Marathon
