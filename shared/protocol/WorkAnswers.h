#pragma once

#include "shared/domain/Standings.h"
#include "shared/protocol/Json.h"

/// What the server tells a participant's page about problems, drafts, runs and submissions. A field of an optional
/// value is null without one.
namespace Marathon {

// clang-format off
struct SampleView { QString name; QString input; QString output; };
template <typename Fields> void describe(Fields &fields, SampleView &sample)
{
    fields("name", sample.name); fields("input", sample.input); fields("output", sample.output);
}

struct LimitsView { qint64 timeMs = 0; qint64 memoryMib = 0; qint64 outputMib = 0; };
template <typename Fields> void describe(Fields &fields, LimitsView &limits)
{
    fields("time_ms", limits.timeMs); fields("memory_mib", limits.memoryMib); fields("output_mib", limits.outputMib);
}

struct ProblemView
{
    ProblemId id; QString label; int round = 0; QString title; QString difficulty; QString statementHtml; qint64 points = 0; int revision = 1;
    QStringList languages; QMap<QString, QString> buggySource; QList<SampleView> samples; LimitsView limits;
    CellStatus status = CellStatus::Untried; int attempts = 0; bool open = false;
};
template <typename Fields> void describe(Fields &fields, ProblemView &problem)
{
    fields("id", problem.id); fields("label", problem.label); fields("round", problem.round); fields("title", problem.title);
    fields("difficulty", problem.difficulty); fields("statement_html", problem.statementHtml); fields("points", problem.points);
    fields("revision", problem.revision); fields("languages", problem.languages); fields("buggy_source", problem.buggySource);
    fields("samples", problem.samples); fields("limits", problem.limits); fields("status", problem.status);
    fields("attempts", problem.attempts); fields("open", problem.open);
}

/// Without a stored draft `rev` is 0.
struct DraftView { std::optional<LanguageId> language; std::optional<QString> source; qint64 rev = 0; std::optional<Instant> at; };
template <typename Fields> void describe(Fields &fields, DraftView &draft)
{
    fields("language", draft.language); fields("source", draft.source); fields("rev", draft.rev); fields("at", draft.at);
}

struct DraftStored { qint64 rev = 0; };
template <typename Fields> void describe(Fields &fields, DraftStored &stored) { fields("rev", stored.rev); }

struct RunAccepted { QString id; };
template <typename Fields> void describe(Fields &fields, RunAccepted &run) { fields("run_id", run.id); }

struct RunTestView
{
    QString name; Verdict verdict = Verdict::JudgeError; Duration time {0}; qint64 memoryKib = 0; QString output; QString errors;
    QString input; std::optional<QString> expected;
};
template <typename Fields> void describe(Fields &fields, RunTestView &test)
{
    fields("name", test.name); fields("verdict", test.verdict); fields("time_ms", test.time); fields("memory_kib", test.memoryKib);
    fields("output", test.output); fields("stderr", test.errors); fields("input", test.input); fields.maybe("expected", test.expected);
}

struct RunView
{
    QString id; ProblemId problem; QString state; Verdict verdict = Verdict::JudgeError; QString compileOutput; Duration time {0};
    qint64 memoryKib = 0; QList<RunTestView> tests;
};
template <typename Fields> void describe(Fields &fields, RunView &run)
{
    fields("run_id", run.id); fields("problem", run.problem); fields("state", run.state); fields("verdict", run.verdict);
    fields("compile_output", run.compileOutput); fields("time_ms", run.time); fields("memory_kib", run.memoryKib); fields("tests", run.tests);
}

/// What the judge said is missing until it has. `late`: after the end of the time, with `client_at`; `forced`: a draft that was sent in
/// at the end, or by staff. `source` when one submission is asked for; `participant_id` for staff.
struct SubmissionView
{
    SubmissionId id; ProblemId problem; QString label; int round = 0; LanguageId language; Instant receivedAt {}; qint64 seq = 0;
    QString clientRef; bool held = false; bool late = false; bool counted = true; bool forced = false; std::optional<Instant> clientAt;
    std::optional<Verdict> verdict; std::optional<qint64> points; std::optional<int> testsPassed;
    std::optional<int> testCount; std::optional<Duration> time; std::optional<qint64> memoryKib; std::optional<QString> compileOutput;
    std::optional<Instant> judgedAt; std::optional<QString> source; std::optional<ParticipantId> participant;
};
template <typename Fields> void describe(Fields &fields, SubmissionView &submission)
{
    fields("id", submission.id); fields("problem", submission.problem); fields("label", submission.label); fields("round", submission.round);
    fields("language", submission.language); fields("received_at", submission.receivedAt); fields("seq", submission.seq);
    fields("client_ref", submission.clientRef); fields("held", submission.held); fields("late", submission.late);
    fields("counted", submission.counted); fields("forced", submission.forced); fields.maybe("client_at", submission.clientAt);
    fields("verdict", submission.verdict);
    fields.maybe("points", submission.points); fields.maybe("tests_passed", submission.testsPassed); fields.maybe("test_count", submission.testCount);
    fields.maybe("time_ms", submission.time); fields.maybe("memory_kib", submission.memoryKib);
    fields.maybe("compile_output", submission.compileOutput); fields.maybe("judged_at", submission.judgedAt);
    fields.maybe("source", submission.source); fields.maybe("participant_id", submission.participant);
}

struct AnnouncementView { QString id; QString text; Instant at {}; };
template <typename Fields> void describe(Fields &fields, AnnouncementView &announcement)
{
    fields("id", announcement.id); fields("text", announcement.text); fields("at", announcement.at);
}

/// Of POST /api/outbox: how far the entries were taken, and what each came to, by its number.
struct OutboxAnswer { qint64 upTo = 0; QJsonObject results; };
template <typename Fields> void describe(Fields &fields, OutboxAnswer &answer) { fields("up_to", answer.upTo); fields("results", answer.results); }
// clang-format on

} // namespace Marathon
