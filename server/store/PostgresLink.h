#pragma once

#include "server/store/PostgresConnection.h"
#include "shared/core/Clock.h"

#include <chrono>
#include <memory>
#include <optional>

namespace Marathon {

/// The one connection of a store, made anew at the next call after it was lost. While that fails, the tries are 100 ms
/// apart at first, twice as long each time, 2 s at most; a call in between is answered at once, so that nobody waits
/// for a database that is known to be away.
class PostgresLink
{
public:
    PostgresLink(PostgresAddress address, PostgresConnection::Statements statements);

    /// Error: NotStored, "away since"; the first call of all answers as PostgresConnection::open() does.
    Result<PostgresConnection *> connection();
    /// The transaction's connection, or nothing when it was lost.
    PostgresConnection *current() const { return m_connection.get(); }
    /// To be called after every error: a connection that is of no more use is given up.
    void dropIfLost();
    const PostgresAddress &address() const { return m_address; }

private:
    using Steady = std::chrono::steady_clock;

    Error away() const;

    PostgresAddress m_address;
    PostgresConnection::Statements m_statements;
    std::unique_ptr<PostgresConnection> m_connection;
    bool m_wasConnected = false;
    std::optional<Instant> m_awaySince;
    QString m_reason;
    Duration m_delay {};
    Steady::time_point m_nextTry {};
};

} // namespace Marathon
