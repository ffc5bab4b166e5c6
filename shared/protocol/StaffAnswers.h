#pragma once

#include "shared/domain/Decide.h"
#include "shared/protocol/Json.h"

/// What the server answers to staff. A field of an optional value is null without one.
namespace Marathon {

// clang-format off
struct ContestOverview
{
    ContestId id; QString name; ContestPhase state = ContestPhase::Draft; qint64 seq = 0; QList<RoundState> rounds; qint64 participants = 0; Policy policy;
};
template <typename Fields> void describe(Fields &fields, ContestOverview &contest)
{
    fields("id", contest.id); fields("name", contest.name); fields("state", contest.state); fields("seq", contest.seq);
    fields("rounds", contest.rounds); fields("participants", contest.participants); fields("policy", contest.policy);
}

/// A round's definition, and where it stands.
struct RoundOverview { RoundConfig config; RoundState now; };
template <typename Fields> void describe(Fields &fields, RoundOverview &round)
{
    describe(fields, round.config);
    fields("state", round.now.phase); fields("activates_at", round.now.activatesAt); fields("started_at", round.now.startedAt);
    fields("closed_at", round.now.closedAt); fields("waits", round.now.waits); fields("clock", round.now.clock);
}

/// `timeline` when one participant is asked for.
struct ParticipantOverview
{
    ParticipantId id; QString name; QString email; QString college; QString department; QString hall; QString seat;
    ParticipantStatus status = ParticipantStatus::Active; bool online = false; qint64 points = 0; qint64 limit = 0; Risk risk = Risk::Low;
    std::optional<ParticipantState> timeline;
};
template <typename Fields> void describe(Fields &fields, ParticipantOverview &person)
{
    fields("id", person.id); fields("participant_id", person.id); fields("name", person.name); fields("email", person.email);
    fields("college", person.college); fields("department", person.department); fields("hall", person.hall); fields("seat", person.seat);
    fields("status", person.status); fields("online", person.online); fields("points", person.points); fields("limit", person.limit);
    fields("risk", person.risk); fields.maybe("timeline", person.timeline);
}

/// The newest that is known of an incident; `seq` and `at` of when it was first heard of.
struct IncidentOverview { IncidentRecorded now; ParticipantId participant; qint64 seq = 0; Instant at {}; bool excused = false; };
template <typename Fields> void describe(Fields &fields, IncidentOverview &incident)
{
    describe(fields, incident.now);
    fields("participant_id", incident.participant); fields("seq", incident.seq); fields("at", incident.at); fields("excused", incident.excused);
}

/// What an action on participants came to, for each. A dry run has no action_id. The action `clock` answers `round` and `affected`, as
/// ClockAnswer does.
struct ActionAnswer
{
    std::optional<ActionId> action; std::optional<QList<ParticipantOutcome>> results; std::optional<bool> dryRun; std::optional<int> round;
    std::optional<QList<ClockEffect>> affected;
};
template <typename Fields> void describe(Fields &fields, ActionAnswer &answer)
{
    fields.maybe("action_id", answer.action); fields.maybe("results", answer.results); fields.maybe("dry_run", answer.dryRun);
    fields.maybe("round", answer.round); fields.maybe("affected", answer.affected);
}

/// What a change of the clock came to, or would in a dry run (without action_id): each one's old and new end, and in a dry run the
/// overall ranks that move.
struct ClockAnswer
{
    std::optional<ActionId> action; std::optional<bool> dryRun; int round = 0; QList<ClockEffect> affected; std::optional<QList<RankMove>> ranks;
};
template <typename Fields> void describe(Fields &fields, ClockAnswer &answer)
{
    fields.maybe("action_id", answer.action); fields.maybe("dry_run", answer.dryRun); fields("round", answer.round);
    fields("affected", answer.affected); fields.maybe("ranks", answer.ranks);
}

/// Of the command line's commands: a message for people, and data beside it.
struct AdminAnswer { QString message; };
template <typename Fields> void describe(Fields &fields, AdminAnswer &answer) { fields("message", answer.message); }
// clang-format on

} // namespace Marathon
