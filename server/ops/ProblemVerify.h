#pragma once

#include "server/import/ProblemPackage.h"
#include "shared/protocol/JudgeJob.h"
#include "shared/protocol/JudgeOutcome.h"

#include <functional>

namespace Marathon {

/// One program of a problem and what the judge made of it.
struct ProgramCheck
{
    QString problem;
    QString program; ///< "buggy/c/prime.c"
    QString language;
    QString expected; ///< "AC", or "not AC"
    Verdict verdict = Verdict::JudgeError;
    bool held = false; ///< the verdict is as expected
    QString detail;    ///< the failed test, the compiler's first line, or why nothing was judged
    Duration time {0};
};

/// Runs one job in the sandbox. `blobs` has the bytes of its tests by SHA-256.
using JudgeProgram = std::function<JudgeOutcome(const JudgeJob &job, const QHash<QString, QByteArray> &blobs)>;

/// Runs every program of a problem on all of its tests: references must be accepted, buggy ones must not be, and the
/// others must get the verdict that their folder names. A judge error never is as expected. `report` hears of each as
/// it is done.
QList<ProgramCheck> verifyProblem(const ProblemPackage &problem, const JudgeProgram &judge,
                                  const std::function<void(const ProgramCheck &)> &report);

/// Reads a contest folder, or the folder of one problem. Errors: those of the readers.
Result<QList<ProblemPackage>> readProblems(const QString &dir);

/// Where the sandbox's helpers and the language files are; empty: beside this program.
struct JudgePlaces
{
    QString programs {};
    QString languages {};
};

/// Verifies the problems of a folder in this machine's sandbox. True when everything is as expected. Errors: those of
/// the readers; Unavailable, when the sandbox protects nothing here.
Result<bool> verifyProblemFolder(const QString &dir, const std::function<void(const ProgramCheck &)> &report,
                                 const JudgePlaces &places = {});

} // namespace Marathon
