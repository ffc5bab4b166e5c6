#include "server/judge/worker/SlotPool.h"

#include <utility>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

SlotPool::SlotPool(const LocalJudge &judge, int slotCount)
    : m_judge(judge)
    , m_slots(static_cast<std::size_t>(slotCount))
{
    for (Slot &slot : m_slots) {
        slot.thread = std::make_unique<QThread>();
        slot.thread->setObjectName(u"slot"_s);
        slot.place = std::make_unique<QObject>();
        slot.place->moveToThread(slot.thread.get());
        slot.thread->start();
    }
}

SlotPool::~SlotPool()
{
    cancelAll();
    for (Slot &slot : m_slots) {
        slot.thread->quit();
        slot.thread->wait();
    }
}

void SlotPool::start(const JudgeJob &job, const BlobCache::Blobs &blobs)
{
    const auto slot = std::find_if(m_slots.begin(), m_slots.end(), [](const Slot &one) { return !one.job; });
    if (slot == m_slots.end())
        m_pending.append({job, blobs});
    else
        startOn(*slot, {job, blobs});
}

void SlotPool::startOn(Slot &slot, const Pending &pending)
{
    slot.job = JobAttempt {pending.job.jobId, pending.job.attempt};
    slot.stop = std::stop_source();
    const std::size_t index = static_cast<std::size_t>(&slot - m_slots.data());
    QMetaObject::invokeMethod(
        slot.place.get(),
        [this, index, pending, token = slot.stop.get_token()] {
            const auto find = [&pending](const QString &sha) -> Result<QByteArray> {
                const auto found = pending.blobs.constFind(sha);
                if (found == pending.blobs.constEnd())
                    return Error {ErrorKind::NotFound, tr("The server does not have the test data %1.").arg(sha)};
                return *found;
            };
            const JudgeOutcome outcome = m_judge.judge(pending.job, find, token);
            QMetaObject::invokeMethod(
                this, [this, index, outcome] { slotIsFree(index, outcome); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void SlotPool::slotIsFree(std::size_t index, const JudgeOutcome &outcome)
{
    const JobAttempt attempt = *std::exchange(m_slots[index].job, std::nullopt);
    if (!m_pending.isEmpty())
        startOn(m_slots[index], m_pending.takeFirst());
    emit finished(attempt, outcome);
}

void SlotPool::cancel(const JobAttempt &attempt)
{
    const auto pending = std::find_if(m_pending.cbegin(), m_pending.cend(), [&attempt](const Pending &one) {
        return one.job.jobId == attempt.jobId && one.job.attempt == attempt.attempt;
    });
    if (pending != m_pending.cend()) {
        m_pending.erase(pending);
        emit finished(attempt, {});
    }
    for (Slot &slot : m_slots) {
        if (slot.job == attempt)
            slot.stop.request_stop();
    }
}

void SlotPool::cancelAll()
{
    const QList<Pending> pending = std::exchange(m_pending, {});
    for (const Pending &one : pending)
        emit finished({one.job.jobId, one.job.attempt}, {});
    for (Slot &slot : m_slots)
        slot.stop.request_stop();
}

} // namespace Marathon

#include "moc_SlotPool.cpp"
