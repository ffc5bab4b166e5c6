#pragma once

#include "server/store/Store.h"

namespace Marathon {

/// Fills an empty store with a contest of 2,000 participants and this many entries, as a long day leaves them: 45 %
/// incidents with evidence, 25 % connections lost and restored, 20 % submissions and verdicts, 10 % warnings. Always
/// the same, but for the hashes. Errors: those of the store.
Result<void> makeLargeLedger(Store &store, qint64 entries);

} // namespace Marathon
