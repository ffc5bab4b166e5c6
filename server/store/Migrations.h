#pragma once

#include "shared/core/Result.h"

#include <QString>

class QSqlDatabase;

namespace Marathon {

/// How many steps a SQLite file has been through. Error: Unavailable, when it is no database, or was written by a newer
/// program.
Result<int> sqliteVersion(QSqlDatabase &database, const QString &folder = QStringLiteral(":/sql/sqlite"));

/// Brings a SQLite file up to the newest of sql/sqlite/NNNN_*.sql, each in a transaction of its own. Error: Unavailable
/// when the file was written by a newer program, or a step failed (the file is then as it was before that step).
/// @param folder another place of the steps, for tests
Result<void> migrateSqlite(QSqlDatabase &database, const QString &folder = QStringLiteral(":/sql/sqlite"));

} // namespace Marathon
