#include "server/http/WebSocketGate.h"

#include <QThread>
#include <QWebSocket>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

WebSocketGate::WebSocketGate(const FrontLimits &limits, FrontMetrics &metrics, FrontHandler &handler)
    : m_limits(limits)
    , m_metrics(metrics)
    , m_handler(handler)
    , m_server(u"debug-marathon"_s, QWebSocketServer::NonSecureMode)
{
    m_server.setMaxPendingConnections(1'000'000);
    connect(&m_server, &QWebSocketServer::newConnection, this, &WebSocketGate::deliver);
}

WebSocketGate::~WebSocketGate()
{
    for (const Handshake &handshake : std::exchange(m_handshakes, {})) {
        handshake.socket->disconnect(this);
        delete handshake.socket;
    }
    for (QWebSocket *socket : std::exchange(m_open, {}))
        socket->disconnect(this);
}

void WebSocketGate::accept(QTcpSocket *socket, HttpRequest request, std::shared_ptr<ConnectionSlot> slot)
{
    Q_ASSERT(thread() == QThread::currentThread());
    socket->setParent(nullptr);
    // Else the kernel takes megabytes for a client that does not read, while bytesToWrite() stays 0.
    socket->setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, m_limits.webSocketSendBufferBytes);
    // QWebSocket waits for whole frames, so a frame and its header must fit into the buffer.
    socket->setReadBufferSize(static_cast<qint64>(m_limits.webSocketMessageBytes) + 64 * 1024);

    const PeerKey key(socket->peerAddress(), socket->peerPort());
    QDeadlineTimer deadline;
    deadline.setRemainingTime(m_limits.head);
    m_handshakes.insert(key, {socket, std::move(request), deadline});
    connect(socket, &QObject::destroyed, this, [slot = std::move(slot)] {});
    connect(socket, &QTcpSocket::disconnected, this, [this, key, socket] {
        if (m_handshakes.remove(key) > 0)
            socket->deleteLater();
    });
    m_server.handleConnection(socket);
}

void WebSocketGate::deliver()
{
    while (QWebSocket *webSocket = m_server.nextPendingConnection()) {
        std::unique_ptr<QWebSocket> owned(webSocket);
        const auto handshake = m_handshakes.constFind({webSocket->peerAddress(), webSocket->peerPort()});
        if (handshake == m_handshakes.cend())
            continue; // The client left in between; its socket is being deleted.
        QTcpSocket *socket = handshake->socket;
        const HttpRequest request = handshake->request;
        m_handshakes.erase(handshake);
        webSocket->setParent(nullptr);
        socket->setParent(webSocket);
        webSocket->setMaxAllowedIncomingFrameSize(m_limits.webSocketMessageBytes);
        webSocket->setMaxAllowedIncomingMessageSize(m_limits.webSocketMessageBytes);
        m_open.insert(webSocket);
        m_metrics.countWebSockets(+1);
        connect(webSocket, &QObject::destroyed, this, [this, webSocket] {
            m_open.remove(webSocket);
            m_metrics.countWebSockets(-1);
        });
        m_handler.webSocketOpened(std::move(owned), request);
    }
}

void WebSocketGate::sweep()
{
    const QHash<PeerKey, Handshake> handshakes = m_handshakes;
    for (const Handshake &handshake : handshakes) {
        if (handshake.deadline.hasExpired())
            handshake.socket->abort();
    }
}

void WebSocketGate::closeAll()
{
    const QSet<QWebSocket *> open = m_open;
    for (QWebSocket *socket : open)
        socket->close(QWebSocketProtocol::CloseCodeGoingAway, u"The server is stopping."_s);
}

void WebSocketGate::abortAll()
{
    const QSet<QWebSocket *> open = m_open;
    for (QWebSocket *socket : open)
        socket->abort();
}

} // namespace Marathon

#include "moc_WebSocketGate.cpp"
