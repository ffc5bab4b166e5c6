#include "shared/domain/ContestClock.h"

#include <algorithm>

namespace Marathon {

namespace {

constexpr Duration graceAfterResume {60'000}; // product.md: "nor for 60 s after it resumes"

bool isForAll(const ClockChanged &change)
{
    return change.halls.isEmpty() && change.participants.isEmpty();
}

/// Whether this end of a pause ends that pause for this participant: those of all end those of all, those of halls
/// those of halls, so that nobody lifts a stop that reaches further than their own.
bool ends(const ClockInterval &resume, const ClockInterval &pause, const ParticipantState *participant)
{
    if (isForAll(pause.change) || isForAll(resume.change))
        return isForAll(pause.change) && isForAll(resume.change);
    if (!participant)
        return false;
    if (!pause.change.halls.isEmpty())
        return resume.change.halls.contains(participant->hallAt(pause.at));
    return resume.change.participants.contains(participant->id);
}

std::optional<Instant> endOfPause(const RoundState &round, qsizetype index, const ParticipantState *participant)
{
    const ClockInterval &pause = round.clock[index];
    std::optional<Instant> end = pause.change.to;
    if (pause.change.action.isEmpty())
        return end;
    for (qsizetype later = index + 1; later < round.clock.size(); ++later) {
        const ClockInterval &resume = round.clock[later];
        if (resume.undone || resume.change.kind != ClockKind::Resume || !ends(resume, pause, participant))
            continue;
        const Instant runs = resume.change.from.value_or(resume.at);
        end = end ? std::min(*end, runs) : runs;
    }
    return end;
}

/// The time that one participant has in the round.
Duration allowedTime(const RoundConfig &config, const RoundState &round, const ParticipantState *participant)
{
    Duration allowed = config.duration;
    for (const ClockInterval &interval : round.clock) {
        if (interval.change.kind == ClockKind::Extension && !interval.undone && concerns(interval, participant))
            allowed += interval.change.amount + config.duration * interval.change.percent / 100;
    }
    if (participant) {
        for (const Effect &effect : participant->effects) {
            if (effect.round == round.number && !participant->undone.contains(effect.action))
                allowed += effect.credit;
        }
    }
    return std::max(Duration(0), allowed);
}

std::optional<Instant> startFor(const ContestState &state, const RoundState &round, const ParticipantState *participant)
{
    const RoundConfig *config = state.config->round(round.number);
    if (!participant || !config || config->timing == Timing::Common || !round.startedAt)
        return round.startedAt;
    const auto own = participant->startedRounds.constFind(QString::number(round.number));
    return own == participant->startedRounds.constEnd() ? std::nullopt : std::optional<Instant>(*own);
}

std::optional<Instant> earlier(std::optional<Instant> one, std::optional<Instant> other)
{
    if (!one || !other)
        return one ? one : other;
    return std::min(*one, *other);
}

} // namespace

bool concerns(const ClockInterval &interval, const ParticipantState *participant)
{
    const ClockChanged &change = interval.change;
    if (isForAll(change))
        return true;
    return participant && (change.participants.contains(participant->id) ||
                           (!change.halls.isEmpty() && change.halls.contains(participant->hallAt(interval.at))));
}

bool isOpenPause(const RoundState &round, qsizetype index, const ParticipantState *participant)
{
    const ClockInterval &interval = round.clock[index];
    return interval.change.kind == ClockKind::Pause && !interval.undone && concerns(interval, participant) &&
           !endOfPause(round, index, participant);
}

StoppedTime stoppedTime(const RoundState &round, const ParticipantState *participant)
{
    StoppedTime stopped;
    for (qsizetype index = 0; index < round.clock.size(); ++index) {
        const ClockInterval &interval = round.clock[index];
        if (interval.undone || !concerns(interval, participant))
            continue;
        const Instant from = interval.change.from.value_or(interval.at);
        if (interval.change.kind == ClockKind::Pause)
            stopped.add({from, endOfPause(round, index, participant)});
        else if (interval.change.kind == ClockKind::Removed)
            stopped.add({from, interval.change.to});
    }
    return stopped;
}

std::optional<StopNotice> stopFor(const RoundState &round, const ParticipantState *participant, Instant now)
{
    std::optional<StopNotice> notice;
    for (qsizetype index = 0; index < round.clock.size(); ++index) {
        const ClockInterval &interval = round.clock[index];
        if (interval.undone || interval.change.kind != ClockKind::Pause || interval.change.action.isEmpty() ||
            !concerns(interval, participant))
            continue;
        const Instant from = interval.change.from.value_or(interval.at);
        const std::optional<Instant> end = endOfPause(round, index, participant);
        if (from <= now && (!end || now < *end))
            notice = StopNotice {interval.change.notice, from};
    }
    if (notice)
        notice->resumesAt = stoppedTime(round, participant).at(now)->to;
    return notice;
}

RoundClock clockOf(const ContestState &state, const RoundState &round, const ParticipantState *participant, Instant now)
{
    RoundClock clock;
    const RoundConfig *config = state.config->round(round.number);
    clock.startedAt = startFor(state, round, participant);
    if (!config)
        return clock;
    const StoppedTime stopped = stoppedTime(round, participant);
    const Duration allowed = allowedTime(*config, round, participant);
    const Instant until = round.phase == RoundPhase::Closed && round.closedAt ? std::min(now, *round.closedAt) : now;
    const auto workedSince = [&](Instant start) {
        return std::max(Duration(0), until - start - stopped.between(start, until));
    };
    clock.remaining = allowed;
    if (round.startedAt) {
        // Nobody's own clock goes on after the round's end.
        clock.remaining = std::max(Duration(0), allowed - workedSince(*round.startedAt));
        clock.endsAt = stopped.after(*round.startedAt, allowed);
    }
    if (!clock.startedAt) {
        clock.endsAt.reset();
        return clock;
    }
    clock.elapsed = workedSince(*clock.startedAt);
    clock.remaining = std::min(clock.remaining, std::max(Duration(0), allowed - clock.elapsed));
    clock.endsAt = earlier(clock.endsAt, stopped.after(*clock.startedAt, allowed));
    if (round.phase == RoundPhase::Closed)
        clock.endsAt = earlier(clock.endsAt, round.closedAt);
    clock.resumedAt = stopped.lastEnd(now);
    if (const StoppedTime::Span *span = stopped.at(now))
        clock.resumesAt = span->to;
    else
        clock.running =
            round.phase == RoundPhase::Active && state.phase == ContestPhase::Live && clock.remaining > Duration(0);
    return clock;
}

Duration workedUntil(const ContestState &state, const RoundState &round, const ParticipantState &participant,
                     Instant at)
{
    const std::optional<Instant> start = startFor(state, round, &participant);
    if (!start || at <= *start)
        return Duration(0);
    return at - *start - stoppedTime(round, &participant).between(*start, at);
}

Duration scoredUntil(const ContestState &state, const RoundState &round, const ParticipantState &participant,
                     Instant at)
{
    const std::optional<Instant> end = clockOf(state, round, &participant, at).endsAt;
    return workedUntil(state, round, participant, earlier(end, at).value_or(at));
}

Duration countedTime(const ContestState &state, int round, const ParticipantState &who, Instant from, Instant to)
{
    const RoundState *in = state.round(round);
    if (!in || in->clock.isEmpty())
        return to - from;
    return to - from - stoppedTime(*in, &who).withMargin(graceAfterResume).between(from, to);
}

std::optional<Instant> countedAfter(const ContestState &state, int round, const ParticipantState &who, Instant from,
                                    Duration amount)
{
    const RoundState *in = state.round(round);
    if (!in || in->clock.isEmpty())
        return from + amount;
    return stoppedTime(*in, &who).withMargin(graceAfterResume).after(from, amount);
}

std::optional<Instant> pendingEnd(const ContestState &state, const RoundState &round, const ParticipantState &who,
                                  Instant now)
{
    const RoundClock clock = clockOf(state, round, &who, now);
    if (!clock.startedAt || !clock.endsAt)
        return std::nullopt;
    const auto noted = who.timeUp.constFind(QString::number(round.number));
    return noted != who.timeUp.constEnd() && noted->at >= *clock.endsAt ? std::nullopt : clock.endsAt;
}

std::optional<Instant> earliestEnd(const ContestState &state, const RoundState &round)
{
    const RoundConfig *config = state.config->round(round.number);
    if (!config || !round.startedAt)
        return std::nullopt;
    Duration least = config->duration;
    for (const ClockInterval &interval : round.clock) {
        if (interval.undone || interval.change.kind != ClockKind::Extension)
            continue;
        const Duration extra = interval.change.amount + config->duration * interval.change.percent / 100;
        least += isForAll(interval.change) ? extra : std::min(Duration(0), extra);
    }
    return stoppedTime(round, nullptr).after(*round.startedAt, std::max(Duration(0), least));
}

std::optional<Instant> lastEnd(const ContestState &state, const RoundState &round, Instant now)
{
    const RoundConfig *config = state.config->round(round.number);
    if (!config || !round.startedAt)
        return std::nullopt;
    std::optional<Instant> last = clockOf(state, round, nullptr, now).endsAt;
    for (const ParticipantPtr &participant : state.participants) {
        if (!last)
            return std::nullopt;
        // Who has not begun an own clock yet may still do so until the round's end.
        const RoundClock clock = clockOf(state, round, participant.get(), now);
        const std::optional<Instant> own =
            clock.startedAt ? clock.endsAt
                            : stoppedTime(round, participant.get())
                                  .after(*round.startedAt, allowedTime(*config, round, participant.get()));
        last = own ? std::optional<Instant>(std::max(*own, *last)) : std::nullopt;
    }
    return last;
}

} // namespace Marathon
