#include "server/judging/JudgeLink.h"

#include "server/judging/JudgeSocket.h"

#include <QThread>

namespace Marathon {

namespace {

constexpr std::chrono::milliseconds tickInterval {500};

} // namespace

JudgeLink::JudgeLink(const Clock &clock, Handlers handlers, JobQueue::Settings settings)
    : m_clock(clock)
    , m_handlers(std::move(handlers))
    , m_settings(settings)
    , m_queue(clock, settings)
    , m_timer(this)
    , m_status(std::make_shared<const JudgingStatus>())
{
    connect(&m_timer, &QTimer::timeout, this, &JudgeLink::tick);
    // A timer starts on the thread where the link lives by then.
    QMetaObject::invokeMethod(
        this, [this] { m_timer.start(tickInterval); }, Qt::QueuedConnection);
}

JudgeLink::~JudgeLink()
{
    for (auto peer = m_peers.cbegin(); peer != m_peers.cend(); ++peer)
        peer.key()->deleteLater();
}

bool JudgeLink::isOwnerThread() const
{
    return QThread::currentThread() == thread();
}

void JudgeLink::adopt(std::unique_ptr<QWebSocket> webSocket)
{
    auto *socket = new JudgeSocket(std::move(webSocket));
    // Queued in this order: the link knows the socket before it hears from it.
    QMetaObject::invokeMethod(
        this,
        [this, socket] {
            m_peers.insert(socket, {++m_lastId, false, m_clock.now()});
        },
        Qt::QueuedConnection);
    connect(
        socket, &JudgeSocket::received, this, [this, socket](const QString &text) { hear(socket, text); },
        Qt::QueuedConnection);
    connect(
        socket, &JudgeSocket::closed, this, [this, socket] { drop(socket); }, Qt::QueuedConnection);
}

void JudgeLink::submit(const QueuedJob &job)
{
    QMetaObject::invokeMethod(
        this,
        [this, job] {
            const JobQueue::Submitted submitted = m_queue.submit(job);
            for (const QString &jobId : submitted.replaced)
                m_handlers.replaced(jobId);
            if (submitted.known)
                m_handlers.finished(job.job.jobId, *submitted.known);
            dispatch();
        },
        Qt::QueuedConnection);
}

void JudgeLink::cancel(const QString &jobId)
{
    QMetaObject::invokeMethod(
        this,
        [this, jobId] {
            const std::optional<JobQueue::Abandoned> abandoned = m_queue.cancel(jobId);
            for (auto peer = m_peers.cbegin(); abandoned && peer != m_peers.cend(); ++peer) {
                if (peer->id == abandoned->worker)
                    peer.key()->send(judgeText(JobCancelled {abandoned->job}));
            }
            dispatch();
        },
        Qt::QueuedConnection);
}

std::shared_ptr<const JudgingStatus> JudgeLink::status() const
{
    return m_status.load();
}

template <typename Message>
void JudgeLink::on(JudgeSocket *socket, const QJsonObject &object,
                   void (JudgeLink::*handle)(JudgeSocket *, const Message &))
{
    const Result<Message> message = fromJson<Message>(object);
    if (message)
        (this->*handle)(socket, *message);
    else
        socket->close(message.error().message);
}

void JudgeLink::hear(JudgeSocket *socket, const QString &text)
{
    Q_ASSERT(isOwnerThread());
    const auto peer = m_peers.find(socket);
    if (peer == m_peers.end())
        return; // dropped meanwhile
    peer->heard = m_clock.now();
    const Result<QJsonObject> object = parseObject(text.toUtf8());
    if (!object)
        return socket->close(object.error().message);
    const QString type = object->value("t"_L1).toString();
    if (type == WorkerHello::type)
        on(socket, *object, &JudgeLink::greet);
    else if (!peer->welcomed)
        socket->close(tr("The first message must be \"hello\"."));
    else if (type == WorkerHeartbeat::type)
        on(socket, *object, &JudgeLink::heartbeat);
    else if (type == NeedBlobs::type)
        on(socket, *object, &JudgeLink::sendBlobs);
    else if (type == JobStarted::type)
        on(socket, *object, &JudgeLink::begun);
    else if (type == JobResult::type)
        on(socket, *object, &JudgeLink::ended);
    else if (type == WorkerBye::type)
        on(socket, *object, &JudgeLink::leaving);
    else
        socket->close(tr("There is no message \"%1\" here.").arg(type));
}

void JudgeLink::greet(JudgeSocket *socket, const WorkerHello &hello)
{
    if (hello.version != judgeProtocolVersion)
        return socket->close(
            tr("This server speaks version %1 of the judge protocol; update the judge.").arg(judgeProtocolVersion));
    if (hello.protection.level == ProtectionLevel::None || hello.slotCount < 1)
        return socket->close(tr("A judge without protection or slots is not used."));
    Peer &peer = m_peers[socket];
    if (peer.welcomed)
        return socket->close(tr("\"hello\" comes once."));
    peer.welcomed = true;
    m_queue.addWorker(peer.id, hello);
    socket->send(judgeText(WorkerWelcome {m_settings.lease / 4}));
    dispatch();
}

void JudgeLink::heartbeat(JudgeSocket *socket, const WorkerHeartbeat &beat)
{
    m_queue.extend(m_peers.value(socket).id, beat.jobs);
}

void JudgeLink::sendBlobs(JudgeSocket *socket, const NeedBlobs &need)
{
    for (const QString &sha : need.shas) {
        BlobMessage message {sha, std::nullopt};
        if (const std::optional<QByteArray> bytes = m_handlers.blob(sha))
            message.data = QString::fromLatin1(bytes->toBase64());
        socket->send(judgeText(message));
    }
}

void JudgeLink::begun(JudgeSocket *socket, const JobStarted &started)
{
    for (const QString &jobId : m_queue.idsOf(m_peers.value(socket).id, started.job))
        m_handlers.started(jobId);
}

void JudgeLink::ended(JudgeSocket *socket, const JobResult &result)
{
    report(m_queue.finish(m_peers.value(socket).id, result.job, result.outcome));
    dispatch();
}

void JudgeLink::leaving(JudgeSocket *socket, const WorkerBye &)
{
    m_queue.drainWorker(m_peers.value(socket).id);
}

void JudgeLink::drop(JudgeSocket *socket)
{
    Q_ASSERT(isOwnerThread());
    const auto peer = m_peers.find(socket);
    if (peer == m_peers.end())
        return;
    const JobQueue::WorkerId id = peer->id;
    m_peers.erase(peer);
    socket->deleteLater();
    report(m_queue.removeWorker(id));
    dispatch();
}

void JudgeLink::report(const QList<FinishedJob> &finished)
{
    for (const FinishedJob &job : finished)
        m_handlers.finished(job.jobId, job.outcome);
}

void JudgeLink::dispatch()
{
    for (auto peer = m_peers.cbegin(); peer != m_peers.cend(); ++peer) {
        while (const std::optional<JudgeJob> job = m_queue.take(peer->id))
            peer.key()->send(judgeText(JobMessage {*job}));
    }
    m_status.store(std::make_shared<const JudgingStatus>(m_queue.status()));
}

void JudgeLink::tick()
{
    report(m_queue.expire());
    // A worker that is silent for a whole lease hangs or is cut off: it gets no more jobs, even if its socket seems
    // open.
    QList<JudgeSocket *> silent;
    for (auto peer = m_peers.cbegin(); peer != m_peers.cend(); ++peer) {
        if (m_clock.now() - peer->heard > m_settings.lease)
            silent.append(peer.key());
    }
    for (JudgeSocket *socket : std::as_const(silent)) {
        socket->close(tr("nothing was heard for too long"));
        drop(socket);
    }
    dispatch();
}

} // namespace Marathon

#include "moc_JudgeLink.cpp"
