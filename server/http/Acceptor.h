#pragma once

#include "server/http/ConnectionLedger.h"
#include "server/http/FrontLimits.h"
#include "shared/core/Result.h"

#include <QSocketNotifier>
#include <QTcpServer>
#include <functional>

namespace Marathon {

/// The one listening socket: takes connections, counts them against their caps and hands their descriptors on.
///
/// QTcpServer only opens the socket and never accepts: when descriptors run out it either stops for good or spins,
/// since it keeps the first error it ever met (measured on 6.4). Here accepting rests for `limits.acceptPause` instead.
class Acceptor final : public QObject
{
    Q_OBJECT

public:
    /// Receives a descriptor that it must own from now on, on this object's thread.
    using Receiver =
        std::function<void(qintptr descriptor, const QHostAddress &peer, std::shared_ptr<ConnectionSlot> slot)>;

    Acceptor(const FrontLimits &limits, std::shared_ptr<ConnectionLedger> ledger, Receiver receiver);

    /// Unavailable, with what to do: port in use, address not of this machine, port not permitted.
    Result<quint16> open(const QHostAddress &address, quint16 port);
    /// New clients are refused by the system from here on.
    void close();

    /// How often accepting had to rest; from any thread.
    quint64 failedAccepts() const { return m_failedAccepts.load(std::memory_order_relaxed); }

private:
    void acceptWaiting();
    void take(int descriptor, const QHostAddress &peer);
    void restForAWhile();

    FrontLimits m_limits;
    std::shared_ptr<ConnectionLedger> m_ledger;
    Receiver m_receiver;
    QTcpServer m_server;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::atomic<quint64> m_failedAccepts {0};
};

} // namespace Marathon
