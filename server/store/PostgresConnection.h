#pragma once

#include "server/store/PostgresAddress.h"
#include "server/store/PostgresErrors.h"
#include "server/store/PostgresValues.h"
#include "shared/core/Clock.h"

#include <memory>

namespace pqxx {
class result;
}

namespace Marathon {

/// What a statement answered: rows of texts, numbers, and bytes in hexadecimal (`encode(x, 'hex')` in the statement, so
/// that no setting of the server decides the form). Positions count from 0 and are ours to get right.
class PostgresRows
{
public:
    explicit PostgresRows(std::shared_ptr<const pqxx::result> result)
        : m_result(std::move(result))
    {}
    int size() const;
    bool isEmpty() const { return size() == 0; }
    /// How many rows an INSERT, UPDATE or DELETE touched.
    int touched() const;

    QString text(int row, int column) const;
    QByteArray utf8(int row, int column) const;
    QByteArray bytesOfHex(int row, int column) const;
    qint64 number(int row, int column) const;
    bool isTrue(int row, int column) const;

private:
    std::shared_ptr<const pqxx::result> m_result;
};

/// One row, for functions that make a value of it.
struct PostgresRow
{
    const PostgresRows &rows;
    int row;

    QString text(int column) const { return rows.text(row, column); }
    QByteArray utf8(int column) const { return rows.utf8(row, column); }
    QByteArray bytesOfHex(int column) const { return rows.bytesOfHex(row, column); }
    qint64 number(int column) const { return rows.number(row, column); }
};

/// A connection to PostgreSQL, and the only place that knows libpqxx (6.4 and 7): no exception leaves it. It is never
/// made anew behind our back; after a loss isUsable() is false for good. Used on one thread.
class PostgresConnection
{
public:
    enum class Statements { Prepared, Plain };

    /// Waits at most as long as the address says. Error: Unavailable.
    static Result<std::unique_ptr<PostgresConnection>> open(const PostgresAddress &address, Statements statements);
    ~PostgresConnection();

    /// How long an answer may take before the connection counts as lost; zero: any time. At first a minute.
    void setPatience(Duration patience);
    bool isUsable() const;
    /// Between begin() and commit() or rollback(). An error ends the transaction.
    bool isInTransaction() const;

    /// @param settings statements that are sent with it, such as SET LOCAL
    Result<void> begin(const QString &settings);
    /// Error: Unknown, when it may have been stored.
    Result<void> commit();
    void rollback();

    /// One statement with values, in the transaction or on its own. Prepared at its first use, by its address: it must
    /// live as long as the program.
    Result<PostgresRows> run(const char *statement, const PostgresValues &values = {});
    /// Statements without values, in the transaction or on their own.
    Result<PostgresRows> runText(const QString &statements);

    /// Of the socket, for an event loop.
    qintptr socket() const;
    /// How many notifications have come in since the last call. Error: NotStored, when the connection is lost.
    Result<int> takeNotifications();

private:
    struct Parts;
    explicit PostgresConnection(std::unique_ptr<Parts> parts);

    /// Runs `job` and makes an error of whatever it throws.
    template <typename Job>
    auto guarded(PostgresPhase phase, Job job) -> Result<decltype(job())>;
    Error failed(const QByteArray &sqlState, const QString &message, PostgresPhase phase);

    std::unique_ptr<Parts> m_parts;
};

} // namespace Marathon
