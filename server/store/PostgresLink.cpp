#include "server/store/PostgresLink.h"

#include <QCoreApplication>
#include <algorithm>

namespace Marathon {

namespace {

constexpr Duration firstDelay {100};
constexpr Duration longestDelay {2000};

} // namespace

PostgresLink::PostgresLink(PostgresAddress address, PostgresConnection::Statements statements)
    : m_address(std::move(address))
    , m_statements(statements)
{}

Result<PostgresConnection *> PostgresLink::connection()
{
    if (m_connection)
        return m_connection.get();
    if (Steady::now() < m_nextTry)
        return away();
    Result<std::unique_ptr<PostgresConnection>> opened = PostgresConnection::open(m_address, m_statements);
    if (opened) {
        m_connection = std::move(*opened);
        m_wasConnected = true;
        m_awaySince.reset();
        m_delay = {};
        return m_connection.get();
    }
    if (!m_awaySince)
        m_awaySince = SystemClock().now();
    m_reason = opened.error().message;
    m_delay = m_delay == Duration() ? firstDelay : std::min(2 * m_delay, longestDelay);
    m_nextTry = Steady::now() + m_delay;
    return m_wasConnected ? away() : opened.error();
}

void PostgresLink::dropIfLost()
{
    if (!m_connection || m_connection->isUsable())
        return;
    m_connection.reset();
    if (!m_awaySince)
        m_awaySince = SystemClock().now();
}

Error PostgresLink::away() const
{
    return {ErrorKind::NotStored,
            QCoreApplication::translate("PostgresLink", "Nothing was stored: the database is away since %1. %2")
                .arg(toRfc3339(*m_awaySince), m_reason),
            {},
            1000};
}

} // namespace Marathon
