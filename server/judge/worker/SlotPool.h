#pragma once

#include "server/judge/LocalJudge.h"
#include "server/judge/worker/BlobCache.h"

#include <QObject>
#include <QThread>
#include <functional>
#include <memory>
#include <vector>

namespace Marathon {

/// The threads that judge, one job at a time each. Lives on the thread of its owner; jobs and outcomes cross as values.
class SlotPool : public QObject
{
    Q_OBJECT

public:
    SlotPool(const LocalJudge &judge, int slotCount);
    ~SlotPool() override;

    int slotCount() const { return static_cast<int>(m_slots.size()); }

    /// Starts a job on a free slot, or as soon as one is free: a cancelled job holds its slot until its box is gone.
    /// `finished` is emitted exactly once.
    void start(const JudgeJob &job, const BlobCache::Blobs &blobs);
    /// Stops the job's box; `finished` follows.
    void cancel(const JobAttempt &attempt);
    void cancelAll();

signals:
    void finished(const Marathon::JobAttempt &attempt, const Marathon::JudgeOutcome &outcome);

private:
    struct Slot
    {
        std::unique_ptr<QThread> thread;
        std::unique_ptr<QObject> place; ///< lives on the thread; jobs are invoked there
        std::optional<JobAttempt> job;
        std::stop_source stop;
    };

    struct Pending
    {
        JudgeJob job;
        BlobCache::Blobs blobs;
    };

    void startOn(Slot &slot, const Pending &pending);
    void slotIsFree(std::size_t index, const JudgeOutcome &outcome);

    const LocalJudge &m_judge;
    std::vector<Slot> m_slots;
    QList<Pending> m_pending;
};

} // namespace Marathon
