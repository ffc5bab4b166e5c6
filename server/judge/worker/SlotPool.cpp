#include "server/judge/worker/SlotPool.h"

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
    const JobAttempt attempt {job.jobId, job.attempt};
    if (slot == m_slots.end()) {
        JudgeOutcome outcome;
        outcome.message = tr("The server gave more jobs than this judge has slots.");
        emit finished(attempt, outcome);
        return;
    }
    slot->job = attempt;
    slot->stop = std::stop_source();
    const std::size_t index = static_cast<std::size_t>(slot - m_slots.begin());
    QMetaObject::invokeMethod(slot->place.get(), [this, index, job, blobs, attempt, token = slot->stop.get_token()] {
        const auto find = [&blobs](const QString &sha) -> Result<QByteArray> {
            const auto found = blobs.constFind(sha);
            return found == blobs.constEnd() ? Result<QByteArray>(Error {ErrorKind::NotFound, tr("The server does not have the test data %1.").arg(sha)}) : *found;
        };
        const JudgeOutcome outcome = m_judge.judge(job, find, token);
        QMetaObject::invokeMethod(this, [this, index, attempt, outcome] {
            m_slots[index].job.reset();
            emit finished(attempt, outcome);
        }, Qt::QueuedConnection);
    }, Qt::QueuedConnection);
}

void SlotPool::cancel(const JobAttempt &attempt)
{
    for (Slot &slot : m_slots) {
        if (slot.job == attempt)
            slot.stop.request_stop();
    }
}

void SlotPool::cancelAll()
{
    for (Slot &slot : m_slots)
        slot.stop.request_stop();
}

} // namespace Marathon
