#pragma once

#include "shared/core/Result.h"

#include <QByteArray>

namespace Marathon {

/// Whether COMMIT was on its way when something failed: then a lost connection leaves it unknown what became of it.
enum class PostgresPhase { Working, Committing };

/// What a failed statement means for us.
struct PostgresFailure
{
    Error error;
    bool isConnectionUseless = false; ///< it has to be made anew: lost, or to a server that takes no writes
};

/// The meaning of an error of the database, by its SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html); an
/// empty one is a connection that broke. Of `message` only the first line is shown: the others quote rows.
PostgresFailure postgresFailure(const QByteArray &sqlState, const QString &message, PostgresPhase phase);

/// The connection could not be made. `message` is libpq's, which holds no password.
Error postgresAway(const QString &place, const QString &message);

/// The first line of a message of the database, without "ERROR:".
QString firstLine(const QString &message);

} // namespace Marathon
