#pragma once

#include "server/store/PostgresConnection.h"

namespace Marathon {

/// How many steps of sql/postgres this database has been through; 0: none yet. Error: Unavailable for PostgreSQL before
/// 15, another encoding than UTF-8, a database of a newer program, or a role that may not use its tables.
Result<int> postgresVersion(PostgresConnection &connection, const QString &folder = QStringLiteral(":/sql/postgres"));

/// Brings a database up to the newest step: makes roles and schema when they are missing (administrator.sql), then each
/// step in a transaction of its own as marathon_owner. Servers that start at once wait for each other. Error:
/// Unavailable; for missing rights it lists what an administrator has to run.
/// @param folder another place of the steps, for tests
Result<void> migratePostgres(PostgresConnection &connection, const QString &folder = QStringLiteral(":/sql/postgres"));

/// `marathon-server database prepare`: connects, and does all of the above.
Result<void> preparePostgres(const PostgresOptions &options);

} // namespace Marathon
