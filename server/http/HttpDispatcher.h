#pragma once

#include "server/http/QtHttp.h"
#include "server/http/VirtualSocket.h"

namespace Marathon {

/// QtHttpServer behind the guard, one per io thread: it parses the clean requests that it is fed through virtual
/// sockets and writes their answers. Which request it is talking about is told by a field that clients cannot send.
class HttpDispatcher final : public QAbstractHttpServer
{
    Q_OBJECT

public:
    /// Takes a request: its number, its body and the one object through which it can be answered.
    using Receiver = std::function<void(quint64 exchange, const QByteArray &body, QHttpServerResponder responder)>;

    explicit HttpDispatcher(Receiver receiver);

    /// A new virtual connection; it lives until VirtualSocket::finish().
    VirtualSocket *open(const QHostAddress &peer, quint16 peerPort);

    /// The field that carries the number; the guard drops it from what clients send.
    static constexpr const char *exchangeField = "Marathon-Exchange";

protected:
    bool handleRequest(const QHttpServerRequest &request, QtHttp::Answerer answerer) override;
    void missingHandler(const QHttpServerRequest &request, QtHttp::Answerer answerer) override;

private:
    Receiver m_receiver;
    VirtualServer *m_server;
};

} // namespace Marathon
