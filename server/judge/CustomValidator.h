#pragma once

#include "server/judge/Compiler.h"
#include "shared/protocol/JudgeJob.h"

namespace Marathon {

/// Runs a problem's own checker program in a box of its own, as the ICPC package format says: its arguments are the
/// input, the answer, a folder for feedback and the validator flags; standard input is the participant's output; exit
/// code 42 accepts and 43 refuses. Anything else is a fault of the checker and hence a judge error.
class CustomValidator
{
    Q_DECLARE_TR_FUNCTIONS(CustomValidator)

public:
    struct Texts
    {
        QByteArray input, output, answer;
    };

    CustomValidator(const Sandbox &sandbox, const Compiler &compiler, const Language &language);

    Result<bool> accepts(const JudgeValidator &validator, const QString &flags, const Texts &texts,
        const std::stop_token &cancel) const;

private:
    const Sandbox &m_sandbox;
    const Compiler &m_compiler;
    const Language &m_language;
};

} // namespace Marathon
