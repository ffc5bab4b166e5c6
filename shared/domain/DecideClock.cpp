#include "shared/domain/ContestClock.h"
#include "shared/domain/Drafting.h"

#include <algorithm>

namespace Marathon {

namespace {

constexpr Duration longest = std::chrono::hours(24);
constexpr Duration longestCountdown {600'000};
constexpr Duration shortestOutage {60'000}; // product.md: "an outage of the server of more than 60 s"

Error invalid(const QString &field, const QString &message, const QString &detail)
{
    return Error {ErrorKind::Invalid, message, {{field, detail}}};
}

/// May they change the clock of these halls and people? Those with halls of their own may not reach beyond them.
Result<void> checkScope(const Drafting &draft, const QSet<QString> &halls, const QSet<ParticipantId> &participants)
{
    if (!halls.isEmpty() && !participants.isEmpty())
        return invalid(u"halls"_s, ruleText("Name halls or participants, not both."),
                       ruleText("cannot go together with participant_ids"));
    QSet<QString> known;
    for (const ParticipantPtr &who : draft.state().participants)
        known.insert(who->hall);
    for (const QString &hall : halls) {
        if (!known.contains(hall))
            return invalid(u"halls"_s, ruleText("Nobody sits in a hall \"%1\".").arg(hall.left(64)),
                           ruleText("names a hall that does not exist"));
    }
    for (const ParticipantId &id : participants) {
        if (!draft.state().participant(id))
            return invalid(u"participant_ids"_s,
                           ruleText("There is no participant \"%1\".").arg(id.toString().left(64)),
                           ruleText("names somebody who does not exist"));
    }
    const QSet<QString> &own = draft.context().halls;
    if (own.isEmpty())
        return {};
    if (halls.isEmpty() && participants.isEmpty())
        return Error {ErrorKind::NotAllowed,
                      ruleText("You may change the clock in your own halls only. Name them in halls.")};
    for (const QString &hall : halls) {
        if (!own.contains(hall))
            return Error {ErrorKind::NotAllowed, ruleText("Hall %1 is not one of yours.").arg(hall)};
    }
    for (const ParticipantId &id : participants) {
        const QString hall = draft.who(id).hall;
        if (!own.contains(hall))
            return Error {ErrorKind::NotAllowed, ruleText("Hall %1 is not one of yours.").arg(hall)};
    }
    return {};
}

bool hasSameScope(const ClockChanged &one, const ClockChanged &other)
{
    return one.halls.isEmpty() == other.halls.isEmpty() && one.participants.isEmpty() == other.participants.isEmpty();
}

/// Those of `change`'s scope whose clock a stop of the same kind of scope holds now; null stands for everybody.
bool isStopped(const ContestState &state, const RoundState &round, const ClockChanged &change, bool everybody)
{
    const ClockInterval asked {.change = change, .at = state.lastAt, .actor = {}};
    const auto isHeld = [&](const ParticipantState *who) {
        for (qsizetype index = 0; index < round.clock.size(); ++index) {
            const ClockInterval &interval = round.clock[index];
            if (!interval.change.action.isEmpty() && hasSameScope(interval.change, change) &&
                isOpenPause(round, index, who))
                return true;
        }
        return false;
    };
    if (change.halls.isEmpty() && change.participants.isEmpty())
        return isHeld(nullptr);
    const auto answers = [&](const ParticipantPtr &who) { return isHeld(who.get()); };
    QList<ParticipantPtr> reached;
    for (const ParticipantPtr &who : state.participants) {
        if (concerns(asked, who.get()))
            reached.append(who);
    }
    return everybody ? std::all_of(reached.begin(), reached.end(), answers)
                     : std::any_of(reached.begin(), reached.end(), answers);
}

QString usualNotice()
{
    return ruleText("Everything is stopped for a moment. Stay at your place; your time stands still.");
}

Result<void> checkExtension(const ChangeClock &command)
{
    if (command.amount == Duration(0) && command.percent == 0)
        return invalid(u"amount_ms"_s, ruleText("Say how much time: amount_ms, or percent of the round."),
                       ruleText("must not be 0"));
    if (std::chrono::abs(command.amount) > longest)
        return invalid(u"amount_ms"_s, ruleText("One change is at most 24 h."),
                       ruleText("must be from -86400000 to 86400000"));
    if (command.percent < 0 || command.percent > 300)
        return invalid(u"percent"_s, ruleText("Extra time is at most 300 percent of the round."),
                       ruleText("must be from 0 to 300"));
    return {};
}

Result<void> checkRemoved(const Drafting &draft, const ChangeClock &command, const RoundState &round)
{
    if (!command.from || !command.to || *command.from >= *command.to)
        return invalid(u"from"_s, ruleText("Say which time is removed: from and to."), ruleText("must be before to"));
    if (*command.to > draft.now())
        return invalid(u"to"_s, ruleText("Only time that has passed can be removed. Pause the clock instead."),
                       ruleText("must not be in the future"));
    if (!round.startedAt || *command.to <= *round.startedAt || *command.to - *command.from > longest)
        return invalid(u"from"_s, ruleText("Only time within the round can be removed."),
                       ruleText("must be within the round"));
    return {};
}

bool isOn(const RoundState &round)
{
    return round.phase == RoundPhase::Active || round.phase == RoundPhase::Paused ||
           round.phase == RoundPhase::Countdown;
}

/// Fills in what depends on the kind, or refuses it.
Result<void> complete(const Drafting &draft, const ChangeClock &command, const RoundState &round, ClockChanged &change)
{
    switch (command.kind) {
    case ClockKind::Extension:
        if (const Result<void> checked = checkExtension(command); !checked)
            return checked;
        change.amount = command.amount;
        change.percent = command.percent;
        return {};
    case ClockKind::Removed:
        if (const Result<void> checked = checkRemoved(draft, command, round); !checked)
            return checked;
        change.from = std::max(*command.from, *round.startedAt);
        change.to = command.to;
        return {};
    case ClockKind::Pause:
        if (!isOn(round))
            return Error {ErrorKind::Conflict, ruleText("No round is open: there is no clock to stop.")};
        if (isStopped(draft.state(), round, change, true))
            return Error {ErrorKind::Conflict, ruleText("This is stopped already.")};
        if (command.notice.size() > 500)
            return invalid(u"text"_s, ruleText("The sentence has at most 500 characters."),
                           ruleText("must be at most 500 characters"));
        change.from = draft.now();
        change.notice = command.notice.trimmed().isEmpty() ? usualNotice() : command.notice.trimmed();
        return {};
    case ClockKind::Resume:
        if (!isStopped(draft.state(), round, change, false))
            return Error {ErrorKind::Conflict, ruleText("Nothing is stopped there: there is no clock to resume.")};
        if (command.countdown < Duration(0) || command.countdown > longestCountdown)
            return invalid(u"countdown_s"_s, ruleText("The countdown is at most 600 s."),
                           ruleText("must be from 0 to 600"));
        change.from = draft.now() + command.countdown;
        return {};
    }
    Q_UNREACHABLE();
}

const ClockInterval *intervalOf(const ContestState &state, const ActionId &action)
{
    if (action.isEmpty())
        return nullptr;
    for (const RoundState &round : state.rounds) {
        for (const ClockInterval &interval : round.clock) {
            if (interval.change.action == action)
                return &interval;
        }
    }
    return nullptr;
}

} // namespace

Result<Decision> decideClock(Drafting draft, const ChangeClock &command)
{
    if (const Result<void> checked = checkScope(draft, command.halls, command.participants); !checked)
        return checked.error();
    const RoundState *round = command.round == 0 ? draft.state().currentRound() : draft.state().round(command.round);
    if (!round && command.round != 0)
        return invalid(u"round"_s, ruleText("There is no round %1 in this contest.").arg(command.round),
                       ruleText("names a round that does not exist"));
    if (!round)
        return Error {ErrorKind::Conflict, ruleText("No round is open: name the round whose clock you mean.")};
    const bool needsReason = command.kind == ClockKind::Extension || command.kind == ClockKind::Removed;
    if ((needsReason && command.reason.text.trimmed().isEmpty()) || command.reason.text.size() > 2000)
        return invalid(u"reason"_s, ruleText("Say why, in at most 2000 characters."),
                       ruleText("must be 1 to 2000 characters"));
    const int number = round->number;
    ClockChanged change {.action = draft.newAction(),
                         .round = number,
                         .halls = command.halls,
                         .participants = command.participants,
                         .reason = command.reason,
                         .kind = command.kind};
    if (const Result<void> completed = complete(draft, command, *round, change); !completed)
        return completed.error();
    const ContestState before = draft.state();
    draft.add({}, change);
    const ClockOutcome outcome {
        .action = change.action, .round = number, .affected = clockEffects(before, draft.state(), number, draft.now())};
    return std::move(draft).done(outcome);
}

bool isClockAction(const ContestState &state, const ActionId &action)
{
    return intervalOf(state, action) != nullptr;
}

Result<Decision> decideClockUndo(Drafting draft, const StaffAction &command)
{
    const ClockInterval interval = *intervalOf(draft.state(), command.undo);
    if (interval.undone)
        return Error {ErrorKind::Conflict, ruleText("This action has already been undone.")};
    if (const Result<void> checked = checkScope(draft, interval.change.halls, interval.change.participants); !checked)
        return checked.error();
    ActionOutcome outcome {.action = draft.newAction(), .results = {}};
    draft.add({}, ActionUndone {.action = outcome.action,
                                .undone = command.undo,
                                .reason = command.reason,
                                .credit = Duration(0),
                                .round = interval.change.round});
    QList<ParticipantId> ids(interval.change.participants.begin(), interval.change.participants.end());
    std::sort(ids.begin(), ids.end());
    for (const ParticipantId &id : ids)
        outcome.results.append({.participant = id, .ok = true, .seq = draft.state().lastSeq, .detail = {}});
    return std::move(draft).done(outcome);
}

Result<Decision> decideOutage(Drafting draft, const NoteOutage &command)
{
    const RoundState *round = draft.state().currentRound();
    const bool isRunning = round && round->phase == RoundPhase::Active && draft.state().phase == ContestPhase::Live;
    if (!isRunning || draft.now() - command.since <= shortestOutage || stoppedTime(*round, nullptr).at(command.since))
        return std::move(draft).done();
    const int number = round->number;
    const PrivateText reason {{}, ruleText("The server was away.")};
    // Taken out at once, so that nobody's time ends meanwhile; a person may undo it while the clock stands still.
    draft.addAutomatic({}, ClockChanged {.action = draft.newAction(),
                                         .round = number,
                                         .halls = {},
                                         .participants = {},
                                         .reason = reason,
                                         .kind = ClockKind::Removed,
                                         .from = std::max(command.since, *round->startedAt),
                                         .to = draft.now(),
                                         .proposed = true});
    draft.addAutomatic(
        {}, ClockChanged {.action = draft.newAction(),
                          .round = number,
                          .halls = {},
                          .participants = {},
                          .reason = reason,
                          .kind = ClockKind::Pause,
                          .from = draft.now(),
                          .notice = ruleText("The server was away for a while. Your work is kept and your time stands "
                                             "still; the staff will start the clock again.")});
    return std::move(draft).done();
}

} // namespace Marathon
