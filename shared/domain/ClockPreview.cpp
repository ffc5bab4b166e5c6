#include "shared/domain/ClockPreview.h"

#include "shared/domain/ContestClock.h"
#include "shared/domain/Decide.h"
#include "shared/domain/Standings.h"

#include <algorithm>

namespace Marathon {

QList<ClockEffect> clockEffects(const ContestState &before, const ContestState &after, int round, Instant now)
{
    QList<ClockEffect> effects;
    const RoundState *oldRound = before.round(round);
    const RoundState *newRound = after.round(round);
    if (!oldRound || !newRound)
        return effects;
    for (const ParticipantPtr &who : after.participants) {
        const ParticipantState *known = before.participant(who->id);
        const RoundClock old = clockOf(before, *oldRound, known, now);
        const RoundClock next = clockOf(after, *newRound, who.get(), now);
        if (old.endsAt != next.endsAt || old.remaining != next.remaining || old.resumesAt != next.resumesAt)
            effects.append({.participant = who->id,
                            .hall = who->hall,
                            .oldEnd = old.endsAt,
                            .newEnd = next.endsAt,
                            .oldRemaining = old.remaining,
                            .newRemaining = next.remaining});
    }
    std::sort(effects.begin(), effects.end(),
              [](const ClockEffect &one, const ClockEffect &other) { return one.participant < other.participant; });
    return effects;
}

QList<RankMove> rankMoves(const ContestState &before, const ContestState &after, Instant now)
{
    QHash<ParticipantId, int> oldRanks;
    for (const Standing &row : standingsOf(before, 0, now).rows)
        oldRanks.insert(row.participant, row.rank);
    QList<RankMove> moves;
    for (const Standing &row : standingsOf(after, 0, now).rows) {
        const int old = oldRanks.value(row.participant);
        if (old != row.rank)
            moves.append({.participant = row.participant, .oldRank = old, .newRank = row.rank});
    }
    return moves;
}

Result<ClockPreview> previewClock(const ContestState &state, const ChangeClock &command, const CommandContext &context,
                                  Instant now)
{
    const Result<Decision> decision = decide(state, command, context, now);
    if (!decision)
        return decision.error();
    ContestState after = state;
    for (const Event &event : decision->events)
        apply(after, event);
    return ClockPreview {std::get<ClockOutcome>(decision->outcome), rankMoves(state, after, now)};
}

} // namespace Marathon
