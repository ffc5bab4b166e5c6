#include "shared/domain/ContestClock.h"
#include "shared/domain/Drafting.h"

#include <algorithm>

namespace Marathon {

namespace {

constexpr Duration usualCountdown {60'000};

/// Those for whom the round's end may still be a change: they have begun, and their time was not noted as over.
QMap<QString, Instant> unnoted(const ContestState &state, const RoundState &round, Instant now)
{
    QMap<QString, Instant> ends;
    for (const ParticipantPtr &who : state.participants) {
        const RoundClock clock = clockOf(state, round, who.get(), now);
        const auto noted = who->timeUp.constFind(QString::number(round.number));
        const Instant end = std::min(clock.endsAt.value_or(now), now);
        if (clock.startedAt && (noted == who->timeUp.constEnd() || noted->at < end))
            ends.insert(who->id.toString(), end);
    }
    return ends;
}

bool hasTimeForSomebody(const ContestState &state, const RoundState &round, Instant now)
{
    return std::any_of(state.participants.begin(), state.participants.end(), [&](const ParticipantPtr &who) {
        return clockOf(state, round, who.get(), now).remaining > Duration(0);
    });
}

} // namespace

void noteTimeUp(Drafting &draft, int round, const QMap<QString, Instant> &ends)
{
    if (ends.isEmpty())
        return;
    draft.addAutomatic({}, RoundTimeUp {.number = round, .ends = ends});
    if (!draft.state().policy->submitAtZero)
        return;
    for (auto end = ends.begin(); end != ends.end(); ++end) {
        const ParticipantId id(end.key());
        const ParticipantState &who = draft.who(id);
        const bool hasWorked = who.consentVersion > 0 && !who.finishedRounds.contains(round);
        if (hasWorked && statusOf(who, draft.now()) != ParticipantStatus::Disqualified)
            draft.followUp(
                {.participant = id, .action = {}, .drafts = {}, .cause = DraftCause::TimeUp, .round = round});
    }
}

void closeRound(Drafting &draft, int number, bool automatic)
{
    const RoundStateChanged body {
        .number = number, .state = RoundPhase::Closed, .activatesAt = std::nullopt, .automatic = automatic};
    if (const RoundState *round = draft.state().round(number))
        noteTimeUp(draft, number, unnoted(draft.state(), *round, draft.now()));
    if (automatic)
        draft.addAutomatic({}, body);
    else
        draft.add({}, body);
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
    if (command.countdown &&
        (*command.countdown < std::chrono::seconds(1) || *command.countdown > std::chrono::hours(1)))
        return Error {ErrorKind::Invalid,
                      ruleText("A countdown lasts from 1 s to 1 h."),
                      {{u"countdown_ms"_s, ruleText("must be from 1000 to 3600000")}}};
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
    if (command.state == RoundPhase::Active && round->phase == RoundPhase::Closed &&
        !hasTimeForSomebody(draft.state(), *round, draft.now()))
        return Error {
            ErrorKind::Conflict,
            ruleText("The time of round %1 is used up. Extend it before it is opened again.").arg(command.number)};
    if (command.state == RoundPhase::Closed) {
        closeRound(draft, command.number, false);
        return std::move(draft).done();
    }
    RoundStateChanged body {
        .number = command.number, .state = command.state, .activatesAt = std::nullopt, .automatic = false};
    if (command.state == RoundPhase::Countdown) {
        const Duration own = config->countdown > Duration(0) ? config->countdown : usualCountdown;
        body.activatesAt = draft.now() + command.countdown.value_or(own);
        body.waits = command.waits;
    }
    draft.add({}, body);
    return std::move(draft).done();
}

} // namespace Marathon
