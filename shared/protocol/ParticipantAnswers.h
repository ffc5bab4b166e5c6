#pragma once

#include "shared/domain/ContestState.h"
#include "shared/protocol/Json.h"

/// What the server tells a participant's page, by HTTP and in the `state` of the socket's welcome: their own things and
/// what is for all. The page's TypeScript is generated from these. A field of an optional value is null without one.
namespace Marathon {

// clang-format off
/// The clock of the round that is on; without one, everything from `round` on is null. `message` while everything is
/// covered by a stop; `resumes_at` once its end is known.
struct ClockView
{
    Instant serverNow {}; ContestPhase contestState = ContestPhase::Draft; bool running = false; std::optional<int> round;
    std::optional<QString> roundName; std::optional<RoundPhase> state; std::optional<Instant> startsAt; std::optional<Instant> endsAt;
    std::optional<Duration> remaining; std::optional<QString> message; std::optional<Instant> resumesAt;
};
template <typename Fields> void describe(Fields &fields, ClockView &clock)
{
    fields("server_now", clock.serverNow); fields("contest_state", clock.contestState); fields("running", clock.running);
    fields("round", clock.round); fields("round_name", clock.roundName); fields("state", clock.state); fields("starts_at", clock.startsAt);
    fields("ends_at", clock.endsAt); fields("remaining_ms", clock.remaining);
    fields("message", clock.message); fields("resumes_at", clock.resumesAt);
}

/// The policy as far as the page needs it: what it watches (by kind) and what it prevents.
struct PolicyView
{
    QString preset; qint64 warningAt = 0; qint64 limit = 0; qint64 grace = 0; bool fullscreenRequired = false; BlockPolicy block;
    QMap<QString, bool> enabled;
};
template <typename Fields> void describe(Fields &fields, PolicyView &policy)
{
    fields("preset", policy.preset); fields("warning_at", policy.warningAt); fields("limit", policy.limit); fields("grace", policy.grace);
    fields("fullscreen_required", policy.fullscreenRequired); fields("block", policy.block); fields("enabled", policy.enabled);
}

struct ConsentView { int version = 0; QString text; std::optional<Instant> acceptedAt; };
template <typename Fields> void describe(Fields &fields, ConsentView &consent)
{
    fields("version", consent.version); fields("text", consent.text); fields("accepted_at", consent.acceptedAt);
}

struct WarningView { WarningId id; QString text; qint64 total = 0; qint64 limit = 0; Instant at {}; std::optional<Instant> acknowledgedAt; };
template <typename Fields> void describe(Fields &fields, WarningView &warning)
{
    fields("id", warning.id); fields("text", warning.text); fields("total", warning.total); fields("limit", warning.limit);
    fields("at", warning.at); fields("acknowledged_at", warning.acknowledgedAt);
}

struct ViolationView
{
    IncidentId incident; IncidentKind kind = IncidentKind::AwayTab; QString title; Level level = Level::Info; Phase phase = Phase::Closed;
    Instant startedAt {}; Duration duration {0}; qint64 count = 1; qint64 points = 0; bool counted = false; bool excused = false;
    IncidentSource source = IncidentSource::Page; qint64 seq = 0;
};
template <typename Fields> void describe(Fields &fields, ViolationView &violation)
{
    fields("incident_id", violation.incident); fields("kind", violation.kind); fields("title", violation.title); fields("level", violation.level);
    fields("phase", violation.phase); fields("started_at", violation.startedAt); fields("duration_ms", violation.duration);
    fields("count", violation.count); fields("points", violation.points); fields("counted", violation.counted);
    fields("excused", violation.excused); fields("source", violation.source); fields("seq", violation.seq);
}

struct PointsView { qint64 total = 0; qint64 limit = 0; Risk risk = Risk::Low; };
template <typename Fields> void describe(Fields &fields, PointsView &points)
{
    fields("total", points.total); fields("limit", points.limit); fields("risk", points.risk);
}

struct ContestName { ContestId id; QString name; ContestPhase state = ContestPhase::Draft; };
template <typename Fields> void describe(Fields &fields, ContestName &contest)
{
    fields("id", contest.id); fields("name", contest.name); fields("state", contest.state);
}

struct PersonView { ParticipantId id; QString name; QString college; QString hall; QString seat; };
template <typename Fields> void describe(Fields &fields, PersonView &person)
{
    fields("id", person.id); fields("participant_id", person.id); fields("name", person.name); fields("college", person.college);
    fields("hall", person.hall); fields("seat", person.seat);
}

/// GET /api/me. `closed_because` says why nothing can be worked on, when `open_round` is 0.
struct MeView
{
    ParticipantStatus status = ParticipantStatus::Active; std::optional<QString> reason; std::optional<Instant> until; QString closedBecause;
    int openRound = 0; PolicyView policy; ConsentView consent; ClockView clock; QList<WarningView> warnings; QList<ViolationView> violations;
    PointsView points; ContestName contest; PersonView participant;
};
template <typename Fields> void describe(Fields &fields, MeView &me)
{
    fields("status", me.status); fields("reason", me.reason); fields("until", me.until); fields("closed_because", me.closedBecause);
    fields("open_round", me.openRound); fields("policy", me.policy); fields("consent", me.consent); fields("clock", me.clock);
    fields("warnings", me.warnings); fields("violations", me.violations); fields("points", me.points); fields("contest", me.contest);
    fields("participant", me.participant);
}
// clang-format on

} // namespace Marathon
