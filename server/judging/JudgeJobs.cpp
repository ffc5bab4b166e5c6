#include "server/judging/JudgeJobs.h"

#include <QSet>

namespace Marathon {

JudgeJob jobFor(const ProblemContent &problem, const QString &language, const QString &source)
{
    JudgeJob job;
    job.language = language;
    job.source = source;
    job.limits = {Duration(problem.timeMs), int(problem.memoryMib), int(problem.outputMib)};
    job.validatorFlags = problem.validatorFlags;
    if (!problem.validatorLanguage.isEmpty())
        job.validator = JudgeValidator {problem.validatorLanguage, problem.validatorSource};
    return job;
}

QString jobNameOf(const TestFile &test)
{
    return test.group.isEmpty() ? test.name : test.group + u'/' + test.name;
}

std::optional<qint64> groupPointsOf(const ProblemContent &problem, const QList<TestOutcome> &outcomes)
{
    if (problem.groupPoints.isEmpty())
        return std::nullopt;
    QSet<QString> passed;
    for (const TestOutcome &outcome : outcomes) {
        if (outcome.verdict == Verdict::Accepted)
            passed.insert(outcome.name);
    }
    QMap<QString, qint64> worth = problem.groupPoints;
    for (const TestFile &test : problem.tests) {
        if (!passed.contains(jobNameOf(test)))
            worth.remove(test.group);
    }
    qint64 points = 0;
    for (const qint64 each : std::as_const(worth))
        points += each;
    return points;
}

} // namespace Marathon
