#pragma once

#include "server/http/ConnectionLedger.h"
#include "server/http/FrontLimits.h"
#include "shared/core/Result.h"

#include <QTcpServer>
#include <functional>

namespace Marathon {

/// The one listening socket: takes connections, counts them against their caps and hands their descriptors on.
class Acceptor final : public QTcpServer
{
    Q_OBJECT

public:
    /// Receives a descriptor that it must own from now on, on this object's thread.
    using Receiver = std::function<void(qintptr descriptor, const QHostAddress &peer, std::shared_ptr<ConnectionSlot> slot)>;

    Acceptor(const FrontLimits &limits, std::shared_ptr<ConnectionLedger> ledger, Receiver receiver);

    /// Unavailable, with what to do: port in use, address not of this machine, port not permitted.
    Result<quint16> open(const QHostAddress &address, quint16 port);

    quint64 failedAccepts() const { return m_failedAccepts.load(std::memory_order_relaxed); }

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void pauseForAWhile();

    FrontLimits m_limits;
    std::shared_ptr<ConnectionLedger> m_ledger;
    Receiver m_receiver;
    std::atomic<quint64> m_failedAccepts {0};
};

} // namespace Marathon
