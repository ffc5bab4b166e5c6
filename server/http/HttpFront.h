#pragma once

#include "server/http/FrontMetrics.h"
#include "server/http/FrontOptions.h"
#include "shared/core/Result.h"

#include <QThread>
#include <memory>
#include <vector>

namespace Marathon {

class Acceptor;
class ConnectionLedger;
class FrontWorker;
class RouteTable;

/// HTTP and WebSocket on one port, in front of what the server does. One thread accepts; connections go round robin to
/// io threads, each with a FrontHandler of its own. Every request is checked (HeadParser, FrontLimits) before
/// QtHttpServer or a handler sees it.
///
/// Not supported: chunked request bodies (411), answers in pieces, HTTP/2, half-closed clients. Qt's WebSockets take
/// unmasked client frames and answer any number of pings: receivers limit the rate of messages themselves.
class HttpFront
{
public:
    HttpFront(FrontOptions options, HandlerFactory factory);
    /// Stops first.
    ~HttpFront();
    Q_DISABLE_COPY_MOVE(HttpFront)

    /// Starts the threads, makes the handlers and listens; the port it got. Unavailable: see Acceptor::open().
    Result<quint16> listen();

    /// Stops accepting, closes what is idle and WebSockets (1001), gives requests under way `limits.drain`, aborts the
    /// rest, destroys the handlers and joins the threads. Blocks for at most a little longer than `limits.drain`.
    void stop();

    int ioThreads() const { return static_cast<int>(m_workers.size()); }
    /// The total cap in force, after RLIMIT_NOFILE; known after listen().
    int connectionCap() const { return m_connectionCap; }
    /// From any thread, between listen() and destruction.
    FrontFigures figures() const;

private:
    struct Io
    {
        QThread thread;
        FrontMetrics metrics;
        FrontWorker *worker = nullptr; ///< lives on the thread, deleted when it finishes
    };

    FrontOptions m_options;
    HandlerFactory m_factory;
    std::unique_ptr<RouteTable> m_routes;
    std::vector<std::unique_ptr<Io>> m_workers;
    QThread m_acceptThread;
    std::shared_ptr<ConnectionLedger> m_ledger;
    Acceptor *m_acceptor = nullptr; ///< lives on the accept thread, deleted when it finishes
    quint64 m_failedAccepts = 0;
    std::size_t m_nextWorker = 0; ///< of the accept thread
    int m_connectionCap = 0;
};

} // namespace Marathon
