#pragma once

#include "server/ops/Backup.h"
#include "server/ops/StoreAddress.h"

namespace Marathon {

/// Reads everything that a store holds, as of one moment, and checks it (StoreAudit): every ledger's numbers and hash
/// chain, and all texts that are referred to. Works while a server runs. Answers {message, contest_id, entries,
/// last_hash}, of the newest contest. Errors: NotFound, without a contest; those of verifyStore().
Result<QJsonObject> verifyLedger(Store &store, const CopyProgress &progress = {});

/// Folds the whole ledger of the newest contest and compares it with the saved state of a data directory, as of the
/// entry where that ends. Gives a sentence for people; nothing when there is no saved state. Errors: Conflict, naming
/// what differs; those of the store.
Result<QString> verifySavedState(Store &store, const QString &stateFile);

/// Both, of the store and the data directory of one place: `message` says what was found in either.
Result<QJsonObject> verifyPlace(Store &store, const StoreAddress &place, const CopyProgress &progress = {});
/// The same on a connection of its own, read-only. Error: NotFound, without a database.
Result<QJsonObject> verifyPlace(const StoreAddress &place);

/// True when this database has, or had, a contest of this id.
Result<bool> hasLedgerOf(const StoreAddress &place, const QString &contestId);

} // namespace Marathon
