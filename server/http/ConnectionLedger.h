#pragma once

#include <QHash>
#include <QHostAddress>
#include <QObject>
#include <atomic>
#include <memory>

namespace Marathon {

class ConnectionSlot;

/// Counts connections, in total and per address, against their caps. It belongs to the accepting thread; slots are
/// given back from other threads by queued calls. Slots keep it alive.
class ConnectionLedger final : public QObject, public std::enable_shared_from_this<ConnectionLedger>
{
    Q_OBJECT

public:
    ConnectionLedger(int perAddress, int total, QList<QHostAddress> uncapped);

    /// A slot for one more connection, or null when a cap is reached.
    std::shared_ptr<ConnectionSlot> take(const QHostAddress &address);

    // Readable from any thread.
    qint64 open() const { return m_open.load(std::memory_order_relaxed); }
    quint64 accepted() const { return m_accepted.load(std::memory_order_relaxed); }
    quint64 refused() const { return m_refused.load(std::memory_order_relaxed); }

private:
    friend class ConnectionSlot;
    void giveBack(const QHostAddress &key);

    int m_perAddress;
    int m_total;
    QList<QHostAddress> m_uncapped;
    QHash<QHostAddress, int> m_perKey;
    std::atomic<qint64> m_open {0};
    std::atomic<quint64> m_accepted {0};
    std::atomic<quint64> m_refused {0};
};

/// One counted connection; its destruction, on any thread, gives the place back.
class ConnectionSlot
{
public:
    ConnectionSlot(std::shared_ptr<ConnectionLedger> ledger, QHostAddress key)
        : m_ledger(std::move(ledger))
        , m_key(std::move(key))
    {}
    ~ConnectionSlot();
    Q_DISABLE_COPY_MOVE(ConnectionSlot)

private:
    std::shared_ptr<ConnectionLedger> m_ledger;
    QHostAddress m_key;
};

} // namespace Marathon
