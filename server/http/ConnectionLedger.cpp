#include "server/http/ConnectionLedger.h"

#include "server/http/ClientFacts.h"

#include <QThread>

namespace Marathon {

namespace {

/// One IPv6 host owns a whole /64 (RFC 6177), so that is what counts as one address.
QHostAddress keyOf(const QHostAddress &address)
{
    const QHostAddress plain = normalised(address);
    if (plain.protocol() != QAbstractSocket::IPv6Protocol)
        return plain;
    Q_IPV6ADDR bytes = plain.toIPv6Address();
    std::fill(bytes.c + 8, bytes.c + 16, quint8(0));
    return QHostAddress(bytes);
}

} // namespace

ConnectionLedger::ConnectionLedger(int perAddress, int total, QList<QHostAddress> uncapped)
    : m_perAddress(perAddress)
    , m_total(total)
    , m_uncapped(std::move(uncapped))
{}

std::shared_ptr<ConnectionSlot> ConnectionLedger::take(const QHostAddress &address)
{
    Q_ASSERT(thread() == QThread::currentThread());
    const QHostAddress key = keyOf(address);
    const bool isCapped = !m_uncapped.contains(normalised(address));
    if (open() >= m_total || (isCapped && m_perKey.value(key) >= m_perAddress)) {
        m_refused.fetch_add(1, std::memory_order_relaxed);
        return nullptr;
    }
    ++m_perKey[key];
    m_open.fetch_add(1, std::memory_order_relaxed);
    m_accepted.fetch_add(1, std::memory_order_relaxed);
    return std::make_shared<ConnectionSlot>(shared_from_this(), key);
}

void ConnectionLedger::giveBack(const QHostAddress &key)
{
    Q_ASSERT(thread() == QThread::currentThread());
    const auto found = m_perKey.find(key);
    if (found != m_perKey.end() && --*found == 0)
        m_perKey.erase(found);
}

ConnectionSlot::~ConnectionSlot()
{
    // The total is given back at once: at shutdown nobody may be left to deliver the call.
    m_ledger->m_open.fetch_sub(1, std::memory_order_relaxed);
    ConnectionLedger *ledger = m_ledger.get();
    QMetaObject::invokeMethod(
        ledger, [ledger, key = m_key] { ledger->giveBack(key); }, Qt::QueuedConnection);
}

} // namespace Marathon

#include "moc_ConnectionLedger.cpp"
