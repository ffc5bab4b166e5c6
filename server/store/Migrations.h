#pragma once

#include "shared/core/Result.h"

class QSqlDatabase;

namespace Marathon {

/// Brings a SQLite file up to the newest of sql/sqlite/NNNN_*.sql, each in a transaction of its own. Error: Unavailable
/// when the file was written by a newer program, or a step failed (the file is then as it was before that step).
Result<void> migrateSqlite(QSqlDatabase &database);

} // namespace Marathon
