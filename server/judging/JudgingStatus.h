#pragma once

#include "shared/protocol/JudgeWorker.h"

#include <QStringList>

namespace Marathon {

struct JudgingWorker
{
    QString name;
    int slotCount = 0;
    int busy = 0;
    bool draining = false;
    QStringList languages;
    ProtectionReport protection;
    bool operator==(const JudgingWorker &) const = default;
};

template <typename Fields>
void describe(Fields &fields, JudgingWorker &worker)
{
    fields("name", worker.name);
    fields("slots", worker.slotCount);
    fields("busy", worker.busy);
    fields("draining", worker.draining);
    fields("languages", worker.languages);
    fields("protection", worker.protection);
}

/// How judging stands, for health pages and preflight.
struct JudgingStatus
{
    QList<JudgingWorker> workers;
    int slotCount = 0; ///< of workers that take jobs
    int queue = 0;     ///< jobs that wait, of both kinds
    int queuedRuns = 0;
    int running = 0;
    int unroutable = 0;     ///< waiting for a language which no connected worker offers
    Duration oldestAge {0}; ///< of the job that waits longest
    bool operator==(const JudgingStatus &) const = default;
};

template <typename Fields>
void describe(Fields &fields, JudgingStatus &status)
{
    fields("workers", status.workers);
    fields("slots", status.slotCount);
    fields("queue", status.queue);
    fields("queued_runs", status.queuedRuns);
    fields("running", status.running);
    fields("unroutable", status.unroutable);
    fields("oldest_age_ms", status.oldestAge);
}

} // namespace Marathon
