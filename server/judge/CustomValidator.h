#pragma once

#include "server/judge/Compiler.h"
#include "shared/protocol/JudgeJob.h"

namespace Marathon {

/// A problem's own checker program, compiled once per job and run in a box of its own for each test, as the ICPC
/// package format says: its arguments are the input, the answer, a folder for feedback and the validator flags;
/// standard input is the participant's output; exit code 42 accepts and 43 refuses. Anything else is the checker's
/// fault: a judge error.
class CustomValidator
{
    Q_DECLARE_TR_FUNCTIONS(CustomValidator)

public:
    struct Texts
    {
        QByteArray input, output, answer;
    };

    /// Error: Invalid, when it does not compile; Internal.
    static Result<CustomValidator> compile(const Sandbox &sandbox, const Compiler &compiler, const Language &language,
                                           const JudgeJob &job, const std::stop_token &cancel);

    Result<bool> accepts(const Texts &texts, const std::stop_token &cancel) const;

private:
    CustomValidator(const Sandbox &sandbox, BoxRequest request)
        : m_sandbox(&sandbox)
        , m_request(std::move(request))
    {}

    const Sandbox *m_sandbox;
    BoxRequest m_request; ///< without the texts
};

} // namespace Marathon
