#pragma once

#include "server/http/ConnectionLedger.h"
#include "server/http/FrontMetrics.h"
#include "server/http/FrontOptions.h"
#include "server/http/IoContext.h"

#include <QDeadlineTimer>
#include <QSet>
#include <QTimer>

namespace Marathon {

/// One io thread's share of the front: its connections, its QtHttpServer, its WebSockets and its FrontHandler, all
/// made, used and destroyed on that thread.
class FrontWorker final : public QObject
{
    Q_OBJECT

public:
    /// Made anywhere, then moved to its thread. `options`, `routes` and `metrics` outlive it.
    FrontWorker(const FrontOptions &options, const RouteTable &routes, FrontMetrics &metrics, int ioIndex);
    ~FrontWorker() override;

    // All of these are called on the io thread.
    void start(const HandlerFactory &factory);
    void adopt(qintptr descriptor, const QHostAddress &peer, std::shared_ptr<ConnectionSlot> slot);
    /// Closes what is idle, lets the rest finish for at most `limits.drain`, then emits drained().
    void drain();

signals:
    void drained();

private:
    void receive(quint64 exchange, const QByteArray &body, QHttpServerResponder responder);
    void sweep();
    void remove(GuardedConnection *connection);
    void finishDraining();

    FrontMetrics &m_metrics;
    IoContext m_context;
    int m_ioIndex;
    std::unique_ptr<FrontHandler> m_handler;
    std::unique_ptr<HttpDispatcher> m_dispatcher;
    std::unique_ptr<WebSocketGate> m_webSockets;
    QSet<GuardedConnection *> m_connections;
    QTimer m_sweepTimer;
    QDeadlineTimer m_drainDeadline;
};

} // namespace Marathon
