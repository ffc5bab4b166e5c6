#pragma once

#include "server/ops/DataDirectory.h"

#include <QJsonObject>

namespace Marathon {

/// Reads the newest contest's whole ledger, read-only, and checks its numbers and hash chain; works while a server
/// runs. Answers {message, contest_id, entries, last_hash}. Errors: NotFound, without a database or a contest;
/// Internal, naming the first entry that does not fit.
Result<QJsonObject> verifyLedger(const DataDirectory &directory);

/// True when this data directory has, or had, a contest of this id.
Result<bool> hasLedgerOf(const DataDirectory &directory, const QString &contestId);

} // namespace Marathon
