#pragma once

#include "server/engine/Directory.h"
#include "shared/protocol/JudgeJob.h"
#include "shared/protocol/JudgeOutcome.h"

namespace Marathon {

/// What both kinds of job of a problem have in common: limits, checker and its flags, without any test.
JudgeJob jobFor(const ProblemContent &problem, const QString &language, const QString &source);

/// Under which name a test travels to the judge and back: `group/name`, or `name` outside of groups.
QString jobNameOf(const TestFile &test);

/// What the groups of tests that passed whole are worth, for the scoring mode groups. Nothing: the problem's groups
/// have no points (or it has none), and it is all or nothing. Tests which the judge did not get to count as not passed.
std::optional<qint64> groupPointsOf(const ProblemContent &problem, const QList<TestOutcome> &outcomes);

} // namespace Marathon
