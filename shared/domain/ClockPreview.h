#pragma once

#include "shared/domain/ContestState.h"

/// What a change of the clock does, found by comparing the contest before and after it: shown before it is applied.
namespace Marathon {

// clang-format off
/// One person's time before and after. Without an end the clock stands still for nobody knows how long.
struct ClockEffect
{
    ParticipantId participant; QString hall; std::optional<Instant> oldEnd {}; std::optional<Instant> newEnd {};
    Duration oldRemaining {0}; Duration newRemaining {0};
};
template <typename Fields> void describe(Fields &fields, ClockEffect &effect)
{
    fields("participant_id", effect.participant); fields("hall", effect.hall); fields("old_ends_at", effect.oldEnd);
    fields("new_ends_at", effect.newEnd); fields("old_remaining_ms", effect.oldRemaining); fields("new_remaining_ms", effect.newRemaining);
}

/// One person's overall rank before and after.
struct RankMove { ParticipantId participant; int oldRank = 0; int newRank = 0; };
template <typename Fields> void describe(Fields &fields, RankMove &move)
{
    fields("participant_id", move.participant); fields("old_rank", move.oldRank); fields("new_rank", move.newRank);
}

/// What a change of the clock came to.
struct ClockOutcome { ActionId action; int round = 0; QList<ClockEffect> affected; };
template <typename Fields> void describe(Fields &fields, ClockOutcome &outcome)
{
    fields("action_id", outcome.action); fields("round", outcome.round); fields("affected", outcome.affected);
}
// clang-format on

/// Everybody whose end or remaining time in this round is another, by participant id.
QList<ClockEffect> clockEffects(const ContestState &before, const ContestState &after, int round, Instant now);
/// Everybody whose overall rank is another, by the new rank.
QList<RankMove> rankMoves(const ContestState &before, const ContestState &after, Instant now);

} // namespace Marathon
