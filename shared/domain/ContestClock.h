#pragma once

#include "shared/domain/ContestState.h"
#include "shared/domain/StoppedTime.h"

namespace Marathon {

/// A hall, a participant or everybody is stopped: problems are covered, and this is what everybody reads.
struct StopNotice
{
    QString text;
    Instant since {};
    std::optional<Instant> resumesAt {};
};

/// Where one participant stands in one round. The one function that says when somebody's time ends: the page, the
/// console, the server's refusals and the scores all ask it.
struct RoundClock
{
    bool running = false; ///< time passes for this participant now
    std::optional<Instant> startedAt;
    std::optional<Instant> endsAt; ///< nothing while standing still for nobody knows how long, or not started
    Duration remaining {0};
    Duration elapsed {0};             ///< working time used, pauses left out
    std::optional<Instant> resumedAt; ///< when it last ran on after a pause
    std::optional<Instant> resumesAt; ///< while it stands still and the moment is known
};

/// @param participant may be null: then the round's common clock, without anybody's own extra time.
RoundClock clockOf(const ContestState &state, const RoundState &round, const ParticipantState *participant,
                   Instant now);

/// Does this entry of the round's clock concern this participant (null: everybody)? Halls are those of that moment.
bool concerns(const ClockInterval &interval, const ParticipantState *participant);
/// When the round's clock stands still for this participant; everything in it that was undone is left out.
StoppedTime stoppedTime(const RoundState &round, const ParticipantState *participant);
/// The stop in force for this participant, or nothing. A pause of the whole round covers nothing and is none.
std::optional<StopNotice> stopFor(const RoundState &round, const ParticipantState *participant, Instant now);
/// Is this pause still without an end for this participant?
bool isOpenPause(const RoundState &round, qsizetype index, const ParticipantState *participant);

/// Working time between the start of the participant's clock and `at`, pauses left out.
Duration workedUntil(const ContestState &state, const RoundState &round, const ParticipantState &participant,
                     Instant at);
/// The same, but nothing after the end of the participant's time: what a submission that came late is scored with.
Duration scoredUntil(const ContestState &state, const RoundState &round, const ParticipantState &participant,
                     Instant at);

/// How much of [from, to] may be held against somebody: the clock runs, and has for 60 s since it last stood still.
/// `round` 0: all of it.
Duration countedTime(const ContestState &state, int round, const ParticipantState &who, Instant from, Instant to);
/// When `amount` of such time has passed since `from`; nothing while nobody knows.
std::optional<Instant> countedAfter(const ContestState &state, int round, const ParticipantState &who, Instant from,
                                    Duration amount);

/// The end of this participant's time in an active round, if nothing was done about it yet (RoundTimeUp).
std::optional<Instant> pendingEnd(const ContestState &state, const RoundState &round, const ParticipantState &who,
                                  Instant now);
/// A moment before which nobody's time in this round ends; cheap. Nothing when only asking everybody can tell.
std::optional<Instant> earliestEnd(const ContestState &state, const RoundState &round);
/// The latest end of the round for anybody; nothing while it is not started, or somebody's end is not known.
std::optional<Instant> lastEnd(const ContestState &state, const RoundState &round, Instant now);

} // namespace Marathon
