#pragma once

#include "shared/core/Result.h"
#include "shared/domain/ClockPreview.h"
#include "shared/domain/Command.h"
#include "shared/domain/ContestState.h"

namespace Marathon {

/// Who asks. `now` is the moment of deciding; deadlines use `receivedAt`, when the server got the request.
struct CommandContext
{
    QString actor = u"system"_s; ///< as it stands in the event
    Role role = Role::Nobody;
    QSet<QString> halls; ///< of a member of the staff; none: everywhere
    Instant receivedAt {};
};

/// What an incident came to, for the acknowledgement.
struct IncidentOutcome
{
    qint64 points = 0;
    qint64 total = 0;
    qint64 limit = 0;
    Risk risk = Risk::Low;
    Level level = Level::Info;
    bool counted = false;
};
template <typename Fields>
void describe(Fields &fields, IncidentOutcome &outcome)
{
    fields("points", outcome.points);
    fields("total", outcome.total);
    fields("limit", outcome.limit);
    fields("risk", outcome.risk);
    fields("level", outcome.level);
    fields("counted", outcome.counted);
}

/// The receipt of a submission.
struct SubmissionReceipt
{
    SubmissionId id;
    Instant receivedAt {};
    qint64 seq = 0;
    bool late = false;                  ///< after the end, but within the grace
    bool counted = true;                ///< false: too late; kept, and counted only when staff accept it
    std::optional<Instant> clientAt {}; ///< of a late one: when the page says it was sent
};
template <typename Fields>
void describe(Fields &fields, SubmissionReceipt &receipt)
{
    fields("id", receipt.id);
    fields("received_at", receipt.receivedAt);
    fields("seq", receipt.seq);
    fields("late", receipt.late);
    fields("counted", receipt.counted);
    fields.maybe("client_at", receipt.clientAt);
}

struct ParticipantOutcome
{
    ParticipantId participant;
    bool ok = true;
    qint64 seq = 0;
    QString detail;
};
template <typename Fields>
void describe(Fields &fields, ParticipantOutcome &outcome)
{
    fields("participant_id", outcome.participant);
    fields("ok", outcome.ok);
    fields("seq", outcome.seq);
    fields("detail", outcome.detail);
}

/// What a staff action came to, for each person.
struct ActionOutcome
{
    ActionId action;
    QList<ParticipantOutcome> results;
};
template <typename Fields>
void describe(Fields &fields, ActionOutcome &outcome)
{
    fields("action_id", outcome.action);
    fields("results", outcome.results);
}

using Outcome = std::variant<std::monostate, IncidentOutcome, SubmissionReceipt, ActionOutcome, ClockOutcome>;

/// Events in order, without `seq` gaps after state.lastSeq, what to answer, and what must be decided in the same batch.
struct Decision
{
    QList<Event> events;
    Outcome outcome;
    QList<ForceSubmit> followUps;
};

/// Every rule of the contest. Pure: the same state, command and time always give the same decision, so that it can be
/// explained and replayed after the contest. Errors: NotAllowed, NotFound, Conflict, Invalid.
Result<Decision> decide(const ContestState &state, const Command &command, const CommandContext &context, Instant now);

/// A change of the clock as it would be: decided by the same rules, and kept nowhere.
struct ClockPreview
{
    ClockOutcome outcome;
    QList<RankMove> ranks;
};
/// Errors: those of decide().
Result<ClockPreview> previewClock(const ContestState &state, const ChangeClock &command, const CommandContext &context,
                                  Instant now);

/// When something falls due by itself (an open incident rises, a suspension or a round ends, points decay, a countdown
/// runs out): the engine then enqueues a Tick. Nothing: nothing is due.
std::optional<Instant> nextDue(const ContestState &state, Instant now);

/// The effective limit of one participant: the policy's plus the allowance.
qint64 limitFor(const ContestState &state, const ParticipantState &participant);
/// The participant's points in the policy's scope.
qint64 pointsFor(const ContestState &state, const ParticipantState &participant);

} // namespace Marathon
