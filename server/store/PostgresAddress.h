#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <QMap>
#include <QString>

namespace Marathon {

/// How a PostgreSQL database is reached.
struct PostgresOptions
{
    QString url;         ///< postgresql://role:password@host:port/database?parameter=value, as libpq reads it
    bool pooled = false; ///< behind a pooler in transaction mode: no prepared statements, no LISTEN
};

/// A PostgreSQL URL with the limits by which a lost database is noticed in seconds (connect_timeout, keepalives,
/// tcp_user_timeout; postgresql.org/docs/current/libpq-connect.html), unless the URL has its own.
class PostgresAddress
{
public:
    /// Error: Invalid, which never repeats the URL: it may hold a password.
    static Result<PostgresAddress> parse(const QString &url);

    /// For libpq. It holds the password.
    QByteArray connectionString() const;
    /// For people: "db.example.org:5432, database marathon, role app". Without password.
    QString place() const;

private:
    QMap<QByteArray, QByteArray> m_parameters;
};

} // namespace Marathon
