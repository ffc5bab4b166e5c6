#pragma once

#include "shared/core/EnumTable.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

/// What the judge says of a submission, in ICPC terms (Contest API specification, "Judgement types").
enum class Verdict {
    Accepted,
    WrongAnswer,
    TimeLimit,
    MemoryLimit,
    RunTimeError,
    OutputLimit,
    CompileError,
    JudgeError, ///< never the participant's fault: queued again, then a person decides
};

/// What each verdict means for the score. `penalised`: counts as a rejected attempt.
struct VerdictFact
{
    Verdict kind;
    QLatin1StringView name;
    QLatin1StringView title;
    bool penalised;
};

constexpr std::array verdictFacts {
    VerdictFact {Verdict::Accepted, "AC"_L1, "Accepted"_L1, false},
    VerdictFact {Verdict::WrongAnswer, "WA"_L1, "Wrong answer"_L1, true},
    VerdictFact {Verdict::TimeLimit, "TLE"_L1, "Time limit exceeded"_L1, true},
    VerdictFact {Verdict::MemoryLimit, "MLE"_L1, "Memory limit exceeded"_L1, true},
    VerdictFact {Verdict::RunTimeError, "RTE"_L1, "Run-time error"_L1, true},
    VerdictFact {Verdict::OutputLimit, "OLE"_L1, "Output limit exceeded"_L1, true},
    VerdictFact {Verdict::CompileError, "CE"_L1, "Compile error"_L1, false},
    VerdictFact {Verdict::JudgeError, "JE"_L1, "Judge error"_L1, false},
};
static_assert(oneRowPerKindInOrder(verdictFacts));

template <>
struct EnumNames<Verdict>
{
    static constexpr auto &rows = verdictFacts;
};

const VerdictFact &factOf(Verdict verdict);

} // namespace Marathon
