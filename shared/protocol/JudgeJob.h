#pragma once

#include "shared/protocol/Json.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

enum class JudgeKind {
    Run,   ///< samples and own input: outputs come back
    Judge, ///< all tests: only verdicts come back
};
template <>
struct EnumNames<JudgeKind>
{
    static constexpr std::array rows {EnumName<JudgeKind> {JudgeKind::Run, "run"_L1},
                                      EnumName<JudgeKind> {JudgeKind::Judge, "judge"_L1}};
};
static_assert(oneRowPerKindInOrder(EnumNames<JudgeKind>::rows));

struct JudgeLimits
{
    Duration time {1000}; ///< processor time per test, before the language's multiplier
    int memoryMib = 256;
    int outputMib = 8;
    bool operator==(const JudgeLimits &) const = default;
};

template <typename Fields>
void describe(Fields &fields, JudgeLimits &limits)
{
    fields("time_ms", limits.time);
    fields("memory_mib", limits.memoryMib);
    fields("output_mib", limits.outputMib);
}

/// One test. Without `answerSha` the program only has to end well. `input` instead of `inputSha`: a participant's own.
struct JudgeTest
{
    QString name;
    QString inputSha;
    QString answerSha;
    std::optional<QString> input;
    bool operator==(const JudgeTest &) const = default;
};

template <typename Fields>
void describe(Fields &fields, JudgeTest &test)
{
    fields("name", test.name);
    fields("input_sha", test.inputSha);
    fields("answer_sha", test.answerSha);
    fields.maybe("input", test.input);
}

/// A checker program of the problem (ICPC package format, "output validators"): exit code 42 accepts, 43 refuses.
struct JudgeValidator
{
    QString language;
    QString source;
    bool operator==(const JudgeValidator &) const = default;
};

template <typename Fields>
void describe(Fields &fields, JudgeValidator &validator)
{
    fields("language", validator.language);
    fields("source", validator.source);
}

struct JudgeJob
{
    QString jobId;
    int attempt = 1;
    JudgeKind kind = JudgeKind::Judge;
    QString language;
    QString source;
    JudgeLimits limits;
    QString validatorFlags; ///< as problem.yaml has them: "float_tolerance 1e-6 case_sensitive"
    std::optional<JudgeValidator> validator;
    QList<JudgeTest> tests;
    bool allTests = false; ///< go on after a failed test, for points per group
    bool operator==(const JudgeJob &) const = default;
};

template <typename Fields>
void describe(Fields &fields, JudgeJob &job)
{
    fields("job_id", job.jobId);
    fields("attempt", job.attempt);
    fields("kind", job.kind);
    fields("language", job.language);
    fields("source", job.source);
    fields("limits", job.limits);
    fields("validator_flags", job.validatorFlags);
    fields.maybe("validator", job.validator);
    fields("tests", job.tests);
    fields("all_tests", job.allTests);
}

struct JobMessage
{
    static constexpr auto type = "job"_L1;
    JudgeJob job;
};

template <typename Fields>
void describe(Fields &fields, JobMessage &message)
{
    fields("job", message.job);
}

} // namespace Marathon
