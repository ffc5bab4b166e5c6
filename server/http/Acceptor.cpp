#include "server/http/Acceptor.h"

#include "server/http/ClientFacts.h"

#include <QCoreApplication>
#include <QThread>
#include <QTimer>
#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

namespace Marathon {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("HttpFront", source);
}

/// Connections that are taken before other events of the thread get their turn.
constexpr int acceptsPerTurn = 256;

/// A connection that went away, or met a network error, before it was accepted: the next one may be fine (accept(2)).
bool isOfOneConnection(int error)
{
    return error == ECONNABORTED || error == EPROTO || error == EINTR || error == ENETDOWN || error == EHOSTUNREACH ||
           error == ENETUNREACH || error == EHOSTDOWN || error == ENOPROTOOPT || error == EPERM;
}

} // namespace

Acceptor::Acceptor(const FrontLimits &limits, std::shared_ptr<ConnectionLedger> ledger, Receiver receiver)
    : m_limits(limits)
    , m_ledger(std::move(ledger))
    , m_receiver(std::move(receiver))
    , m_server(this)
{
    m_server.setListenBacklogSize(limits.listenBacklog);
}

Result<quint16> Acceptor::open(const QHostAddress &address, quint16 port)
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (m_server.listen(address, port)) {
        m_server.pauseAccepting();
        m_notifier = std::make_unique<QSocketNotifier>(m_server.socketDescriptor(), QSocketNotifier::Read);
        connect(m_notifier.get(), &QSocketNotifier::activated, this, &Acceptor::acceptWaiting);
        return m_server.serverPort();
    }
    const QString place = address.protocol() == QAbstractSocket::IPv6Protocol
                              ? QStringLiteral("[%1]:%2").arg(address.toString()).arg(port)
                              : QStringLiteral("%1:%2").arg(address.toString()).arg(port);
    switch (m_server.serverError()) {
    case QAbstractSocket::AddressInUseError:
        return Error {ErrorKind::Unavailable, text("%1 is in use by another program. Stop that program or choose "
                                                   "another port (\"ss -ltnp\" shows who has it).")
                                                  .arg(place)};
    case QAbstractSocket::SocketAddressNotAvailableError:
        return Error {
            ErrorKind::Unavailable,
            text(
                "%1 is not an address of this machine. Listen on one that \"ip address\" shows, or on 0.0.0.0 for all.")
                .arg(place)};
    case QAbstractSocket::SocketAccessError:
        return Error {ErrorKind::Unavailable, text("Listening on %1 is not permitted. Choose a port from 1024 on, or "
                                                   "give the program CAP_NET_BIND_SERVICE.")
                                                  .arg(place)};
    default:
        return Error {
            ErrorKind::Unavailable,
            text("Listening on %1 failed: %2. Choose another address or port.").arg(place, m_server.errorString())};
    }
}

void Acceptor::close()
{
    Q_ASSERT(thread() == QThread::currentThread());
    m_notifier.reset();
    m_server.close();
}

void Acceptor::acceptWaiting()
{
    for (int turn = 0; turn < acceptsPerTurn; ++turn) {
        sockaddr_storage address {};
        socklen_t size = sizeof address;
        const int descriptor = ::accept4(static_cast<int>(m_server.socketDescriptor()),
                                         reinterpret_cast<sockaddr *>(&address), &size, SOCK_CLOEXEC);
        if (descriptor >= 0)
            take(descriptor, normalised(QHostAddress(reinterpret_cast<const sockaddr *>(&address))));
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            return;
        else if (!isOfOneConnection(errno))
            return restForAWhile(); // No descriptors or no memory.
    }
}

void Acceptor::take(int descriptor, const QHostAddress &peer)
{
    std::shared_ptr<ConnectionSlot> slot = m_ledger->take(peer);
    if (slot)
        m_receiver(descriptor, peer, std::move(slot));
    else
        ::close(descriptor);
}

void Acceptor::restForAWhile()
{
    m_failedAccepts.fetch_add(1, std::memory_order_relaxed);
    m_notifier->setEnabled(false);
    QTimer::singleShot(m_limits.acceptPause, this, [this] {
        if (m_notifier)
            m_notifier->setEnabled(true);
    });
}

} // namespace Marathon

#include "moc_Acceptor.cpp"
