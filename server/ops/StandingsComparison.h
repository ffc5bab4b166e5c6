#pragma once

#include "server/store/Store.h"

namespace Marathon {

/// What two places say about the same contest.
struct StandingsComparison
{
    qint64 entries = 0; ///< that both have, and that were compared
    qint64 participants = 0;
    QStringList differences; ///< sentences, the first 20
    qint64 differenceCount = 0;
};

/// Folds the newest contest's ledger of both stores, as far as the shorter one goes, and compares the leaderboards
/// (overall and of each round), and everybody's status and points. Errors: those of the stores; NotFound, when one has
/// no contest; Conflict, when they are of different contests.
Result<StandingsComparison> compareStandings(Store &first, Store &second);

} // namespace Marathon
