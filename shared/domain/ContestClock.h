#pragma once

#include "shared/domain/ContestState.h"

namespace Marathon {

/// Where one participant stands in one round. The one function that says when somebody's time ends: the page, the
/// console, the server's refusals and the scores all ask it.
struct RoundClock
{
    bool running = false; ///< time passes for this participant now
    std::optional<Instant> startedAt;
    std::optional<Instant> endsAt; ///< nothing while paused or not started
    Duration remaining {0};
    Duration elapsed {0};             ///< working time used, pauses left out
    std::optional<Instant> resumedAt; ///< when it last ran on after a pause
};

/// @param participant may be null: then the round's common clock, without anybody's own extra time.
RoundClock clockOf(const ContestState &state, const RoundState &round, const ParticipantState *participant,
                   Instant now);

/// Working time between the start of the participant's clock and `at`, pauses left out.
Duration workedUntil(const ContestState &state, const RoundState &round, const ParticipantState &participant,
                     Instant at);

/// The latest end of the round for anybody; nothing while it is paused or not started.
std::optional<Instant> lastEnd(const ContestState &state, const RoundState &round, Instant now);

} // namespace Marathon
