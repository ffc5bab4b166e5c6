#pragma once

#include "shared/domain/Standings.h"
#include "shared/protocol/Json.h"

/// What the server answers to everybody. A field of an optional value is null without one.
namespace Marathon {

// clang-format off
/// Every error, `application/problem+json` (RFC 9457).
struct FieldProblem { QString field; QString detail; };
template <typename Fields> void describe(Fields &fields, FieldProblem &problem) { fields("field", problem.field); fields("detail", problem.detail); }

struct ProblemDetails { QString type; QString title; int status = 0; QString detail; QList<FieldProblem> errors; };
template <typename Fields> void describe(Fields &fields, ProblemDetails &problem)
{
    fields("type", problem.type); fields("title", problem.title); fields("status", problem.status); fields("detail", problem.detail);
    fields.maybe("errors", problem.errors);
}

/// @param snapshotAgeMs how old what is shown may be; 0 while the database answers
/// @param lostEntries acknowledged entries which a failover of the database lost since the server's start
struct DatabaseCheck { QString status; double latencyMs = 0; qint64 snapshotAgeMs = 0; qint64 lostEntries = 0; };
template <typename Fields> void describe(Fields &fields, DatabaseCheck &check)
{
    fields("status", check.status); fields("latency_ms", check.latencyMs);
    fields("snapshot_age_ms", check.snapshotAgeMs); fields("lost_entries", check.lostEntries);
}

struct JudgeCheck { QString status; qint64 workers = 0; int queue = 0; };
template <typename Fields> void describe(Fields &fields, JudgeCheck &check)
{
    fields("status", check.status); fields("workers", check.workers); fields("queue", check.queue);
}

/// @param status of scheduled backups: off, none (no whole one yet), ok, or failed (the newest attempt; the log says why)
/// @param lastAt of the newest whole one
struct BackupCheck { QString status; std::optional<Instant> lastAt; };
template <typename Fields> void describe(Fields &fields, BackupCheck &check)
{
    fields("status", check.status); fields("last_at", check.lastAt);
}

struct HealthChecks { DatabaseCheck database; JudgeCheck judge; BackupCheck backup; };
template <typename Fields> void describe(Fields &fields, HealthChecks &checks)
{
    fields("database", checks.database); fields("judge", checks.judge); fields("backup", checks.backup);
}

struct HealthAnswer { QString status; QString version; qint64 uptimeSeconds = 0; HealthChecks checks; };
template <typename Fields> void describe(Fields &fields, HealthAnswer &health)
{
    fields("status", health.status); fields("version", health.version); fields("uptime_s", health.uptimeSeconds); fields("checks", health.checks);
}

struct RoundView
{
    int number = 0; QString name; RoundPhase state = RoundPhase::Locked; std::optional<Instant> startsAt; std::optional<Instant> endsAt;
    Duration duration {0}; QSet<LanguageId> languages; qint64 problemCount = 0;
};
template <typename Fields> void describe(Fields &fields, RoundView &round)
{
    fields("number", round.number); fields("name", round.name); fields("state", round.state); fields("starts_at", round.startsAt);
    fields("ends_at", round.endsAt); fields("duration_ms", round.duration); fields("languages", round.languages);
    fields("problem_count", round.problemCount);
}

/// `message` while everything is stopped, for every screen; `resumes_at` once its end is known.
struct ContestView
{
    ContestId id; QString name; ContestPhase state = ContestPhase::Draft; std::optional<Instant> startsAt; std::optional<Instant> endsAt;
    Instant serverTime {}; QList<RoundView> rounds; std::optional<QString> message; std::optional<Instant> resumesAt;
};
template <typename Fields> void describe(Fields &fields, ContestView &contest)
{
    fields("id", contest.id); fields("name", contest.name); fields("state", contest.state); fields("starts_at", contest.startsAt);
    fields("ends_at", contest.endsAt); fields("server_time", contest.serverTime); fields("rounds", contest.rounds);
    fields("message", contest.message); fields("resumes_at", contest.resumesAt);
}

/// `rank` is null for the disqualified, whom only staff get; theirs alone has `disqualified`.
struct BoardRow
{
    std::optional<int> rank; ParticipantId participant; QString name; QString college; qint64 score = 0; qint64 timeSeconds = 0;
    int solved = 0; QList<StandingCell> problems; std::optional<bool> disqualified;
};
template <typename Fields> void describe(Fields &fields, BoardRow &row)
{
    fields("rank", row.rank); fields("participant_id", row.participant); fields("name", row.name); fields("college", row.college);
    fields("score", row.score); fields("time_s", row.timeSeconds); fields("solved", row.solved); fields("problems", row.problems);
    fields.maybe("disqualified", row.disqualified);
}

struct BoardView
{
    ContestId contest; std::optional<int> round; Instant generatedAt {}; qint64 seq = 0; bool frozen = false; int waiting = 0; QList<BoardRow> rows;
};
template <typename Fields> void describe(Fields &fields, BoardView &board)
{
    fields("contest_id", board.contest); fields("round", board.round); fields("generated_at", board.generatedAt); fields("seq", board.seq);
    fields("frozen", board.frozen); fields("waiting", board.waiting); fields("rows", board.rows);
}
// clang-format on

} // namespace Marathon
