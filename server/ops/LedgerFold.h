#pragma once

#include "server/store/Store.h"
#include "shared/domain/ContestState.h"
#include "shared/protocol/EventJson.h"

namespace Marathon {

/// The event of a stored entry; private texts carry only their references. Error: Invalid, naming the entry, when this
/// program does not know it.
Result<Event> eventOfEntry(const LedgerRow &row);

/// The state after the first `entries` entries of the selected contest. Errors: those of the store; Internal, when the
/// ledger is shorter.
Result<ContestState> foldLedger(Store &store, qint64 entries);

} // namespace Marathon
