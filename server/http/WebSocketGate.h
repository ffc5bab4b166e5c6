#pragma once

#include "server/http/ConnectionLedger.h"
#include "server/http/FrontLimits.h"
#include "server/http/FrontMetrics.h"
#include "server/http/HttpMessage.h"

#include <QDeadlineTimer>
#include <QHash>
#include <QSet>
#include <QTcpSocket>
#include <QWebSocketServer>

namespace Marathon {

/// Turns accepted upgrades into WebSockets: a QWebSocketServer that listens on nothing answers 101, then the QWebSocket
/// goes to the handler with the request that opened it. Its network socket becomes its child and stays counted against
/// the caps until it is destroyed.
class WebSocketGate final : public QObject
{
    Q_OBJECT

public:
    WebSocketGate(const FrontLimits &limits, FrontMetrics &metrics, FrontHandler &handler);
    ~WebSocketGate() override;

    /// Takes the socket, whose buffer begins with the complete head of `request`.
    void accept(QTcpSocket *socket, HttpRequest request, std::shared_ptr<ConnectionSlot> slot);
    /// Aborts handshakes that do not get on.
    void sweep();
    /// Closes all with 1001 (RFC 6455, section 7.4.1: going away).
    void closeAll();
    void abortAll();
    /// Those that are open.
    qsizetype size() const { return m_open.size(); }
    bool isEmpty() const { return m_handshakes.isEmpty() && m_open.isEmpty(); }

private:
    struct Handshake
    {
        QTcpSocket *socket = nullptr;
        HttpRequest request;
        QDeadlineTimer deadline;
    };
    /// QWebSocket does not tell its network socket, but one listening port has each peer address and port only once.
    using PeerKey = std::pair<QHostAddress, quint16>;

    void deliver();

    const FrontLimits &m_limits;
    FrontMetrics &m_metrics;
    FrontHandler &m_handler;
    QWebSocketServer m_server;
    QHash<PeerKey, Handshake> m_handshakes;
    QSet<QWebSocket *> m_open;
};

} // namespace Marathon
