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
        for (const RoundState &round : QList<RoundState>(draft.state().rounds)) {
            if (round.phase == RoundPhase::Paused || round.phase == RoundPhase::Active)
                closeRound(draft, round.number, true);
        }
    }
    draft.add({}, ContestStateChanged {command.state});
    if (current == ContestPhase::Paused && command.state == ContestPhase::Live)
        setRounds(draft, RoundPhase::Paused, RoundPhase::Active);
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
