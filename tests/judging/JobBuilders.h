#pragma once

#include "server/judging/JobQueue.h"

/// Short ways to write the jobs, workers and outcomes of queue tests.
namespace Marathon {

using namespace Qt::Literals::StringLiterals;

inline constexpr JobQueue::WorkerId first = 1, second = 2;
inline constexpr Duration lease = std::chrono::seconds(20);

inline QueuedJob judging(const QString &id, const QString &language = u"c"_s, int priority = 0,
                         const QString &shareKey = {})
{
    QueuedJob job;
    job.job.jobId = id;
    job.job.language = language;
    job.shareKey = shareKey;
    job.priority = priority;
    return job;
}

inline QueuedJob run(const QString &id, const QString &owner, const QString &shareKey = {})
{
    QueuedJob job = judging(id, u"c"_s, 0, shareKey);
    job.job.kind = JudgeKind::Run;
    job.owner = owner;
    return job;
}

inline WorkerHello worker(int slotCount, const QStringList &languages = {u"c"_s})
{
    WorkerHello hello;
    hello.name = u"worker"_s;
    hello.slotCount = slotCount;
    for (const QString &language : languages)
        hello.languages.append({language, language, {}});
    return hello;
}

inline JudgeOutcome outcome(Verdict verdict)
{
    JudgeOutcome result;
    result.verdict = verdict;
    return result;
}

inline JobAttempt attemptOf(const std::optional<JudgeJob> &job)
{
    return {job.value().jobId, job->attempt};
}

inline QStringList idsOf(const QList<FinishedJob> &finished)
{
    QStringList ids;
    for (const FinishedJob &job : finished)
        ids.append(job.jobId);
    return ids;
}

} // namespace Marathon
