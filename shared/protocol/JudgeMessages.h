#pragma once

#include "shared/protocol/JudgeJob.h"
#include "shared/protocol/JudgeOutcome.h"
#include "shared/protocol/JudgeWorker.h"

/// What servers and judge workers say to each other on /ws/judge, as JSON objects whose "t" names the message.
/// The worker speaks first (`hello`); then the server sends `job`, the worker answers `need` (bytes that it does not
/// have, by SHA-256), `started` and `result`. A job carries an attempt number, and a result counts only for the current
/// one. Nothing about people travels here.
namespace Marathon {

struct NeedBlobs
{
    static constexpr auto type = "need"_L1;
    QStringList shas;
};

template <typename Fields>
void describe(Fields &fields, NeedBlobs &need)
{
    fields("shas", need.shas);
}

/// The bytes of one SHA-256, base64; no `data`: the server does not have them, and the job ends as a judge error.
struct BlobMessage
{
    static constexpr auto type = "blob"_L1;
    QString sha;
    std::optional<QString> data;
};

template <typename Fields>
void describe(Fields &fields, BlobMessage &blob)
{
    fields("sha", blob.sha);
    fields.maybe("data", blob.data);
}

struct JobStarted
{
    static constexpr auto type = "started"_L1;
    JobAttempt job;
};

template <typename Fields>
void describe(Fields &fields, JobStarted &started)
{
    describe(fields, started.job);
}

struct JobCancelled
{
    static constexpr auto type = "cancel"_L1;
    JobAttempt job;
};

template <typename Fields>
void describe(Fields &fields, JobCancelled &cancelled)
{
    describe(fields, cancelled.job);
}

/// Extends the leases of the jobs that the worker has.
struct WorkerHeartbeat
{
    static constexpr auto type = "heartbeat"_L1;
    QList<JobAttempt> jobs;
};

template <typename Fields>
void describe(Fields &fields, WorkerHeartbeat &heartbeat)
{
    fields("jobs", heartbeat.jobs);
}

/// The worker takes no new job and leaves when those that it has are done.
struct WorkerBye
{
    static constexpr auto type = "bye"_L1;
};

template <typename Fields>
void describe(Fields &, WorkerBye &)
{}

/// The text of a message with its "t", as it goes over the socket.
template <typename Message>
QString judgeText(const Message &message)
{
    QJsonObject object = toJson(message);
    object.insert("t"_L1, QString(Message::type));
    return QString::fromUtf8(toBytes(object));
}

} // namespace Marathon
