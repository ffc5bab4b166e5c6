#pragma once

#include "admin-desktop/client/LiveContest.h"
#include "shared/domain/Decide.h"

namespace Marathon {

/// What a change of the clock would do, decided on the console's own fold of the ledger with the server's own rules.
struct ClockTrial
{
    QString refusal; ///< why the server would refuse it, for people; empty when it would not
    QList<ClockEffect> affected;
    QList<RankMove> ranks;
};

/// @param context who asks: role and halls of the account that is signed in.
ClockTrial clockTrial(const ContestState &state, const ChangeClock &command, const CommandContext &context,
                      Instant now);

/// The trial in lines for people: how many, from which end to which, one line per pair of ends; then the ranks that
/// move.
QStringList trialLines(const ClockTrial &trial, const LiveContest &contest);

} // namespace Marathon
