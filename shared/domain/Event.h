#pragma once

#include "shared/core/PrivateText.h"
#include "shared/domain/ClockEvents.h"
#include "shared/domain/ContestConfig.h"
#include "shared/domain/ContestPhase.h"
#include "shared/domain/Policy.h"
#include "shared/domain/Verdict.h"

#include <variant>

/// The bodies of ledger events. Each carries its outcome (points, total, level), so that applying it reads no policy.
/// A new event is one struct here, one row in EventTypes.h, and what the compiler then lists.
namespace Marathon {

// clang-format off
struct ParticipantSignedIn { SessionId session; QString client; PrivateText address; };
template <typename Fields> void describe(Fields &fields, ParticipantSignedIn &event)
{
    fields("session_id", event.session); fields("client", event.client); fields("address", event.address);
}

struct ParticipantSignedOut { SessionId session; QString cause; ActionId action; };
template <typename Fields> void describe(Fields &fields, ParticipantSignedOut &event)
{
    fields("session_id", event.session); fields("cause", event.cause); fields.maybe("action_id", event.action);
}

/// A newer connection of the same account took over from an older one.
struct SessionReplaced { SessionId session; SessionId older; };
template <typename Fields> void describe(Fields &fields, SessionReplaced &event)
{
    fields("session_id", event.session); fields("older_session_id", event.older);
}

struct ConnectionLost { QString cause; };
template <typename Fields> void describe(Fields &fields, ConnectionLost &event) { fields("cause", event.cause); }

/// A first connection, or one to another server than before.
struct ConnectionRestored
{
    Duration away {0};
    QString place;     ///< the server that has the connection; empty when there is only one
    QString clientId;  ///< of the page; another one than before may be a second device
    SessionId session;
};
template <typename Fields> void describe(Fields &fields, ConnectionRestored &event)
{
    fields("away_ms", event.away); fields.maybe("place", event.place); fields.maybe("client_id", event.clientId);
    fields.maybe("session_id", event.session);
}

struct ConsentGiven { int version = 1; };
template <typename Fields> void describe(Fields &fields, ConsentGiven &event) { fields("version", event.version); }

/// The whole present truth about one incident; a later event with the same incident_id replaces it.
struct IncidentRecorded
{
    IncidentId incident;
    IncidentKind kind = IncidentKind::AwayTab;
    Level level = Level::Info;
    Phase phase = Phase::Closed;
    IncidentSource source = IncidentSource::Page;
    Instant startedAt {};
    Duration duration {0};
    qint64 count = 1;
    int round = 0;           ///< 0: outside any round
    qint64 points = 0;       ///< what this incident costs in all
    qint64 charged = 0;      ///< what this event added
    qint64 total = 0;        ///< the participant's points afterwards
    qint64 limit = 0;
    Risk risk = Risk::Low;
    bool counted = false;    ///< a violation, also when grace made it free
    bool grace = false;      ///< it used one of the free ones
    IncidentId mergedInto;   ///< within the cooldown of this one
    QString uncounted;       ///< why it does not count, for people; empty when it does
    QString problem;
    bool touch = false;      ///< on a touch device, where leaving the page is easier by accident
    PrivateJson evidence;
};
template <typename Fields> void describe(Fields &fields, IncidentRecorded &event)
{
    fields("incident_id", event.incident); fields("kind", event.kind); fields("level", event.level);
    fields("phase", event.phase); fields("source", event.source); fields("started_at", event.startedAt);
    fields("duration_ms", event.duration); fields("count", event.count); fields("round", event.round);
    fields("points", event.points); fields("charged", event.charged); fields("total", event.total);
    fields("limit", event.limit); fields("risk", event.risk); fields("counted", event.counted);
    fields.maybe("grace", event.grace); fields.maybe("merged_into", event.mergedInto);
    fields.maybe("uncounted", event.uncounted); fields.maybe("problem", event.problem);
    fields.maybe("touch", event.touch); fields("evidence", event.evidence);
}

struct IncidentExcused { ActionId action; IncidentId incident; qint64 points = 0; PrivateText reason; };
template <typename Fields> void describe(Fields &fields, IncidentExcused &event)
{
    fields("action_id", event.action); fields("incident_id", event.incident); fields("points", event.points);
    fields("reason", event.reason);
}

struct WarningIssued
{
    WarningId warning; ActionId action; PrivateText text; qint64 total = 0; qint64 limit = 0;
    bool automatic = false; IncidentId incident;
};
template <typename Fields> void describe(Fields &fields, WarningIssued &event)
{
    fields("warning_id", event.warning); fields("action_id", event.action); fields("text", event.text);
    fields("total", event.total); fields("limit", event.limit); fields("automatic", event.automatic);
    fields.maybe("incident_id", event.incident);
}

struct WarningWithdrawn { WarningId warning; ActionId action; };
template <typename Fields> void describe(Fields &fields, WarningWithdrawn &event)
{
    fields("warning_id", event.warning); fields("action_id", event.action);
}

struct WarningAcknowledged { WarningId warning; };
template <typename Fields> void describe(Fields &fields, WarningAcknowledged &event) { fields("warning_id", event.warning); }

struct ParticipantSuspended { ActionId action; std::optional<Instant> until; PrivateText reason; bool automatic = false; IncidentId incident; };
template <typename Fields> void describe(Fields &fields, ParticipantSuspended &event)
{
    fields("action_id", event.action); fields.maybe("until", event.until); fields("reason", event.reason);
    fields("automatic", event.automatic); fields.maybe("incident_id", event.incident);
}

/// An automatic one is provisional until a person confirms, or takes it back.
struct ParticipantDisqualified { ActionId action; PrivateText reason; bool automatic = false; bool provisional = false; IncidentId incident; };
template <typename Fields> void describe(Fields &fields, ParticipantDisqualified &event)
{
    fields("action_id", event.action); fields("reason", event.reason); fields("automatic", event.automatic);
    fields("provisional", event.provisional); fields.maybe("incident_id", event.incident);
}

struct DisqualificationConfirmed { ActionId action; ActionId disqualification; PrivateText reason; };
template <typename Fields> void describe(Fields &fields, DisqualificationConfirmed &event)
{
    fields("action_id", event.action); fields("disqualification_id", event.disqualification); fields("reason", event.reason);
}

/// Takes suspensions and disqualifications out of force by their ids; the time lost is given back by `credit`.
struct ParticipantReinstated { ActionId action; QList<ActionId> cancels; PrivateText reason; Duration credit {0}; int round = 0; bool automatic = false; };
template <typename Fields> void describe(Fields &fields, ParticipantReinstated &event)
{
    fields("action_id", event.action); fields("cancels", event.cancels); fields("reason", event.reason);
    fields("credit_ms", event.credit); fields("round", event.round); fields("automatic", event.automatic);
}

/// Raises both the warning level and the limit of one participant.
struct AllowanceGranted { ActionId action; qint64 points = 0; PrivateText reason; };
template <typename Fields> void describe(Fields &fields, AllowanceGranted &event)
{
    fields("action_id", event.action); fields("points", event.points); fields("reason", event.reason);
}

/// Takes everything that an action did to this participant out of force.
struct ActionUndone { ActionId action; ActionId undone; PrivateText reason; Duration credit {0}; int round = 0; };
template <typename Fields> void describe(Fields &fields, ActionUndone &event)
{
    fields("action_id", event.action); fields("undone_action_id", event.undone); fields("reason", event.reason);
    fields("credit_ms", event.credit); fields("round", event.round);
}

struct SubmissionReceived
{
    SubmissionId submission; ProblemId problem; int round = 1; LanguageId language; QString sourceSha; qint64 size = 0;
    QString clientRef; int revision = 1; bool late = false; bool held = false; ActionId action;
    std::optional<Instant> clientAt {}; ///< of a late one: when the page says it was sent
    bool uncounted = false;             ///< too late: kept, and counted only when staff accept it
    bool forced = false;                ///< a draft that was sent in at the end of the time, or by staff; never penalised
};
template <typename Fields> void describe(Fields &fields, SubmissionReceived &event)
{
    fields("submission_id", event.submission); fields("problem", event.problem); fields("round", event.round);
    fields("language", event.language); fields("source_sha", event.sourceSha); fields("size", event.size);
    fields("client_ref", event.clientRef); fields("revision", event.revision); fields.maybe("late", event.late);
    fields.maybe("held", event.held); fields.maybe("action_id", event.action); fields.maybe("client_at", event.clientAt);
    fields.maybe("uncounted", event.uncounted); fields.maybe("forced", event.forced);
}

struct SubmissionJudged
{
    SubmissionId submission; Verdict verdict = Verdict::JudgeError; qint64 points = 0; int testsPassed = 0; int testCount = 0;
    Duration time {0}; qint64 memoryKib = 0; int attempt = 1; PrivateText compileOutput;
};
template <typename Fields> void describe(Fields &fields, SubmissionJudged &event)
{
    fields("submission_id", event.submission); fields("verdict", event.verdict); fields("points", event.points);
    fields("tests_passed", event.testsPassed); fields("test_count", event.testCount); fields("time_ms", event.time);
    fields("memory_kib", event.memoryKib); fields("attempt", event.attempt); fields.maybe("compile_output", event.compileOutput);
}

struct ContestStateChanged { ContestPhase state = ContestPhase::Draft; };
template <typename Fields> void describe(Fields &fields, ContestStateChanged &event) { fields("state", event.state); }

/// A new state of a round. Entering `active` from `locked` or `countdown` starts its clock; `paused` to `active` ends a pause.
/// A countdown that `waits` activates nothing by itself.
struct RoundStateChanged
{
    int number = 1; RoundPhase state = RoundPhase::Locked; std::optional<Instant> activatesAt; bool automatic = false; bool waits = false;
};
template <typename Fields> void describe(Fields &fields, RoundStateChanged &event)
{
    fields("number", event.number); fields("state", event.state); fields.maybe("activates_at", event.activatesAt);
    fields("automatic", event.automatic); fields.maybe("waits", event.waits);
}

struct RoundStarted { int number = 1; };
template <typename Fields> void describe(Fields &fields, RoundStarted &event) { fields("number", event.number); }

struct RoundFinished { int number = 1; };
template <typename Fields> void describe(Fields &fields, RoundFinished &event) { fields("number", event.number); }

/// A message from the staff: to all, to halls, or to named participants.
struct AnnouncementPosted { QString announcement; QString text; QSet<QString> halls; QSet<ParticipantId> participants; };
template <typename Fields> void describe(Fields &fields, AnnouncementPosted &event)
{
    fields("announcement_id", event.announcement); fields("text", event.text); fields("halls", event.halls);
    fields("participants", event.participants);
}

struct PolicyChanged { Policy policy; };
template <typename Fields> void describe(Fields &fields, PolicyChanged &event) { fields("policy", event.policy); }

struct ConfigChanged { ContestConfig config; };
template <typename Fields> void describe(Fields &fields, ConfigChanged &event) { fields("config", event.config); }

/// A quiet period has passed: `points` are taken off the total.
struct PointsDecayed { qint64 points = 0; qint64 total = 0; int round = 0; };
template <typename Fields> void describe(Fields &fields, PointsDecayed &event)
{
    fields("points", event.points); fields("total", event.total); fields("round", event.round);
}

struct ExportMade { QString kind; QString format; qint64 rows = 0; };
template <typename Fields> void describe(Fields &fields, ExportMade &event)
{
    fields("kind", event.kind); fields("format", event.format); fields("rows", event.rows);
}
// clang-format on

using EventBody =
    std::variant<ParticipantSignedIn, ParticipantSignedOut, SessionReplaced, ConnectionLost, ConnectionRestored,
                 ConsentGiven, IncidentRecorded, IncidentExcused, WarningIssued, WarningWithdrawn, WarningAcknowledged,
                 ParticipantSuspended, ParticipantDisqualified, DisqualificationConfirmed, ParticipantReinstated,
                 AllowanceGranted, ActionUndone, SubmissionReceived, SubmissionJudged, ContestStateChanged,
                 RoundStateChanged, ClockChanged, RoundStarted, RoundFinished, AnnouncementPosted, PolicyChanged,
                 ConfigChanged, PointsDecayed, ExportMade, RoundTimeUp, DraftsForced, SubmissionAccepted>;

/// One entry of the ledger. `seq` is gapless per contest and starts at 1.
struct Event
{
    qint64 seq = 0;
    Instant at {};
    QString actor;             ///< "participant", "system" or "staff:<username>"
    ParticipantId participant; ///< whom it is about; empty: the contest
    EventBody body;
};

/// The name and version of each alternative of EventBody, in its order.
struct EventType
{
    QLatin1StringView name;
    int version;
    bool changesStandings;
};
constexpr std::array eventTypes {
    EventType {"participant.signed_in"_L1, 1, false},
    EventType {"participant.signed_out"_L1, 1, false},
    EventType {"session.replaced"_L1, 1, false},
    EventType {"connection.lost"_L1, 1, false},
    EventType {"connection.restored"_L1, 1, false},
    EventType {"consent.given"_L1, 1, false},
    EventType {"incident.recorded"_L1, 1, false},
    EventType {"incident.excused"_L1, 1, false},
    EventType {"warning.issued"_L1, 1, false},
    EventType {"warning.withdrawn"_L1, 1, false},
    EventType {"warning.acknowledged"_L1, 1, false},
    EventType {"participant.suspended"_L1, 1, false},
    EventType {"participant.disqualified"_L1, 1, true},
    EventType {"disqualification.confirmed"_L1, 1, false},
    EventType {"participant.reinstated"_L1, 1, true},
    EventType {"allowance.granted"_L1, 1, false},
    EventType {"action.undone"_L1, 1, true},
    EventType {"submission.received"_L1, 1, true},
    EventType {"submission.judged"_L1, 1, true},
    EventType {"contest.state"_L1, 1, false},
    EventType {"round.state"_L1, 1, true},
    EventType {"clock.changed"_L1, 2, true},
    EventType {"round.started"_L1, 1, true},
    EventType {"round.finished"_L1, 1, false},
    EventType {"announcement.posted"_L1, 1, false},
    EventType {"policy.changed"_L1, 1, false},
    EventType {"config.changed"_L1, 1, true},
    EventType {"points.decayed"_L1, 1, false},
    EventType {"export.made"_L1, 1, false},
    EventType {"round.time_up"_L1, 1, false},
    EventType {"drafts.forced"_L1, 1, false},
    EventType {"submission.accepted"_L1, 1, true},
};
static_assert(eventTypes.size() == std::variant_size_v<EventBody>);

inline const EventType &typeOf(const EventBody &body)
{
    return eventTypes[body.index()];
}

} // namespace Marathon
