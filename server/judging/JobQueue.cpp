#include "server/judging/JobQueue.h"

#include <QCoreApplication>

namespace Marathon {

JobQueue::JobQueue(const Clock &clock, Settings settings)
    : m_clock(clock)
    , m_settings(settings)
    , m_results(settings.rememberedResults)
{}

JobQueue::Submitted JobQueue::submit(QueuedJob job)
{
    Submitted submitted;
    if (job.job.kind == JudgeKind::Run && !job.owner.isEmpty())
        submitted.replaced = replaceRuns(job.owner);
    if (!job.shareKey.isEmpty()) {
        job.shareKey.prepend(nameOf(job.job.kind) + u':'); // a run's outcome has other parts than a submission's
        if (const JudgeOutcome *known = m_results.object(job.shareKey)) {
            submitted.known = *known;
            return submitted;
        }
        if (Entry *equal = equalTo(job)) {
            equal->requests.append({job.job.jobId, job.owner});
            return submitted;
        }
    }
    Entry entry;
    entry.requests.append({job.job.jobId, job.owner});
    entry.job = std::move(job.job);
    entry.job.attempt = 1;
    entry.shareKey = job.shareKey;
    entry.priority = job.priority;
    entry.order = ++m_lastOrder;
    entry.since = m_clock.now();
    putBack(std::move(entry));
    return submitted;
}

JobQueue::Entry *JobQueue::equalTo(const QueuedJob &job)
{
    for (Entry &entry : m_flying) {
        if (entry.shareKey == job.shareKey)
            return &entry;
    }
    for (Waiting &queue : m_waiting) {
        for (auto &[key, entry] : queue) {
            if (entry.shareKey == job.shareKey)
                return &entry;
        }
    }
    return nullptr;
}

QStringList JobQueue::replaceRuns(const QString &owner)
{
    QStringList replaced;
    Waiting &runs = waiting(JudgeKind::Run);
    for (auto entry = runs.begin(); entry != runs.end();) {
        entry->second.requests.removeIf([&](const Request &request) {
            if (request.owner != owner)
                return false;
            replaced.append(request.jobId);
            return true;
        });
        entry = entry->second.requests.isEmpty() ? runs.erase(entry) : std::next(entry);
    }
    return replaced;
}

void JobQueue::putBack(Entry entry)
{
    Waiting &queue = waiting(entry.job.kind);
    const std::pair key {-entry.priority, entry.order};
    queue.emplace(key, std::move(entry));
}

std::optional<JobQueue::Abandoned> JobQueue::cancel(const QString &jobId)
{
    const auto drop = [&jobId](Entry &entry) {
        return entry.requests.removeIf([&jobId](const Request &request) { return request.jobId == jobId; }) > 0 &&
               entry.requests.isEmpty();
    };
    for (Waiting &queue : m_waiting) {
        for (auto entry = queue.begin(); entry != queue.end();)
            entry = drop(entry->second) ? queue.erase(entry) : std::next(entry);
    }
    for (auto flying = m_flying.begin(); flying != m_flying.end(); ++flying) {
        if (!drop(*flying))
            continue;
        const Abandoned abandoned {flying->worker, {flying.key(), flying->job.attempt}};
        --m_workers[flying->worker].busy;
        m_flying.erase(flying);
        return abandoned;
    }
    return std::nullopt;
}

void JobQueue::addWorker(WorkerId worker, const WorkerHello &hello)
{
    Worker added;
    added.hello = hello;
    for (const OfferedLanguage &language : hello.languages)
        added.languages.insert(language.id);
    m_workers.insert(worker, added);
}

void JobQueue::drainWorker(WorkerId worker)
{
    const auto found = m_workers.find(worker);
    if (found != m_workers.end())
        found->draining = true;
}

QList<FinishedJob> JobQueue::removeWorker(WorkerId worker)
{
    QStringList lost;
    for (auto flying = m_flying.cbegin(); flying != m_flying.cend(); ++flying) {
        if (flying->worker == worker)
            lost.append(flying.key());
    }
    QList<FinishedJob> finished;
    for (const QString &jobId : std::as_const(lost))
        finished += lose(jobId, QCoreApplication::translate("JobQueue", "The judge was lost while it had this job."));
    m_workers.remove(worker);
    return finished;
}

QList<FinishedJob> JobQueue::lose(QString jobId, const QString &reason)
{
    Entry entry = m_flying.take(jobId);
    --m_workers[entry.worker].busy;
    if (++entry.losses >= m_settings.mostLosses) {
        JudgeOutcome outcome;
        outcome.message = reason;
        return deliver(entry, outcome);
    }
    ++entry.job.attempt;
    entry.worker = 0;
    putBack(std::move(entry));
    return {};
}

QList<FinishedJob> JobQueue::deliver(const Entry &entry, const JudgeOutcome &outcome) const
{
    QList<FinishedJob> finished;
    for (const Request &request : entry.requests)
        finished.append({request.jobId, outcome});
    return finished;
}

JobQueue::Waiting::iterator JobQueue::nextFor(const Worker &worker, JudgeKind kind)
{
    const auto ownerIsBusy = [this](const Request &request) {
        return !request.owner.isEmpty() && std::any_of(m_flying.cbegin(), m_flying.cend(), [&](const Entry &flying) {
            return flying.job.kind == JudgeKind::Run &&
                   std::any_of(flying.requests.begin(), flying.requests.end(),
                               [&](const Request &other) { return other.owner == request.owner; });
        });
    };
    Waiting &queue = waiting(kind);
    return std::find_if(queue.begin(), queue.end(), [&](const auto &item) {
        const Entry &entry = item.second;
        return worker.languages.contains(entry.job.language) &&
               (kind != JudgeKind::Run || std::none_of(entry.requests.begin(), entry.requests.end(), ownerIsBusy));
    });
}

std::optional<JudgeJob> JobQueue::take(WorkerId workerId)
{
    const auto worker = m_workers.find(workerId);
    if (worker == m_workers.end() || worker->draining || worker->busy >= worker->hello.slotCount)
        return std::nullopt;
    const JudgeKind other = m_lastKind == JudgeKind::Run ? JudgeKind::Judge : JudgeKind::Run;
    for (const JudgeKind kind : {other, m_lastKind}) {
        const auto next = nextFor(*worker, kind);
        if (next == waiting(kind).end())
            continue;
        Entry entry = std::move(next->second);
        waiting(kind).erase(next);
        entry.worker = workerId;
        entry.leaseUntil = m_clock.now() + m_settings.lease;
        ++worker->busy;
        m_lastKind = kind;
        const JudgeJob job = entry.job;
        m_flying.insert(job.jobId, std::move(entry));
        return job;
    }
    return std::nullopt;
}

JobQueue::Entry *JobQueue::current(WorkerId worker, const JobAttempt &attempt)
{
    const auto found = m_flying.find(attempt.jobId);
    return found != m_flying.end() && found->worker == worker && found->job.attempt == attempt.attempt ? &*found
                                                                                                       : nullptr;
}

QStringList JobQueue::idsOf(WorkerId worker, const JobAttempt &attempt) const
{
    QStringList ids;
    const auto found = m_flying.constFind(attempt.jobId);
    if (found != m_flying.constEnd() && found->worker == worker && found->job.attempt == attempt.attempt) {
        for (const Request &request : found->requests)
            ids.append(request.jobId);
    }
    return ids;
}

void JobQueue::extend(WorkerId worker, const QList<JobAttempt> &attempts)
{
    for (const JobAttempt &attempt : attempts) {
        if (Entry *entry = current(worker, attempt))
            entry->leaseUntil = m_clock.now() + m_settings.lease;
    }
}

QList<FinishedJob> JobQueue::finish(WorkerId worker, const JobAttempt &attempt, const JudgeOutcome &outcome)
{
    if (!current(worker, attempt))
        return {}; // an attempt that was given to somebody else meanwhile
    if (outcome.verdict == Verdict::JudgeError)
        return lose(attempt.jobId, outcome.message);
    const Entry entry = m_flying.take(attempt.jobId);
    --m_workers[worker].busy;
    if (!entry.shareKey.isEmpty())
        m_results.insert(entry.shareKey, new JudgeOutcome(outcome));
    return deliver(entry, outcome);
}

QList<FinishedJob> JobQueue::expire()
{
    QStringList lost;
    for (auto flying = m_flying.cbegin(); flying != m_flying.cend(); ++flying) {
        if (flying->leaseUntil <= m_clock.now())
            lost.append(flying.key());
    }
    QList<FinishedJob> finished;
    for (const QString &jobId : std::as_const(lost))
        finished +=
            lose(jobId, QCoreApplication::translate("JobQueue", "The judge did not answer while it had this job."));
    return finished;
}

JudgingStatus JobQueue::status() const
{
    JudgingStatus status;
    QSet<QString> offered;
    for (const Worker &worker : m_workers) {
        QStringList languages(worker.languages.begin(), worker.languages.end());
        languages.sort();
        status.workers.append({worker.hello.name, worker.hello.slotCount, worker.busy, worker.draining, languages,
                               worker.hello.protection});
        if (worker.draining)
            continue;
        status.slotCount += worker.hello.slotCount;
        offered += worker.languages;
    }
    std::sort(status.workers.begin(), status.workers.end(),
              [](const auto &one, const auto &other) { return one.name < other.name; });
    const Instant now = m_clock.now();
    for (const Waiting &queue : m_waiting) {
        status.queue += static_cast<int>(queue.size());
        for (const auto &[key, entry] : queue) {
            status.oldestAge = std::max(status.oldestAge, now - entry.since);
            status.unroutable += offered.contains(entry.job.language) ? 0 : 1;
        }
    }
    status.queuedRuns = static_cast<int>(m_waiting[static_cast<std::size_t>(JudgeKind::Run)].size());
    status.running = static_cast<int>(m_flying.size());
    return status;
}

} // namespace Marathon
