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
    const std::optional<Duration> next = nextLevelAfter(incident.now.kind, incident.now.duration);
    return next ? std::optional<Instant>(incident.now.startedAt + *next) : std::nullopt;
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

std::optional<Instant> roundDue(const ContestState &state, const RoundState &round, Instant now)
{
    if (round.phase == RoundPhase::Countdown)
        return round.activatesAt;
    if (round.phase != RoundPhase::Active)
        return std::nullopt;
    const std::optional<Instant> common = clockOf(state, round, nullptr, now).endsAt;
    // Individual extra time matters only once the common end is near; asking everybody each time would be slow.
    return common && *common > now ? common : lastEnd(state, round, now);
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
    for (const RoundState &round : rounds) {
        const std::optional<Instant> due = roundDue(draft.state(), round, draft.now());
        if (!due || *due > draft.now())
            continue;
        const RoundPhase next = round.phase == RoundPhase::Countdown ? RoundPhase::Active : RoundPhase::Closed;
        draft.addAutomatic(
            {},
            RoundStateChanged {.number = round.number, .state = next, .activatesAt = std::nullopt, .automatic = true});
    }
    QList<ParticipantId> ids = draft.state().participants.keys();
    std::sort(ids.begin(), ids.end());
    for (const ParticipantId &id : ids)
        tickParticipant(draft, id);
    return std::move(draft).done();
}

} // namespace Marathon
