#pragma once

#include "server/engine/Peers.h"
#include "server/judging/JudgingStatus.h"
#include "server/judging/RunRequest.h"
#include "shared/domain/Ids.h"

#include <QTimer>
#include <functional>
#include <map>

namespace Marathon {

/// Which submissions and runs this server judges when several share a database: as many as its own workers can take
/// soon, each under a lease that nobody else has. Runs that no worker here can take are offered to the others. Lives on
/// the judge desk's thread.
class JobShare : public QObject
{
    Q_OBJECT

public:
    struct Handlers
    {
        std::function<std::shared_ptr<const JudgingStatus>()> status;
        std::function<void(const SubmissionId &)> judge; ///< it is ours now
        std::function<void(const RunRequest &)> run;     ///< another server's; finishRun() takes its result
        std::function<void(const QString &run, const QString &participant, const QByteArray &result)> finished;
    };
    JobShare(Peers &peers, const Clock &clock, Handlers handlers);

    /// A submission that waits for a verdict.
    void add(const SubmissionId &submission, const QString &language);
    /// It has its verdict, from whomever.
    void remove(const SubmissionId &submission);
    /// True when a worker of this server can take the run; otherwise it is offered to the others.
    bool keeps(const QString &job, const RunRequest &request);
    /// So that whichever server the participant is with can show it.
    void finishRun(const QString &job, const RunRequest &request, const QByteArray &result);

private:
    struct Waiting
    {
        SubmissionId submission;
        QString language;
        Instant notBefore {}; ///< somebody else has it; if they fail, their lease ends
        bool isAsked = false;
    };
    void pump();
    bool isOffered(const QString &language) const;

    Peers &m_peers;
    const Clock &m_clock;
    Handlers m_handlers;
    QTimer m_timer;
    std::map<qint64, Waiting> m_waiting; ///< by age
    QHash<SubmissionId, qint64> m_numbers;
    QSet<SubmissionId> m_ours;
    qint64 m_last = 0;
};

} // namespace Marathon
