#include "server/import/ContestFolder.h"

#include <QTest>

using namespace Marathon;

namespace {

const QString folder = QStringLiteral(MARATHON_SOURCE_DIR "/resources/samples/debug-marathon");

} // namespace

/// What the sample contest promises to organisers who copy it.
class TestSampleContest : public QObject
{
    Q_OBJECT

private:
    ContestDefinition m_contest;

private slots:
    void initTestCase();
    void fiveLevelsWithTheirLanguages();
    void everyProblemIsComplete_data();
    void everyProblemIsComplete();
};

void TestSampleContest::initTestCase()
{
    const Result<ContestDefinition> contest = readContestFolder(folder);
    if (!contest) {
        for (const FieldError &fault : contest.error().fields)
            qWarning("%s: %s", qPrintable(fault.field), qPrintable(fault.detail));
        QFAIL(qPrintable(contest.error().message));
    }
    m_contest = *contest;
}

void TestSampleContest::fiveLevelsWithTheirLanguages()
{
    QCOMPARE(m_contest.id, u"debug-marathon"_s);
    QCOMPARE(m_contest.policyPreset, u"Standard"_s);
    QList<QStringList> languages;
    for (const RoundDefinition &round : m_contest.rounds) {
        QVERIFY(round.problems.size() >= 2);
        languages.append(round.languages);
    }
    QCOMPARE(languages,
             (QList<QStringList> {{u"c"_s}, {u"c"_s}, {u"python"_s}, {u"java"_s}, {u"cpp"_s, u"javascript"_s}}));
}

void TestSampleContest::everyProblemIsComplete_data()
{
    QTest::addColumn<int>("index");
    for (qsizetype index = 0; index < m_contest.problems.size(); ++index)
        QTest::newRow(qPrintable(m_contest.problems[index].id)) << static_cast<int>(index);
}

void TestSampleContest::everyProblemIsComplete()
{
    QFETCH(int, index);
    const ProblemPackage &problem = m_contest.problems[index];
    QCOMPARE(problem.samples.size(), 2);
    QVERIFY(problem.secrets.size() >= 5);
    QVERIFY(problem.points >= 10 && problem.points <= 50);
    QVERIFY(!problem.bug.isEmpty());
    QCOMPARE(problem.reference.keys(), problem.buggy.keys());
    for (const PackageSource &buggy : problem.buggy)
        QVERIFY(buggy.text != problem.reference.value(buggy.language).text);
}

QTEST_GUILESS_MAIN(TestSampleContest)
#include "test_sample_contest.moc"
