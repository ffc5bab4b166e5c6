#include "shared/domain/ContestClock.h"

#include <algorithm>

namespace Marathon {

namespace {

Duration pausedBetween(const RoundState &round, Instant from, Instant to)
{
    Duration total {0};
    for (const Pause &pause : round.pauses) {
        const Instant start = std::max(pause.from, from);
        const Instant end = std::min(pause.to.value_or(to), to);
        if (end > start)
            total += end - start;
    }
    return total;
}

/// The time that one participant has in the round beyond its duration.
Duration extraTime(const RoundState &round, const ParticipantState *participant)
{
    Duration extra {0};
    for (const Extension &extension : round.extensions) {
        const ClockChanged &change = extension.change;
        const bool isForAll = change.halls.isEmpty() && change.participants.isEmpty();
        const bool isForThisOne =
            participant && (change.participants.contains(participant->id) || change.halls.contains(participant->hall));
        if (!extension.undone && (isForAll || isForThisOne))
            extra += change.amount;
    }
    if (!participant)
        return extra;
    for (const Effect &effect : participant->effects) {
        if (effect.round == round.number && !participant->undone.contains(effect.action))
            extra += effect.credit;
    }
    return extra;
}

std::optional<Instant> startFor(const ContestState &state, const RoundState &round, const ParticipantState *participant)
{
    const RoundConfig *config = state.config->round(round.number);
    if (!participant || !config || config->timing == Timing::Common || !round.startedAt)
        return round.startedAt;
    const auto own = participant->startedRounds.constFind(QString::number(round.number));
    return own == participant->startedRounds.constEnd() ? std::nullopt : std::optional<Instant>(*own);
}

} // namespace

RoundClock clockOf(const ContestState &state, const RoundState &round, const ParticipantState *participant, Instant now)
{
    RoundClock clock;
    const RoundConfig *config = state.config->round(round.number);
    clock.startedAt = startFor(state, round, participant);
    if (!config)
        return clock;
    const Duration allowed = std::max(Duration(0), config->duration + extraTime(round, participant));
    if (!clock.startedAt) {
        clock.remaining = allowed;
        return clock;
    }
    const Instant until = round.phase == RoundPhase::Closed && round.closedAt ? std::min(now, *round.closedAt) : now;
    clock.elapsed = std::max(Duration(0), until - *clock.startedAt - pausedBetween(round, *clock.startedAt, until));
    clock.remaining = std::max(Duration(0), allowed - clock.elapsed);
    if (round.phase == RoundPhase::Active) {
        clock.endsAt = *clock.startedAt + allowed + pausedBetween(round, *clock.startedAt, now);
        const Instant roundEnd = *round.startedAt + allowed + pausedBetween(round, *round.startedAt, now);
        clock.endsAt = std::min(*clock.endsAt, roundEnd);
        clock.remaining = std::max(Duration(0), *clock.endsAt - now);
        clock.running = now < *clock.endsAt && state.phase == ContestPhase::Live;
        if (!round.pauses.isEmpty() && round.pauses.last().to)
            clock.resumedAt = round.pauses.last().to;
    } else if (round.phase == RoundPhase::Closed) {
        clock.endsAt = round.closedAt;
    }
    return clock;
}

Duration workedUntil(const ContestState &state, const RoundState &round, const ParticipantState &participant,
                     Instant at)
{
    const std::optional<Instant> start = startFor(state, round, &participant);
    if (!start || at <= *start)
        return Duration(0);
    return at - *start - pausedBetween(round, *start, at);
}

std::optional<Instant> lastEnd(const ContestState &state, const RoundState &round, Instant now)
{
    std::optional<Instant> last = clockOf(state, round, nullptr, now).endsAt;
    for (const ParticipantPtr &participant : state.participants) {
        const std::optional<Instant> own = clockOf(state, round, participant.get(), now).endsAt;
        if (own && (!last || *own > *last))
            last = own;
    }
    return last;
}

} // namespace Marathon
