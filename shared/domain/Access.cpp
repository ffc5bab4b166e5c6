#include "shared/domain/Access.h"

#include <QCoreApplication>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Access", text);
}

QString whyClosed(const ContestState &state, const ParticipantState &participant, Instant now)
{
    if (state.phase != ContestPhase::Live)
        return state.phase == ContestPhase::Paused ? tr("The contest is paused.") : tr("The contest is not running.");
    const RoundState *round = state.currentRound();
    if (!round)
        return tr("No round is open now.");
    if (round->phase == RoundPhase::Paused)
        return tr("The round is paused.");
    if (round->phase == RoundPhase::Countdown)
        return tr("The round has not started yet.");
    if (!mayEnter(state, participant, *round))
        return tr("You were not selected for this round.");
    if (participant.finishedRounds.contains(round->number))
        return tr("You have finished this round.");
    if (!clockOf(state, *round, &participant, now).startedAt)
        return tr("Press Start to begin this round; your clock runs from then on.");
    return tr("Your time in this round is over.");
}

} // namespace

Access accessOf(const ContestState &state, const ParticipantState &participant, Instant now)
{
    Access access;
    access.status = statusOf(participant, now);
    if (const Effect *restriction = restrictionInForce(participant, now)) {
        access.reason = restriction->reason;
        access.until = restriction->until;
    }
    const RoundState *current = state.currentRound();
    if (current)
        access.stop = stopFor(*current, &participant, now);
    const bool hasConsented = participant.consentVersion >= state.config->consentVersion;
    const bool hasBegun = state.phase != ContestPhase::Draft && state.phase != ContestPhase::Scheduled;
    const bool isWorking =
        hasConsented && state.phase == ContestPhase::Live && access.status == ParticipantStatus::Active && !access.stop;
    for (const RoundState &round : state.rounds) {
        if (!mayEnter(state, participant, round))
            continue;
        if (hasConsented && hasBegun && round.startedAt && !access.stop)
            access.readableRounds.append(round.number);
        if (!isWorking || round.phase != RoundPhase::Active || participant.finishedRounds.contains(round.number))
            continue;
        const RoundClock clock = clockOf(state, round, &participant, now);
        if (clock.running)
            access.openRound = round.number;
        else if (!clock.startedAt && clock.remaining > Duration(0))
            access.startableRound = round.number;
    }
    if (access.openRound != 0)
        return access;
    if (access.status == ParticipantStatus::Disqualified)
        access.closedBecause = tr("You have been disqualified; your work is kept.");
    else if (access.status == ParticipantStatus::Suspended)
        access.closedBecause = tr("You are suspended for now; your work is kept.");
    else if (!hasConsented)
        access.closedBecause = tr("Read and accept the rules first.");
    else if (access.stop)
        access.closedBecause = access.stop->text;
    else
        access.closedBecause = whyClosed(state, participant, now);
    if (access.status == ParticipantStatus::Active && current && !mayEnter(state, participant, *current))
        access.status = ParticipantStatus::NotSelected;
    else if (access.status == ParticipantStatus::Active && current &&
             participant.finishedRounds.contains(current->number))
        access.status = ParticipantStatus::Finished;
    return access;
}

bool mayEnter(const ContestState &, const ParticipantState &, const RoundState &)
{
    return true;
}

Result<const ProblemConfig *> readableProblem(const ContestState &state, const ParticipantState &participant,
                                              const ProblemId &problem, Instant now)
{
    const ProblemConfig *config = state.config->problem(problem);
    const Access access = accessOf(state, participant, now);
    if (participant.consentVersion < state.config->consentVersion)
        return Error {ErrorKind::NotAllowed, tr("Read and accept the rules first.")};
    if (access.stop)
        return Error {ErrorKind::Conflict, access.stop->text};
    if (!config || !access.readableRounds.contains(config->round))
        return Error {ErrorKind::NotFound, tr("There is no such problem in a round that you can see now.")};
    return config;
}

Result<const ProblemConfig *> workableProblem(const ContestState &state, const ParticipantState &participant,
                                              const ProblemId &problem, const LanguageId &language, Instant now)
{
    const Result<const ProblemConfig *> config = readableProblem(state, participant, problem, now);
    if (!config)
        return config.error();
    const Access access = accessOf(state, participant, now);
    if (access.status == ParticipantStatus::Disqualified || access.status == ParticipantStatus::Suspended)
        return Error {ErrorKind::NotAllowed, access.closedBecause};
    if (access.openRound == 0)
        return Error {ErrorKind::Conflict, access.closedBecause};
    if ((*config)->round != access.openRound)
        return Error {ErrorKind::Conflict, tr("The round of this problem is not open now.")};
    const RoundConfig *round = state.config->round(access.openRound);
    if (!round || !round->languages.contains(language) || !(*config)->languages.contains(language))
        return Error {ErrorKind::Invalid,
                      tr("This problem does not accept the language \"%1\".").arg(language.toString()),
                      {{u"language"_s, tr("is not offered for this problem")}}};
    return config;
}

} // namespace Marathon
