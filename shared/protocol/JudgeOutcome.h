#pragma once

#include "shared/domain/Verdict.h"
#include "shared/protocol/Json.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

/// How one test went. `output` and `errors` only for kind run, cut to what a page can show.
struct TestOutcome
{
    QString name;
    Verdict verdict = Verdict::JudgeError;
    Duration time {0};
    qint64 memoryKib = 0;
    std::optional<QString> output;
    std::optional<QString> errors;
    bool operator==(const TestOutcome &) const = default;
};

template <typename Fields>
void describe(Fields &fields, TestOutcome &test)
{
    fields("name", test.name);
    fields("verdict", test.verdict);
    fields("time_ms", test.time);
    fields("memory_kib", test.memoryKib);
    fields.maybe("output", test.output);
    fields.maybe("errors", test.errors);
}

struct JudgeOutcome
{
    Verdict verdict = Verdict::JudgeError;
    Duration time {0};    ///< of the slowest test
    qint64 memoryKib = 0; ///< of the largest test
    QList<TestOutcome> tests;
    QString compileOutput;
    QString message; ///< for staff: why the judge failed
    bool operator==(const JudgeOutcome &) const = default;
};

template <typename Fields>
void describe(Fields &fields, JudgeOutcome &outcome)
{
    fields("verdict", outcome.verdict);
    fields("time_ms", outcome.time);
    fields("memory_kib", outcome.memoryKib);
    fields("tests", outcome.tests);
    fields("compile_output", outcome.compileOutput);
    fields("message", outcome.message);
}

/// One attempt at one job.
struct JobAttempt
{
    QString jobId;
    int attempt = 1;
    bool operator==(const JobAttempt &) const = default;
};

template <typename Fields>
void describe(Fields &fields, JobAttempt &job)
{
    fields("job_id", job.jobId);
    fields("attempt", job.attempt);
}

struct JobResult
{
    static constexpr auto type = "result"_L1;
    JobAttempt job;
    JudgeOutcome outcome;
};

template <typename Fields>
void describe(Fields &fields, JobResult &result)
{
    describe(fields, result.job);
    describe(fields, result.outcome);
}

} // namespace Marathon
