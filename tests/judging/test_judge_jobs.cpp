#include "server/judging/JudgeJobs.h"

#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

namespace {

ProblemContent problemWithGroups()
{
    ProblemContent problem {.id = ProblemId(u"sums"_s),
                            .timeMs = 1500,
                            .memoryMib = 64,
                            .outputMib = 2,
                            .validatorFlags = u"case_sensitive"_s};
    problem.tests = {TestFile {.group = {}, .name = u"1"_s, .isSample = true},
                     TestFile {.group = u"easy"_s, .name = u"1"_s}, TestFile {.group = u"easy"_s, .name = u"2"_s},
                     TestFile {.group = u"hard"_s, .name = u"1"_s}};
    problem.groupPoints = {{u"easy"_s, 40}, {u"hard"_s, 60}};
    return problem;
}

} // namespace

class TestJudgeJobs : public QObject
{
    Q_OBJECT

private slots:
    void aJobCarriesTheLimitsOfItsProblem()
    {
        const JudgeJob job = jobFor(problemWithGroups(), u"c"_s, u"int main;"_s);
        QCOMPARE(job.limits, (JudgeLimits {Duration(1500), 64, 2}));
        QCOMPARE(job.validatorFlags, u"case_sensitive"_s);
        QVERIFY(!job.validator);
    }

    void aProblemsOwnCheckerGoesAlong()
    {
        ProblemContent problem = problemWithGroups();
        problem.validatorLanguage = u"python"_s;
        problem.validatorSource = u"exit(42)"_s;
        QCOMPARE(jobFor(problem, u"c"_s, {}).validator, std::optional(JudgeValidator {u"python"_s, u"exit(42)"_s}));
    }

    void aGroupIsWorthItsPointsWhenAllItsTestsPass_data()
    {
        QTest::addColumn<QStringList>("passed");
        QTest::addColumn<qint64>("points");
        QTest::newRow("nothing") << QStringList {} << qint64(0);
        QTest::newRow("a sample only") << QStringList {u"1"_s} << qint64(0);
        QTest::newRow("half a group") << QStringList {u"easy/1"_s} << qint64(0);
        QTest::newRow("one group") << QStringList {u"easy/1"_s, u"easy/2"_s} << qint64(40);
        QTest::newRow("the other group") << QStringList {u"hard/1"_s, u"easy/2"_s} << qint64(60);
        QTest::newRow("all") << QStringList {u"1"_s, u"easy/1"_s, u"easy/2"_s, u"hard/1"_s} << qint64(100);
    }
    void aGroupIsWorthItsPointsWhenAllItsTestsPass()
    {
        QFETCH(QStringList, passed);
        QList<TestOutcome> outcomes;
        for (const TestFile &test : problemWithGroups().tests) {
            const QString name = jobNameOf(test);
            outcomes.append(
                {.name = name, .verdict = passed.contains(name) ? Verdict::Accepted : Verdict::WrongAnswer});
        }
        QTEST(*groupPointsOf(problemWithGroups(), outcomes), "points");
    }

    void aTestThatWasNotReachedHasNotPassed()
    {
        const QList<TestOutcome> outcomes {{.name = u"easy/1"_s, .verdict = Verdict::Accepted}};
        QCOMPARE(groupPointsOf(problemWithGroups(), outcomes), std::optional<qint64>(0));
    }

    void withoutGroupsItIsAllOrNothing()
    {
        ProblemContent problem = problemWithGroups();
        problem.groupPoints.clear();
        QCOMPARE(groupPointsOf(problem, {}), std::nullopt);
    }
};

QTEST_GUILESS_MAIN(TestJudgeJobs)
#include "test_judge_jobs.moc"
