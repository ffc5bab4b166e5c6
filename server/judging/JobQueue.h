#pragma once

#include "server/judging/JudgingStatus.h"
#include "shared/core/Clock.h"
#include "shared/protocol/JudgeMessages.h"

#include <QCache>
#include <QSet>
#include <map>

namespace Marathon {

/// A job as the server hands it in. Only `job` goes to a worker.
struct QueuedJob
{
    JudgeJob job;     ///< `jobId` is unique among all jobs; `attempt` is set by the queue
    QString owner;    ///< for runs: whose; a newer run of the same owner replaces one that still waits
    QString shareKey; ///< equal jobs (source, problem revision, language) are judged once; empty: never shared
    int priority = 0; ///< higher first, within the kind
};

struct FinishedJob
{
    QString jobId;
    JudgeOutcome outcome;
};

/// The rules of the queue, without sockets: who judges what next, what a lost worker means, which results count.
/// Runs and submissions wait apart and are taken in turns, so that neither starves the other. Each participant has one
/// run in flight. A job that lost two workers ends as a judge error, since it may be what kills them.
class JobQueue
{
public:
    struct Settings
    {
        Duration lease {std::chrono::seconds(20)}; ///< without a heartbeat for so long, the job goes to another worker
        int mostLosses = 2;
        int rememberedResults = 4096;
    };
    using WorkerId = int;
    JobQueue(const Clock &clock, Settings settings);

    /// What a submitted job led to at once.
    struct Submitted
    {
        std::optional<JudgeOutcome> known; ///< the same was judged before
        QStringList replaced;              ///< runs of the same owner which will never finish
    };
    Submitted submit(QueuedJob job);
    /// Where an attempt is running that nobody waits for any more.
    struct Abandoned
    {
        WorkerId worker;
        JobAttempt job;
    };
    std::optional<Abandoned> cancel(const QString &jobId);

    void addWorker(WorkerId worker, const WorkerHello &hello);
    /// Its jobs wait again, at their old places; those that lost too many workers come back as judge errors.
    QList<FinishedJob> removeWorker(WorkerId worker);
    /// It takes no new jobs.
    void drainWorker(WorkerId worker);

    /// The next job for a free slot of the worker; call until it answers nothing.
    std::optional<JudgeJob> take(WorkerId worker);
    /// The submitted ids behind an attempt; empty when it does not count any more.
    QStringList idsOf(WorkerId worker, const JobAttempt &attempt) const;
    void extend(WorkerId worker, const QList<JobAttempt> &attempts);
    QList<FinishedJob> finish(WorkerId worker, const JobAttempt &attempt, const JudgeOutcome &outcome);
    /// Takes jobs back whose lease is over. Call about once a second.
    QList<FinishedJob> expire();
    JudgingStatus status() const;

private:
    struct Request
    {
        QString jobId, owner;
    };
    struct Entry
    {
        JudgeJob job;
        QString shareKey;
        QList<Request> requests;
        int priority = 0;
        qint64 order = 0;
        int losses = 0;
        Instant since;
        WorkerId worker = 0;
        Instant leaseUntil;
    };
    struct Worker
    {
        WorkerHello hello;
        QSet<QString> languages;
        int busy = 0;
        bool draining = false;
    };
    using Waiting = std::map<std::pair<int, qint64>, Entry>; ///< by falling priority, then age

    Waiting &waiting(JudgeKind kind) { return m_waiting[static_cast<std::size_t>(kind)]; }
    Waiting::iterator nextFor(const Worker &worker, JudgeKind kind);
    Entry *current(WorkerId worker, const JobAttempt &attempt);
    Entry *equalTo(const QueuedJob &job);
    QStringList replaceRuns(const QString &owner);
    void putBack(Entry entry);
    QList<FinishedJob> lose(QString jobId, const QString &reason);
    QList<FinishedJob> deliver(const Entry &entry, const JudgeOutcome &outcome) const;

    const Clock &m_clock;
    const Settings m_settings;
    std::array<Waiting, 2> m_waiting;
    QHash<QString, Entry> m_flying; ///< by the job id that the worker knows
    QHash<WorkerId, Worker> m_workers;
    QCache<QString, JudgeOutcome> m_results;
    qint64 m_lastOrder = 0;
    JudgeKind m_lastKind = JudgeKind::Run;
};

} // namespace Marathon
