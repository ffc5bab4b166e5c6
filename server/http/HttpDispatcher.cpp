#include "server/http/HttpDispatcher.h"

#include <QLoggingCategory>

namespace Marathon {

HttpDispatcher::HttpDispatcher(Receiver receiver)
    : m_receiver(std::move(receiver))
    , m_server(new VirtualServer)
{
    bind(m_server); // Takes ownership.
}

VirtualSocket *HttpDispatcher::open(const QHostAddress &peer, quint16 peerPort)
{
    auto *socket = new VirtualSocket(peer, peerPort);
    socket->setParent(m_server); // For those that are still open at the end.
    m_server->open(socket);
    return socket;
}

bool HttpDispatcher::handleRequest(const QHttpServerRequest &request, QtHttp::Answerer answerer)
{
    bool isNumber = false;
    const quint64 exchange = request.value(exchangeField).toULongLong(&isNumber);
    if (!isNumber)
        return false;
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    m_receiver(exchange, request.body(), std::move(answerer));
#else
    m_receiver(exchange, request.body(), makeResponder(request, answerer));
#endif
    return true;
}

void HttpDispatcher::missingHandler(const QHttpServerRequest &, QtHttp::Answerer)
{
    qCritical("QtHttpServer was fed a request without its number.");
}

} // namespace Marathon

#include "moc_HttpDispatcher.cpp"
