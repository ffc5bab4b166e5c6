#include "shared/domain/ContestClock.h"
#include "shared/domain/Drafting.h"

#include <algorithm>

namespace Marathon {

namespace {

void earlier(std::optional<Instant> &due, std::optional<Instant> candidate)
{
    if (candidate && (!due || *candidate < *due))
        due = candidate;
}

/// When an incident that is still open reaches its next level; nothing while its participant is out of reach.
std::optional<Instant> risesAt(const ContestState &state, const ParticipantState &who, const IncidentState &incident)
{
    const bool isOpen = incident.now.phase == Phase::Open && who.online && isEnabled(*state.policy, incident.now.kind);
    if (!isOpen)
        return std::nullopt;
    const IncidentRecorded &now = incident.now;
    const Duration counted = countedTime(state, now.round, who, now.startedAt, now.startedAt + now.duration);
    const std::optional<Duration> next = nextLevelAfter(now.kind, counted);
    return next ? countedAfter(state, now.round, who, now.startedAt, *next) : std::nullopt;
}

std::optional<Instant> decaysAt(const ContestState &state, const ParticipantState &who)
{
    if (state.policy->decay == Duration(0) || who.chargedAt == Instant {} || pointsFor(state, who) == 0)
        return std::nullopt;
    return who.chargedAt + state.policy->decay;
}

std::optional<Instant> suspensionEndsAt(const ParticipantState &who)
{
    std::optional<Instant> due;
    const QSet<ActionId> out = actionsOutOfForce(who);
    for (const Effect &effect : who.effects) {
        if (effect.kind == EffectKind::Suspension && effect.until && !out.contains(effect.action))
            earlier(due, effect.until);
    }
    return due;
}

/// When a countdown activates its round: not while everything is stopped.
std::optional<Instant> activatesAt(const RoundState &round)
{
    if (round.waits || !round.activatesAt)
        return std::nullopt;
    const StoppedTime stopped = stoppedTime(round, nullptr);
    const StoppedTime::Span *span = stopped.at(*round.activatesAt);
    return span ? span->to : round.activatesAt;
}

/// The time of how many people is noted as over in one batch: their drafts are read in its transaction.
constexpr qsizetype mostTimeUps = 100;

/// Whose time in an active round is over now, but not yet noted.
QMap<QString, Instant> timeUps(const ContestState &state, const RoundState &round, Instant now)
{
    QMap<QString, Instant> ends;
    for (const ParticipantPtr &who : state.participants) {
        const std::optional<Instant> end = pendingEnd(state, round, *who, now);
        if (end && *end <= now)
            ends.insert(who->id.toString(), *end);
    }
    return ends;
}

std::optional<Instant> roundDue(const ContestState &state, const RoundState &round, Instant now)
{
    if (round.phase == RoundPhase::Countdown)
        return state.phase == ContestPhase::Live ? activatesAt(round) : std::nullopt;
    if (round.phase != RoundPhase::Active)
        return std::nullopt;
    // Asking everybody each time would be slow, and is needed only once the first end is near.
    const std::optional<Instant> earliest = earliestEnd(state, round);
    if (earliest && *earliest > now)
        return earliest;
    std::optional<Instant> due = lastEnd(state, round, now);
    for (const ParticipantPtr &who : state.participants)
        earlier(due, pendingEnd(state, round, *who, now));
    return due;
}

void tickRound(Drafting &draft, const RoundState &round)
{
    const std::optional<Instant> due = roundDue(draft.state(), round, draft.now());
    if (!due || *due > draft.now())
        return;
    if (round.phase == RoundPhase::Countdown) {
        draft.addAutomatic({}, RoundStateChanged {.number = round.number,
                                                  .state = RoundPhase::Active,
                                                  .activatesAt = std::nullopt,
                                                  .automatic = true});
        return;
    }
    QMap<QString, Instant> ends = timeUps(draft.state(), round, draft.now());
    const bool areAll = ends.size() <= mostTimeUps;
    while (ends.size() > mostTimeUps)
        ends.erase(std::prev(ends.end()));
    noteTimeUp(draft, round.number, ends);
    const std::optional<Instant> last = lastEnd(draft.state(), round, draft.now());
    if (areAll && last && *last <= draft.now())
        closeRound(draft, round.number, true);
}

void tickParticipant(Drafting &draft, const ParticipantId &id)
{
    const ParticipantState who = draft.who(id);
    for (const IncidentState &incident : who.incidents) {
        const std::optional<Instant> rises = risesAt(draft.state(), who, incident);
        if (rises && *rises <= draft.now())
            raiseOpenIncident(draft, id, incident.now.incident);
    }
    const std::optional<Instant> decays = decaysAt(draft.state(), draft.who(id));
    if (decays && *decays <= draft.now()) {
        const RoundState *round = draft.state().currentRound();
        const int scope = draft.state().policy->scope == PointScope::Round && round ? round->number : 0;
        const qint64 total = totalPoints(draft.who(id), scope);
        draft.addAutomatic(id, PointsDecayed {.points = total - total / 2, .total = total / 2, .round = scope});
    }
    const QSet<ActionId> out = actionsOutOfForce(draft.who(id));
    for (const Effect &effect : who.effects) {
        if (effect.kind != EffectKind::Suspension || !effect.until || *effect.until > draft.now() ||
            out.contains(effect.action))
            continue;
        draft.addAutomatic(id, ParticipantReinstated {.action = draft.newAction(),
                                                      .cancels = {effect.action},
                                                      .reason = {{}, ruleText("The suspension has ended.")},
                                                      .credit = Duration(0),
                                                      .round = 0,
                                                      .automatic = true});
    }
}

} // namespace

std::optional<Instant> nextDue(const ContestState &state, Instant now)
{
    std::optional<Instant> due;
    for (const RoundState &round : state.rounds)
        earlier(due, roundDue(state, round, now));
    for (const ParticipantPtr &who : state.participants) {
        if (who->incidents.isEmpty() && who->effects.isEmpty())
            continue;
        for (const IncidentState &incident : who->incidents)
            earlier(due, risesAt(state, *who, incident));
        earlier(due, decaysAt(state, *who));
        earlier(due, suspensionEndsAt(*who));
    }
    return due;
}

Result<Decision> decideTick(Drafting draft)
{
    const QList<RoundState> rounds = draft.state().rounds;
    for (const RoundState &round : rounds)
        tickRound(draft, round);
    QList<ParticipantId> ids = draft.state().participants.keys();
    std::sort(ids.begin(), ids.end());
    for (const ParticipantId &id : ids)
        tickParticipant(draft, id);
    return std::move(draft).done();
}

} // namespace Marathon
