#pragma once

#include "shared/domain/StaffAction.h"
#include "shared/protocol/Json.h"

/// What clients say over /ws/participant and /ws/staff, and in the HTTP bodies that mean the same.
namespace Marathon {

// clang-format off
struct ParticipantHello { int v = 1; QString clientId; QString tabId; qint64 lastServerSeq = 0; };
template <typename Fields> void describe(Fields &fields, ParticipantHello &hello)
{
    fields("v", hello.v); fields("client_id", hello.clientId); fields.maybe("tab_id", hello.tabId);
    fields.maybe("last_server_seq", hello.lastServerSeq);
}

/// One entry of a page's numbered stream.
struct ClientEntry { qint64 seq = 0; QString type; QString id; QJsonObject body; };
template <typename Fields> void describe(Fields &fields, ClientEntry &entry)
{
    fields("seq", entry.seq); fields("type", entry.type); fields.maybe("id", entry.id); fields.maybe("body", entry.body);
}

struct IncidentBody
{
    QString kind; Phase phase = Phase::Closed; std::optional<Instant> startedAt; Duration duration {0}; qint64 count = 1;
    QJsonValue causes; QJsonObject context; QJsonObject evidence;
};
template <typename Fields> void describe(Fields &fields, IncidentBody &body)
{
    fields("kind", body.kind); fields.maybe("phase", body.phase); fields.maybe("started_at", body.startedAt);
    fields.maybe("duration_ms", body.duration); fields.maybe("count", body.count); fields.maybe("causes", body.causes);
    fields.maybe("context", body.context); fields.maybe("evidence", body.evidence);
}

struct DraftBody { ProblemId problem; LanguageId language; QString source; qint64 rev = 0; };
template <typename Fields> void describe(Fields &fields, DraftBody &body)
{
    fields.maybe("problem", body.problem); fields("language", body.language); fields("source", body.source); fields.maybe("rev", body.rev);
}

/// `client_at`: when the page sent it, for one that waited for the connection.
struct SubmitBody { ProblemId problem; LanguageId language; QString source; QString clientRef; std::optional<Instant> clientAt; };
template <typename Fields> void describe(Fields &fields, SubmitBody &body)
{
    fields.maybe("problem", body.problem); fields("language", body.language); fields("source", body.source);
    fields.maybe("client_ref", body.clientRef); fields.maybe("client_at", body.clientAt);
}

struct RunBody { ProblemId problem; LanguageId language; QString source; std::optional<QString> input; };
template <typename Fields> void describe(Fields &fields, RunBody &body)
{
    fields.maybe("problem", body.problem); fields("language", body.language); fields("source", body.source); fields.maybe("input", body.input);
}

struct ConsentBody { int version = 0; };
template <typename Fields> void describe(Fields &fields, ConsentBody &body) { fields("version", body.version); }

struct WarningAckBody { WarningId id; };
template <typename Fields> void describe(Fields &fields, WarningAckBody &body) { fields.maybe("id", body.id); }

struct FinishBody { int round = 0; };
template <typename Fields> void describe(Fields &fields, FinishBody &body) { fields("round", body.round); }

struct StaffHello { int v = 1; QString clientId; QString ledgerEpoch; qint64 lastSeq = 0; QStringList topics; };
template <typename Fields> void describe(Fields &fields, StaffHello &hello)
{
    fields("v", hello.v); fields("client_id", hello.clientId); fields.maybe("ledger_epoch", hello.ledgerEpoch);
    fields.maybe("last_seq", hello.lastSeq); fields.maybe("topics", hello.topics);
}

/// POST /api/staff/actions and the `command` message: one action on one or many.
struct StaffCommandBody
{
    QString action; QList<ParticipantId> participants; QString reason; QString text; QList<IncidentId> incidents;
    Level level = Level::Medium; std::optional<Duration> duration; std::optional<Duration> amount; qint64 points = 0;
    std::optional<bool> credit; ActionId undo; QList<SubmissionId> submissions;
};
template <typename Fields> void describe(Fields &fields, StaffCommandBody &body)
{
    fields("action", body.action); fields.maybe("participant_ids", body.participants); fields.maybe("reason", body.reason);
    fields.maybe("text", body.text); fields.maybe("incident_ids", body.incidents); fields.maybe("level", body.level);
    fields.maybe("duration_ms", body.duration); fields.maybe("amount_ms", body.amount); fields.maybe("points", body.points);
    fields.maybe("credit", body.credit); fields.maybe("action_id", body.undo);
    fields.maybe("submission_ids", body.submissions);
}

struct ContestStateBody { ContestPhase state = ContestPhase::Draft; };
template <typename Fields> void describe(Fields &fields, ContestStateBody &body) { fields("state", body.state); }

/// A countdown activates its round by itself, unless it `waits` for a person; `countdown_ms` over the round's own.
struct RoundStateBody { RoundPhase state = RoundPhase::Locked; bool waits = false; std::optional<Duration> countdown; };
template <typename Fields> void describe(Fields &fields, RoundStateBody &body)
{
    fields("state", body.state); fields.maybe("waits", body.waits); fields.maybe("countdown_ms", body.countdown);
}

/// The action `round_state`.
struct RoundStateAction { int number = 0; RoundStateBody wanted; };
template <typename Fields> void describe(Fields &fields, RoundStateAction &body) { fields("number", body.number); describe(fields, body.wanted); }

/// A change of the clock, for all, for `halls`, or for `participant_ids`. `round`: missing, the one that is on.
/// extension: amount_ms (less when negative) or percent of the round. removed: from, to. pause: text, which everybody
/// reads meanwhile. resume: countdown_s.
struct ClockBody
{
    ClockKind kind = ClockKind::Extension; std::optional<int> round; std::optional<Duration> amount; std::optional<int> percent;
    std::optional<Instant> from; std::optional<Instant> to; QSet<QString> halls; QSet<ParticipantId> participants; QString reason; QString text;
    std::optional<int> countdownSeconds;
};
template <typename Fields> void describe(Fields &fields, ClockBody &body)
{
    fields("kind", body.kind); fields.maybe("round", body.round); fields.maybe("amount_ms", body.amount); fields.maybe("percent", body.percent);
    fields.maybe("from", body.from); fields.maybe("to", body.to); fields.maybe("halls", body.halls);
    fields.maybe("participant_ids", body.participants); fields.maybe("reason", body.reason); fields.maybe("text", body.text);
    fields.maybe("countdown_s", body.countdownSeconds);
}

/// The action `policy`: settings over the preset that they name, or over the policy in force.
struct PolicyAction { QJsonObject policy; };
template <typename Fields> void describe(Fields &fields, PolicyAction &body) { fields("policy", body.policy); }

struct AnnouncementBody { QString text; QSet<QString> halls; };
template <typename Fields> void describe(Fields &fields, AnnouncementBody &body)
{
    fields("text", body.text); fields.maybe("halls", body.halls);
}

struct ParticipantLogin { QString email; QString participantId; QString password; };
template <typename Fields> void describe(Fields &fields, ParticipantLogin &body)
{
    fields.maybe("email", body.email); fields.maybe("participant_id", body.participantId); fields("password", body.password);
}

struct StaffLogin { QString username; QString password; };
template <typename Fields> void describe(Fields &fields, StaffLogin &body)
{
    fields("username", body.username); fields("password", body.password);
}
// clang-format on

} // namespace Marathon
