#include "server/ops/ProblemVerify.h"
#include "tests/import/ContestFolderBuilder.h"

#include <QTest>

using namespace Marathon;

class TestProblemVerify : public QObject
{
    Q_OBJECT

private slots:
    void eachProgramMustGetItsVerdict_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<Verdict>("verdict");
        QTest::addColumn<bool>("held");
        const QString reference = u"submissions/prime.c"_s;
        const QString buggy = u"buggy/c/prime.c"_s;
        const QString slow = u"submissions/slow.c"_s;
        QTest::newRow("reference accepted") << reference << Verdict::Accepted << true;
        QTest::newRow("reference wrong") << reference << Verdict::WrongAnswer << false;
        QTest::newRow("reference not judged") << reference << Verdict::JudgeError << false;
        QTest::newRow("buggy accepted") << buggy << Verdict::Accepted << false;
        QTest::newRow("buggy wrong") << buggy << Verdict::WrongAnswer << true;
        QTest::newRow("buggy crashes") << buggy << Verdict::RunTimeError << true;
        QTest::newRow("buggy not judged") << buggy << Verdict::JudgeError << false;
        QTest::newRow("slow is slow") << slow << Verdict::TimeLimit << true;
        QTest::newRow("slow is wrong") << slow << Verdict::WrongAnswer << false;
        QTest::newRow("slow is accepted") << slow << Verdict::Accepted << false;
    }
    void eachProgramMustGetItsVerdict()
    {
        QFETCH(QString, program);
        QFETCH(Verdict, verdict);
        QFETCH(bool, held);
        ContestFolderBuilder folder;
        folder.write(u"problems/prime/submissions/time_limit_exceeded/slow.c"_s, "int main(void) { for (;;); }\n");
        const Result<QList<ProblemPackage>> problems = readProblems(folder.path() + u"/problems/prime"_s);
        QVERIFY2(problems.isOk(), qPrintable(problems.isOk() ? QString() : problems.error().message));
        QCOMPARE(problems->size(), 1);
        qsizetype reported = 0;
        const QList<ProgramCheck> checks = verifyProblem(
            problems->first(),
            [&](const JudgeJob &, const QHash<QString, QByteArray> &) { return JudgeOutcome {.verdict = verdict}; },
            [&](const ProgramCheck &) { ++reported; });
        QCOMPARE(checks.size(), 3);
        QCOMPARE(reported, 3);
        const auto check =
            std::find_if(checks.begin(), checks.end(), [&](const ProgramCheck &one) { return one.program == program; });
        QVERIFY(check != checks.end());
        QCOMPARE(check->held, held);
    }

    void theJudgeGetsAllTestsAndLimits()
    {
        ContestFolderBuilder folder;
        const Result<QList<ProblemPackage>> problems = readProblems(folder.path());
        QVERIFY(problems.isOk());
        QCOMPARE(problems->size(), 2);
        const auto prime = std::find_if(problems->begin(), problems->end(),
                                        [](const ProblemPackage &problem) { return problem.id == "prime"_L1; });
        const auto judge = [](const JudgeJob &job, const QHash<QString, QByteArray> &blobs) {
            const bool isWhole = job.tests.size() == 2 && job.limits.time == Duration(1500) &&
                                 job.limits.memoryMib == 128 && job.limits.outputMib == 4 &&
                                 blobs.value(job.tests[0].inputSha) == "1\n" &&
                                 blobs.value(job.tests[1].answerSha) == "4\n";
            return JudgeOutcome {.verdict = isWhole ? Verdict::Accepted : Verdict::JudgeError};
        };
        const QList<ProgramCheck> checks = verifyProblem(*prime, judge, [](const ProgramCheck &) {});
        QVERIFY(checks.first().held);
    }

    void aFolderThatIsNoneIsRefused()
    {
        const Result<QList<ProblemPackage>> problems = readProblems(u"/nowhere"_s);
        QVERIFY(!problems);
        QCOMPARE(problems.error().kind, ErrorKind::NotFound);
    }

    void aSampleProblemHoldsInTheSandbox()
    {
        QList<ProgramCheck> checks;
        const Result<bool> held = verifyProblemFolder(
            QStringLiteral(MARATHON_SOURCE_DIR "/resources/samples/debug-marathon/problems/palindrome"),
            [&checks](const ProgramCheck &check) { checks.append(check); },
            {QStringLiteral(MARATHON_BIN_DIR), QStringLiteral(MARATHON_SOURCE_DIR "/resources/languages")});
        if (!held && held.error().kind == ErrorKind::Unavailable)
            QSKIP(qPrintable(held.error().message));
        QVERIFY2(held.isOk(), qPrintable(held.isOk() ? QString() : held.error().message));
        for (const ProgramCheck &check : checks)
            QVERIFY2(check.held, qPrintable(u"%1: %2, %3"_s.arg(check.program, nameOf(check.verdict), check.detail)));
        QVERIFY(*held);
        QCOMPARE(checks.size(), 3);
    }
};

QTEST_GUILESS_MAIN(TestProblemVerify)
#include "test_problem_verify.moc"
