#include "tests/judge/JudgeFixture.h"

#include <QDir>
#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

/// Every installed language is judged with the programs in programs/<language>/: the file's name says its verdict.
class TestLanguages : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void verdictIsAsTheProgramDeserves_data();
    void verdictIsAsTheProgramDeserves();
    void compilerSaysWhatIsWrong_data();
    void compilerSaysWhatIsWrong();
    void runReturnsOutputOfEveryTest();
    void judgingStopsAtTheFirstFailedTest();
    void judgingGoesOnWhenAskedTo();
    void ownInputNeedsNoAnswer();
    void missingTestIsAJudgeError();
    void unknownLanguageIsAJudgeError();
    void noTestsAreAJudgeError();
    void customCheckerDecides_data();
    void customCheckerDecides();

private:
    JudgeFixture m_fixture;
};

namespace {

struct Expected
{
    QLatin1StringView file;
    QLatin1StringView verdict;
};

constexpr std::array expectations {
    Expected {"right"_L1, "AC"_L1},   Expected {"wrong"_L1, "WA"_L1},  Expected {"slow"_L1, "TLE"_L1},
    Expected {"crash"_L1, "RTE"_L1},  Expected {"broken"_L1, "CE"_L1}, Expected {"memory"_L1, "MLE"_L1},
    Expected {"output"_L1, "OLE"_L1},
};

} // namespace

void TestLanguages::initTestCase()
{
    QVERIFY2(m_fixture.isReady(), qPrintable(m_fixture.problem()));
    QVERIFY(!m_fixture.languages().isEmpty());
}

void TestLanguages::verdictIsAsTheProgramDeserves_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("verdict");
    for (const Language &language : m_fixture.languages()) {
        for (const Expected &expected : expectations) {
            const QString suffix = language.source.section(u'.', -1);
            const QString file = u"programs/%1/%2.%3"_s.arg(language.id, expected.file, suffix);
            QTest::addRow("%s, %s", qPrintable(language.id), expected.file.data())
                << language.id << file << QString(expected.verdict);
        }
    }
}

void TestLanguages::verdictIsAsTheProgramDeserves()
{
    QFETCH(QString, language);
    QFETCH(QString, file);
    QFETCH(QString, verdict);
    const JudgeOutcome outcome = m_fixture.judge(m_fixture.sumJob(language, programText(file)));
    const QString said =
        u"%1: %2%3 in %4 ms, %5 KiB"_s.arg(nameOf(outcome.verdict), outcome.message, outcome.compileOutput)
            .arg(outcome.time.count())
            .arg(outcome.memoryKib);
    qInfo("%s", qPrintable(said.simplified()));
    QCOMPARE(nameOf(outcome.verdict), verdict);
}

void TestLanguages::compilerSaysWhatIsWrong_data()
{
    QTest::addColumn<QString>("language");
    for (const Language &language : m_fixture.languages())
        QTest::addRow("%s", qPrintable(language.id)) << language.id;
}

void TestLanguages::compilerSaysWhatIsWrong()
{
    QFETCH(QString, language);
    const auto found = std::find_if(m_fixture.languages().begin(), m_fixture.languages().end(),
                                    [&](const Language &one) { return one.id == language; });
    const QString file = u"programs/%1/broken.%2"_s.arg(language, found->source.section(u'.', -1));
    const JudgeOutcome outcome = m_fixture.judge(m_fixture.sumJob(language, programText(file)));
    QVERIFY2(outcome.compileOutput.contains(found->source), qPrintable(outcome.compileOutput));
    QVERIFY(outcome.tests.isEmpty());
}

void TestLanguages::runReturnsOutputOfEveryTest()
{
    JudgeJob job = m_fixture.sumJob(u"c"_s, programText(u"programs/c/wrong.c"_s));
    job.kind = JudgeKind::Run;
    job.tests.append({u"two"_s, m_fixture.blob("1\n5\n"), m_fixture.blob("-5\n"), {}});
    const JudgeOutcome outcome = m_fixture.judge(job);
    QCOMPARE(outcome.verdict, Verdict::WrongAnswer);
    QCOMPARE(outcome.tests.size(), 2);
    QCOMPARE(outcome.tests[0].output.value_or(QString()), u"-6\n"_s);
    QCOMPARE(outcome.tests[1].verdict, Verdict::Accepted);
}

void TestLanguages::judgingStopsAtTheFirstFailedTest()
{
    JudgeJob job = m_fixture.sumJob(u"c"_s, programText(u"programs/c/wrong.c"_s));
    job.tests.append(job.tests.first());
    const JudgeOutcome outcome = m_fixture.judge(job);
    QCOMPARE(outcome.tests.size(), 1);
    QVERIFY(!outcome.tests.first().output.has_value());
}

void TestLanguages::judgingGoesOnWhenAskedTo()
{
    JudgeJob job = m_fixture.sumJob(u"c"_s, programText(u"programs/c/wrong.c"_s));
    job.tests.append({u"zero"_s, m_fixture.blob("0\n"), m_fixture.blob("0\n"), {}});
    job.allTests = true;
    const JudgeOutcome outcome = m_fixture.judge(job);
    QCOMPARE(outcome.tests.size(), 2);
    QCOMPARE(outcome.tests[1].verdict, Verdict::Accepted);
    QCOMPARE(outcome.verdict, Verdict::WrongAnswer);
}

void TestLanguages::ownInputNeedsNoAnswer()
{
    JudgeJob job = m_fixture.sumJob(u"c"_s, programText(u"programs/c/right.c"_s));
    job.kind = JudgeKind::Run;
    job.tests = {{u"own"_s, {}, {}, u"2 20 22"_s}};
    const JudgeOutcome outcome = m_fixture.judge(job);
    QCOMPARE(outcome.verdict, Verdict::Accepted);
    QCOMPARE(outcome.tests.first().output.value_or(QString()), u"42\n"_s);
}

void TestLanguages::missingTestIsAJudgeError()
{
    JudgeJob job = m_fixture.sumJob(u"c"_s, programText(u"programs/c/right.c"_s));
    job.tests.first().answerSha = QString(64, u'0');
    const JudgeOutcome outcome = m_fixture.judge(job);
    QCOMPARE(outcome.verdict, Verdict::JudgeError);
    QVERIFY(outcome.message.contains("one"_L1));
}

void TestLanguages::unknownLanguageIsAJudgeError()
{
    const JudgeOutcome outcome = m_fixture.judge(m_fixture.sumJob(u"cobol"_s, u""_s));
    QCOMPARE(outcome.verdict, Verdict::JudgeError);
    QVERIFY(outcome.message.contains("cobol"_L1));
}

void TestLanguages::noTestsAreAJudgeError()
{
    JudgeJob job = m_fixture.sumJob(u"c"_s, programText(u"programs/c/right.c"_s));
    job.tests.clear();
    QCOMPARE(m_fixture.judge(job).verdict, Verdict::JudgeError);
}

void TestLanguages::customCheckerDecides_data()
{
    QTest::addColumn<QString>("checker");
    QTest::addColumn<QString>("verdict");
    const QString refuseAll = u"import sys\nsys.exit(43)\n"_s;
    const QString positive =
        u"import sys\nanswer = open(sys.argv[2]).read()\nopen(sys.argv[3] + 'note', 'w').write('seen')\n"
        "sys.exit(42 if sys.stdin.read() == answer and sys.argv[4] == 'strict' else 43)\n"_s;
    QTest::newRow("accepts") << positive << u"AC"_s;
    QTest::newRow("refuses") << refuseAll << u"WA"_s;
    QTest::newRow("fails") << u"raise SystemExit(1)\n"_s << u"JE"_s;
    QTest::newRow("does not compile") << u"def (\n"_s << u"JE"_s;
}

void TestLanguages::customCheckerDecides()
{
    QFETCH(QString, checker);
    JudgeJob job = m_fixture.sumJob(u"c"_s, programText(u"programs/c/right.c"_s));
    job.validator = JudgeValidator {u"python"_s, checker};
    job.validatorFlags = u"strict"_s;
    QTEST(nameOf(m_fixture.judge(job).verdict), "verdict");
}

QTEST_GUILESS_MAIN(TestLanguages)
#include "test_languages.moc"
