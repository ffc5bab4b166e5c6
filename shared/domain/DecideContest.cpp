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
            draft.add({}, RoundStateChanged {
                              .number = round.number, .state = to, .activatesAt = std::nullopt, .automatic = true});
    }
}

} // namespace

Result<Decision> decideContestState(Drafting draft, const SetContestState &command)
{
    const ContestPhase current = draft.state().phase;
    if (current == command.state)
        return std::move(draft).done();
    if (!mayFollow(current, command.state))
        return Error {ErrorKind::Conflict,
                      ruleText("A contest that is %1 cannot become %2.").arg(nameOf(current), nameOf(command.state))};
    if (command.state == ContestPhase::Live && draft.state().config->problems.isEmpty())
        return Error {ErrorKind::Conflict, ruleText("The contest has no problems. Import a contest folder first.")};
    if (command.state == ContestPhase::Finalised) {
        for (const ParticipantPtr &who : draft.state().participants) {
            const Effect *restriction = restrictionInForce(*who, draft.now());
            if (restriction && restriction->provisional)
                return Error {
                    ErrorKind::Conflict,
                    ruleText("The disqualification of %1 waits for a decision. Confirm or reinstate it first.")
                        .arg(who->id.toString())};
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
        return Error {
            ErrorKind::Conflict,
            ruleText("A round that is %1 cannot become %2.").arg(nameOf(round->phase), nameOf(command.state))};
    const bool opens = command.state == RoundPhase::Active || command.state == RoundPhase::Countdown;
    if (opens && draft.state().phase != ContestPhase::Live)
        return Error {
            ErrorKind::Conflict,
            ruleText("The contest is %1. Set it live before a round is opened.").arg(nameOf(draft.state().phase))};
    if (opens) {
        for (const RoundState &other : draft.state().rounds) {
            const bool isOpen = other.phase == RoundPhase::Active || other.phase == RoundPhase::Paused ||
                                other.phase == RoundPhase::Countdown;
            if (other.number != command.number && isOpen)
                return Error {ErrorKind::Conflict,
                              ruleText("Round %1 is %2. Close it first; one round is open at a time.")
                                  .arg(other.number)
                                  .arg(nameOf(other.phase))};
        }
    }
    RoundStateChanged body {
        .number = command.number, .state = command.state, .activatesAt = std::nullopt, .automatic = false};
    if (command.state == RoundPhase::Countdown)
        body.activatesAt = draft.now() + (config->countdown > Duration(0) ? config->countdown : Duration(60'000));
    if (command.state == RoundPhase::Active && round->phase == RoundPhase::Closed) {
        const RoundClock clock = clockOf(draft.state(), *round, nullptr, draft.now());
        if (clock.remaining == Duration(0))
            return Error {
                ErrorKind::Conflict,
                ruleText("The time of round %1 is used up. Extend it before it is opened again.").arg(command.number)};
    }
    draft.add({}, body);
    return std::move(draft).done();
}

Result<Decision> decideDefinition(Drafting draft, const DefineContest &command)
{
    const ContestConfig &now = *draft.state().config;
    ContestConfig config = command.config;
    config.roster = now.roster;
    config.staff = now.staff;
    if (now == config)
        return std::move(draft).done();
    const bool hasBegun = draft.state().phase != ContestPhase::Draft && draft.state().phase != ContestPhase::Scheduled;
    if (hasBegun)
        return Error {
            ErrorKind::Conflict,
            ruleText("The contest has begun: it can no longer be imported over. Correct single problems instead.")};
    draft.add({}, ConfigChanged {config});
    if (draft.state().phase == ContestPhase::Draft && config.startsAt)
        draft.add({}, ContestStateChanged {ContestPhase::Scheduled});
    return std::move(draft).done();
}

Result<Decision> decideEnrolment(Drafting draft, const EnrolParticipants &command)
{
    ContestConfig config = *draft.state().config;
    QHash<ParticipantId, qsizetype> places;
    for (qsizetype index = 0; index < config.roster.size(); ++index)
        places.insert(config.roster[index].id, index);
    for (const RosterEntry &entry : command.entries) {
        const auto place = places.constFind(entry.id);
        if (place != places.constEnd()) {
            config.roster[*place] = entry;
            continue;
        }
        places.insert(entry.id, config.roster.size());
        config.roster.append(entry);
    }
    if (config != *draft.state().config)
        draft.add({}, ConfigChanged {config});
    return std::move(draft).done();
}

Result<Decision> decideStaffScope(Drafting draft, const SetStaffScope &command)
{
    ContestConfig config = *draft.state().config;
    for (const StaffScope &scope : command.scopes) {
        const auto known = std::find_if(config.staff.begin(), config.staff.end(),
                                        [&scope](const StaffScope &other) { return other.username == scope.username; });
        if (known != config.staff.end())
            *known = scope;
        else
            config.staff.append(scope);
    }
    if (config != *draft.state().config)
        draft.add({}, ConfigChanged {config});
    return std::move(draft).done();
}

} // namespace Marathon
