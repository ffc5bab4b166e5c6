#include "shared/domain/ContestClock.h"
#include "shared/domain/Drafting.h"

#include <algorithm>

namespace Marathon {

namespace {

void setRounds(Drafting &draft, RoundPhase from, RoundPhase to)
{
    const QList<RoundState> rounds = draft.state().rounds;
    for (const RoundState &round : rounds) {
        if (round.phase == from)
            draft.add({}, RoundStateChanged {.number = round.number, .state = to, .activatesAt = std::nullopt, .automatic = true});
    }
}

} // namespace

Result<Decision> decideContestState(Drafting draft, const SetContestState &command)
{
    const ContestPhase current = draft.state().phase;
    if (current == command.state)
        return std::move(draft).done();
    if (!mayFollow(current, command.state))
        return Error {ErrorKind::Conflict, ruleText("A contest that is %1 cannot become %2.").arg(nameOf(current), nameOf(command.state))};
    if (command.state == ContestPhase::Live && draft.state().config->problems.isEmpty())
        return Error {ErrorKind::Conflict, ruleText("The contest has no problems. Import a contest folder first.")};
    if (command.state == ContestPhase::Finalised) {
        for (const ParticipantPtr &who : draft.state().participants) {
            const Effect *restriction = restrictionInForce(*who, draft.now());
            if (restriction && restriction->provisional)
                return Error {ErrorKind::Conflict, ruleText("The disqualification of %1 waits for a decision. Confirm or reinstate it first.").arg(who->id.toString())};
        }
    }
    if (command.state == ContestPhase::Paused)
        setRounds(draft, RoundPhase::Active, RoundPhase::Paused);
    if (command.state == ContestPhase::Ended) {
        setRounds(draft, RoundPhase::Countdown, RoundPhase::Locked);
        setRounds(draft, RoundPhase::Paused, RoundPhase::Closed);
        setRounds(draft, RoundPhase::Active, RoundPhase::Closed);
    }
    draft.add({}, ContestStateChanged {command.state});
    if (current == ContestPhase::Paused && command.state == ContestPhase::Live)
        setRounds(draft, RoundPhase::Paused, RoundPhase::Active);
    return std::move(draft).done();
}

Result<Decision> decideRoundState(Drafting draft, const SetRoundState &command)
{
    const RoundState *round = draft.state().round(command.number);
    const RoundConfig *config = draft.state().config->round(command.number);
    if (!round || !config)
        return Error {ErrorKind::NotFound, ruleText("There is no round %1 in this contest.").arg(command.number)};
    if (round->phase == command.state)
        return std::move(draft).done();
    if (!mayFollow(round->phase, command.state))
        return Error {ErrorKind::Conflict, ruleText("A round that is %1 cannot become %2.").arg(nameOf(round->phase), nameOf(command.state))};
    const bool opens = command.state == RoundPhase::Active || command.state == RoundPhase::Countdown;
    if (opens && draft.state().phase != ContestPhase::Live)
        return Error {ErrorKind::Conflict, ruleText("The contest is %1. Set it live before a round is opened.").arg(nameOf(draft.state().phase))};
    if (opens) {
        for (const RoundState &other : draft.state().rounds) {
            const bool isOpen = other.phase == RoundPhase::Active || other.phase == RoundPhase::Paused || other.phase == RoundPhase::Countdown;
            if (other.number != command.number && isOpen)
                return Error {ErrorKind::Conflict, ruleText("Round %1 is %2. Close it first; one round is open at a time.").arg(other.number).arg(nameOf(other.phase))};
        }
    }
    RoundStateChanged body {.number = command.number, .state = command.state, .activatesAt = std::nullopt, .automatic = false};
    if (command.state == RoundPhase::Countdown)
        body.activatesAt = draft.now() + (config->countdown > Duration(0) ? config->countdown : Duration(60'000));
    if (command.state == RoundPhase::Active && round->phase == RoundPhase::Closed) {
        const RoundClock clock = clockOf(draft.state(), *round, nullptr, draft.now());
        if (clock.remaining == Duration(0))
            return Error {ErrorKind::Conflict, ruleText("The time of round %1 is used up. Extend it before it is opened again.").arg(command.number)};
    }
    draft.add({}, body);
    return std::move(draft).done();
}

Result<Decision> decideConfig(Drafting draft, const SetConfig &command)
{
    const ContestConfig &now = *draft.state().config;
    if (now == command.config)
        return std::move(draft).done();
    const bool hasBegun = draft.state().phase != ContestPhase::Draft && draft.state().phase != ContestPhase::Scheduled;
    if (hasBegun && (now.rounds != command.config.rounds || now.problems != command.config.problems || now.scoring != command.config.scoring))
        return Error {ErrorKind::Conflict, ruleText("The contest has begun: its rounds and problems can no longer be imported over. Correct single problems instead.")};
    for (const RosterEntry &entry : now.roster) {
        const bool isKept = std::any_of(command.config.roster.begin(), command.config.roster.end(), [&entry](const RosterEntry &other) { return other.id == entry.id; });
        if (!isKept)
            return Error {ErrorKind::Conflict, ruleText("Participant %1 cannot be removed: what they did stays recorded.").arg(entry.id.toString())};
    }
    draft.add({}, ConfigChanged {command.config});
    return std::move(draft).done();
}

} // namespace Marathon
