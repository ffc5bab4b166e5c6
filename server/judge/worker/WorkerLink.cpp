#include "server/judge/worker/WorkerLink.h"

#include "shared/core/Text.h"

#include <QNetworkRequest>
#include <QRandomGenerator>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::milliseconds firstDelay {250};
constexpr std::chrono::milliseconds longestDelay {15000};
constexpr int mostUnanswered = 4; ///< heartbeats

} // namespace

WorkerLink::WorkerLink(Settings settings, SlotPool &pool)
    : m_settings(std::move(settings))
    , m_pool(pool)
    , m_delay(firstDelay)
{
    if (m_settings.server.path().isEmpty() || m_settings.server.path() == "/"_L1)
        m_settings.server.setPath(u"/ws/judge"_s);
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &WorkerLink::connectNow);
    connect(&m_heartbeat, &QTimer::timeout, this, &WorkerLink::beat);
    connect(&m_socket, &QWebSocket::pong, this, [this] { m_unanswered = 0; });
    connect(&m_socket, &QWebSocket::connected, this, [this] {
        qInfo("Connected to %s.", qUtf8Printable(m_settings.server.toDisplayString()));
        m_unanswered = 0;
        send(m_settings.hello);
    });
    // Both for a connection that broke and for one that never came about.
    connect(&m_socket, &QWebSocket::disconnected, this, &WorkerLink::lost);
    connect(&m_socket, &QWebSocket::textMessageReceived, this, &WorkerLink::hear);
    connect(&m_pool, &SlotPool::finished, this, &WorkerLink::finish);
}

WorkerLink::~WorkerLink()
{
    m_socket.disconnect(this);
}

void WorkerLink::start()
{
    connectNow();
}

void WorkerLink::connectNow()
{
    QNetworkRequest request(m_settings.server);
    request.setRawHeader("Authorization", "Bearer " + m_settings.token);
    m_socket.open(request);
}

void WorkerLink::lost()
{
    m_heartbeat.stop();
    m_waiting.clear();
    m_running.clear();
    m_pool.cancelAll();
    if (m_stopping)
        return leaveIfDone();
    // Jitter, so that many workers do not come back in the same instant.
    const auto delay =
        m_delay / 2 + std::chrono::milliseconds(QRandomGenerator::global()->bounded(static_cast<int>(m_delay.count())));
    qWarning("No connection to %s (%s); trying again in %d ms.", qUtf8Printable(m_settings.server.toDisplayString()),
             qUtf8Printable(m_socket.closeReason().isEmpty() ? m_socket.errorString() : m_socket.closeReason()),
             static_cast<int>(delay.count()));
    m_retry.start(delay);
    m_delay = std::min(2 * m_delay, longestDelay);
}

void WorkerLink::hear(const QString &text)
{
    const Result<QJsonObject> object = parseObject(text.toUtf8());
    const QString type = object ? object->value("t"_L1).toString() : QString();
    const auto handle = [&]<typename Message>(auto &&take) {
        const Result<Message> message = fromJson<Message>(*object);
        if (message)
            take(*message);
        else
            m_socket.close(QWebSocketProtocol::CloseCodeProtocolError, message.error().message);
    };
    if (type == WorkerWelcome::type)
        handle.operator()<WorkerWelcome>([this](const WorkerWelcome &welcome) {
            m_delay = firstDelay;
            m_heartbeat.start(std::max(welcome.heartbeat, Duration(100)));
        });
    else if (type == JobMessage::type)
        handle.operator()<JobMessage>([this](const JobMessage &message) { take(message.job); });
    else if (type == BlobMessage::type)
        handle.operator()<BlobMessage>([this](const BlobMessage &message) { receive(message); });
    else if (type == JobCancelled::type)
        handle.operator()<JobCancelled>([this](const JobCancelled &message) { drop(message.job); });
    else
        m_socket.close(QWebSocketProtocol::CloseCodeProtocolError, tr("There is no message \"%1\" here.").arg(type));
}

void WorkerLink::beat()
{
    // A connection whose other end vanished without a word looks open for a long time.
    if (++m_unanswered > mostUnanswered)
        return m_socket.abort();
    m_socket.ping();
    send(WorkerHeartbeat {m_running});
}

void WorkerLink::take(const JudgeJob &job)
{
    Waiting waiting {job, {}, {}};
    waiting.blobs = m_blobs.take(BlobCache::namedBy(job), waiting.missing);
    m_running.append({job.jobId, job.attempt});
    if (waiting.missing.isEmpty())
        return begin(waiting);
    send(NeedBlobs {QStringList(waiting.missing.begin(), waiting.missing.end())});
    m_waiting.append(waiting);
}

void WorkerLink::receive(const BlobMessage &blob)
{
    const QByteArray bytes = QByteArray::fromBase64(blob.data.value_or(QString()).toLatin1());
    const bool usable = blob.data.has_value() && sha256Hex(bytes) == blob.sha;
    if (usable)
        m_blobs.put(blob.sha, bytes);
    QList<Waiting> ready, waiting;
    for (Waiting &job : m_waiting) {
        // A blob that the server lacks is left out: the judge finds that out and names the test.
        if (job.missing.remove(blob.sha) && usable)
            job.blobs.insert(blob.sha, bytes);
        (job.missing.isEmpty() ? ready : waiting).append(job);
    }
    m_waiting = waiting;
    for (const Waiting &job : std::as_const(ready))
        begin(job);
}

void WorkerLink::begin(const Waiting &waiting)
{
    ++m_busy;
    send(JobStarted {{waiting.job.jobId, waiting.job.attempt}});
    m_pool.start(waiting.job, waiting.blobs);
}

void WorkerLink::drop(const JobAttempt &attempt)
{
    m_running.removeAll(attempt);
    m_waiting.removeIf([&attempt](const Waiting &waiting) {
        return waiting.job.jobId == attempt.jobId && waiting.job.attempt == attempt.attempt;
    });
    m_pool.cancel(attempt);
}

void WorkerLink::finish(const JobAttempt &attempt, const JudgeOutcome &outcome)
{
    --m_busy;
    if (m_running.removeAll(attempt) > 0)
        send(JobResult {attempt, outcome});
    leaveIfDone();
}

void WorkerLink::finishAndStop()
{
    if (!m_stopping && m_socket.isValid())
        send(WorkerBye {});
    m_stopping = true;
    m_retry.stop();
    leaveIfDone();
}

void WorkerLink::leaveIfDone()
{
    if (!m_stopping || m_busy > 0 || !m_running.isEmpty())
        return;
    if (!m_socket.isValid())
        emit done();
    else
        m_socket.close(QWebSocketProtocol::CloseCodeGoingAway, tr("stopping"));
}

} // namespace Marathon

#include "moc_WorkerLink.cpp"
