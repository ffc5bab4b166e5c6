#include "server/http/FrontWorker.h"

#include "server/http/AnswerMailbox.h"
#include "server/http/GuardedConnection.h"
#include "server/http/HttpDispatcher.h"
#include "server/http/PollRest.h"
#include "server/http/WebSocketGate.h"

#include <QThread>
#include <unistd.h>

namespace Marathon {

namespace {

/// While draining, the end is looked for more often than deadlines are.
constexpr std::chrono::milliseconds drainSweepInterval {20};

} // namespace

FrontWorker::FrontWorker(const FrontOptions &options, const RouteTable &routes, FrontMetrics &metrics, int ioIndex)
    : m_metrics(metrics)
    , m_context {options, routes, metrics}
    , m_ioIndex(ioIndex)
    , m_sweepTimer(this)
{
    connect(&m_sweepTimer, &QTimer::timeout, this, &FrontWorker::sweep);
}

FrontWorker::~FrontWorker()
{
    if (m_context.mailbox)
        m_context.mailbox->close();
    const QSet<GuardedConnection *> connections = std::exchange(m_connections, {});
    for (GuardedConnection *connection : connections) {
        connection->disconnect(this);
        connection->abort();
        delete connection;
    }
    if (m_webSockets)
        m_webSockets->abortAll();
    m_handler.reset(); // Its WebSockets go with it, while the gate still counts them.
    m_webSockets.reset();
    m_dispatcher.reset();
}

void FrontWorker::start(const HandlerFactory &factory)
{
    Q_ASSERT(thread() == QThread::currentThread());
    m_handler = factory(m_ioIndex);
    Q_ASSERT(m_handler);
    m_dispatcher = std::make_unique<HttpDispatcher>(
        [this](quint64 exchange, const QByteArray &body, QHttpServerResponder responder) {
            receive(exchange, body, std::move(responder));
        });
    m_webSockets = std::make_unique<WebSocketGate>(m_context.options.limits, m_metrics, *m_handler);
    m_context.mailbox = std::make_shared<AnswerMailbox>([this](quint64 exchange, HttpResponse response) {
        if (GuardedConnection *connection = m_context.exchanges.value(exchange))
            connection->answer(response);
    });
    m_context.handler = m_handler.get();
    m_context.dispatcher = m_dispatcher.get();
    m_context.webSockets = m_webSockets.get();
    m_sweepTimer.start(m_context.options.limits.sweepInterval);
    new PollRest([this] { return m_connections.size() + m_webSockets->size(); }, m_webSockets.get());
}

void FrontWorker::adopt(qintptr descriptor, const QHostAddress &peer, std::shared_ptr<ConnectionSlot> slot)
{
    Q_ASSERT(thread() == QThread::currentThread());
    auto *connection = new GuardedConnection(m_context, std::move(slot), peer, this);
    if (!connection->adopt(descriptor)) {
        ::close(static_cast<int>(descriptor));
        delete connection;
        return;
    }
    m_connections.insert(connection);
    connect(connection, &GuardedConnection::finished, this, &FrontWorker::remove);
    if (m_context.isDraining)
        connection->drain();
}

void FrontWorker::receive(quint64 exchange, const QByteArray &body, QHttpServerResponder responder)
{
    if (GuardedConnection *connection = m_context.exchanges.value(exchange))
        connection->receive(body, std::move(responder));
}

void FrontWorker::remove(GuardedConnection *connection)
{
    m_connections.remove(connection);
    connection->deleteLater(); // It may be in the middle of its own work.
}

void FrontWorker::sweep()
{
    const QSet<GuardedConnection *> connections = m_connections;
    for (GuardedConnection *connection : connections)
        connection->sweep();
    m_webSockets->sweep();
    if (m_context.isDraining)
        finishDraining();
}

void FrontWorker::drain()
{
    Q_ASSERT(thread() == QThread::currentThread());
    m_context.isDraining = true;
    m_drainDeadline.setRemainingTime(m_context.options.limits.drain);
    const QSet<GuardedConnection *> connections = m_connections;
    for (GuardedConnection *connection : connections)
        connection->drain();
    m_webSockets->closeAll();
    m_sweepTimer.start(drainSweepInterval);
}

void FrontWorker::finishDraining()
{
    if (!m_drainDeadline.hasExpired() && (!m_connections.isEmpty() || !m_webSockets->isEmpty()))
        return;
    m_sweepTimer.stop();
    emit drained();
}

} // namespace Marathon

#include "moc_FrontWorker.cpp"
