#include "server/http/Acceptor.h"

#include "server/http/ClientFacts.h"

#include <QCoreApplication>
#include <QTimer>
#include <sys/socket.h>
#include <unistd.h>

namespace Marathon {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("HttpFront", source);
}

QHostAddress peerOf(qintptr descriptor)
{
    sockaddr_storage address {};
    socklen_t size = sizeof address;
    if (::getpeername(static_cast<int>(descriptor), reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return {};
    return normalised(QHostAddress(reinterpret_cast<const sockaddr *>(&address)));
}

} // namespace

Acceptor::Acceptor(const FrontLimits &limits, std::shared_ptr<ConnectionLedger> ledger, Receiver receiver)
    : m_limits(limits)
    , m_ledger(std::move(ledger))
    , m_receiver(std::move(receiver))
{
    setListenBacklogSize(limits.listenBacklog);
    connect(this, &QTcpServer::acceptError, this, &Acceptor::pauseForAWhile);
}

Result<quint16> Acceptor::open(const QHostAddress &address, quint16 port)
{
    if (listen(address, port))
        return serverPort();
    const QString place = address.protocol() == QAbstractSocket::IPv6Protocol
        ? QStringLiteral("[%1]:%2").arg(address.toString()).arg(port)
        : QStringLiteral("%1:%2").arg(address.toString()).arg(port);
    switch (serverError()) {
    case QAbstractSocket::AddressInUseError:
        return Error {ErrorKind::Unavailable,
            text("%1 is in use by another program. Stop that program or choose another port (\"ss -ltnp\" shows who has it).").arg(place)};
    case QAbstractSocket::SocketAddressNotAvailableError:
        return Error {ErrorKind::Unavailable,
            text("%1 is not an address of this machine. Listen on one that \"ip address\" shows, or on 0.0.0.0 for all.").arg(place)};
    case QAbstractSocket::SocketAccessError:
        return Error {ErrorKind::Unavailable,
            text("Listening on %1 is not permitted. Choose a port from 1024 on, or give the program CAP_NET_BIND_SERVICE.").arg(place)};
    default:
        return Error {ErrorKind::Unavailable, text("Listening on %1 failed: %2. Choose another address or port.").arg(place, errorString())};
    }
}

void Acceptor::incomingConnection(qintptr descriptor)
{
    const QHostAddress peer = peerOf(descriptor);
    std::shared_ptr<ConnectionSlot> slot = peer.isNull() ? nullptr : m_ledger->take(peer);
    if (!slot) {
        ::close(static_cast<int>(descriptor));
        return;
    }
    m_receiver(descriptor, peer, std::move(slot));
}

void Acceptor::pauseForAWhile()
{
    // Out of descriptors, QTcpServer would pause for good or spin (seen on 6.4 and 6.8), so the pause is made here.
    m_failedAccepts.fetch_add(1, std::memory_order_relaxed);
    pauseAccepting();
    QTimer::singleShot(m_limits.acceptPause, this, [this] {
        if (isListening())
            resumeAccepting();
    });
}

} // namespace Marathon
