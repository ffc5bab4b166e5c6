#include "server/judging/JobShare.h"

#include "shared/protocol/Json.h"

namespace Marathon {

namespace {

constexpr int pumpMs = 250;
constexpr Duration elsewhere {5'000}; // until a refused job is asked for again; the lease of the other runs for 20 s

} // namespace

JobShare::JobShare(Peers &peers, const Clock &clock, Handlers handlers)
    : m_peers(peers)
    , m_clock(clock)
    , m_handlers(std::move(handlers))
    , m_timer(this)
{
    connect(&m_timer, &QTimer::timeout, this, &JobShare::pump);
    m_timer.start(pumpMs);
    connect(&m_peers, &Peers::runsTaken, this, [this](const QList<PeerRun> &runs) {
        for (const PeerRun &run : runs) {
            const Result<QJsonObject> json = parseObject(run.request);
            const Result<RunRequest> request = json ? fromJson<RunRequest>(*json) : json.error();
            if (request)
                m_handlers.run(*request);
            else
                qWarning("A run of another server cannot be read: %s", qPrintable(request.error().message));
        }
    });
    connect(&m_peers, &Peers::runsFinished, this, [this](const QList<PeerRunResult> &results) {
        for (const PeerRunResult &result : results)
            m_handlers.finished(result.run, result.participant, result.result);
    });
}

void JobShare::add(const SubmissionId &submission, const QString &language)
{
    if (m_numbers.contains(submission) || m_ours.contains(submission))
        return;
    m_numbers.insert(submission, ++m_last);
    m_waiting.emplace(m_last, Waiting {submission, language});
    // At once, so that a judge which is free begins now; more come with the timer.
    QMetaObject::invokeMethod(this, &JobShare::pump, Qt::QueuedConnection);
}

void JobShare::remove(const SubmissionId &submission)
{
    if (const qint64 number = m_numbers.take(submission))
        m_waiting.erase(number);
    if (m_ours.remove(submission))
        m_peers.release({submission.toString()});
}

bool JobShare::isOffered(const QString &language) const
{
    const auto status = m_handlers.status();
    return status && std::any_of(status->workers.begin(), status->workers.end(), [&](const JudgingWorker &worker) {
               return !worker.draining && worker.languages.contains(language);
           });
}

bool JobShare::keeps(const QString &job, const RunRequest &request)
{
    if (isOffered(request.language))
        return true;
    m_peers.offerRun({job, request.participant.toString(), request.language, toBytes(toJson(request))});
    return false;
}

void JobShare::finishRun(const QString &job, const RunRequest &request, const QByteArray &result)
{
    m_peers.finishRun({job, request.participant.toString(), result});
}

void JobShare::pump()
{
    const auto status = m_handlers.status();
    if (!status)
        return;
    QSet<QString> languages;
    for (const JudgingWorker &worker : status->workers) {
        if (!worker.draining)
            languages.unite(QSet<QString>(worker.languages.begin(), worker.languages.end()));
    }
    const int free = status->slotCount - status->running - status->queuedRuns;
    m_peers.setRunCapacity(languages.values(), std::max(0, free));
    // One job in hand for each slot, so that none is idle while the next is claimed.
    int room = 2 * status->slotCount - status->running - status->queue;
    QStringList wanted;
    const Instant now = m_clock.now();
    for (auto &[number, waiting] : m_waiting) {
        if (room <= 0)
            break;
        if (waiting.isAsked || waiting.notBefore > now || !languages.contains(waiting.language))
            continue;
        waiting.isAsked = true;
        wanted.append(waiting.submission.toString());
        --room;
    }
    if (wanted.isEmpty())
        return;
    m_peers.claim(wanted, this, [this, wanted](const QSet<QString> &granted) {
        for (const QString &job : wanted) {
            const SubmissionId submission(job);
            const auto waiting = m_waiting.find(m_numbers.value(submission));
            if (waiting == m_waiting.end()) {
                if (granted.contains(job))
                    m_peers.release({job}); // it got its verdict meanwhile
                continue;
            }
            if (!granted.contains(job)) {
                waiting->second.isAsked = false;
                waiting->second.notBefore = m_clock.now() + elsewhere;
                continue;
            }
            m_numbers.remove(submission);
            m_waiting.erase(waiting);
            m_ours.insert(submission);
            m_handlers.judge(submission);
        }
    });
}

} // namespace Marathon

#include "moc_JobShare.cpp"
