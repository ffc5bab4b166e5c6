#pragma once

#include "server/store/Store.h"
#include "shared/domain/ContestState.h"
#include "shared/protocol/EventJson.h"

#include <functional>

namespace Marathon {

/// The event of a stored entry; private texts carry only their references. Error: Invalid, naming the entry, when this
/// program does not know it.
Result<Event> eventOfEntry(const LedgerRow &row);

/// Gives at most `limit` events after entry `after`.
using EventReader = std::function<Result<QList<Event>>(qint64 after, int limit)>;

/// The state after the first `entries` entries. Errors: those of the reader; Internal, when the ledger is shorter.
Result<ContestState> foldLedger(const EventReader &read, qint64 entries);
/// The same of the selected contest of a store; private texts carry only their references.
Result<ContestState> foldLedger(Store &store, qint64 entries);

} // namespace Marathon
