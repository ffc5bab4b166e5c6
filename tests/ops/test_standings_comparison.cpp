#include "server/ops/StandingsComparison.h"
#include "tests/ops/BackupBench.h"

#include <QTest>

using namespace Marathon;

class TestStandingsComparison : public QObject
{
    Q_OBJECT

private slots:
    void theSameLedgerGivesTheSameStandings()
    {
        BackupBench bench;
        const auto first = bench.open(u"first.db"_s);
        const auto second = bench.open(u"second.db"_s);
        BackupBench::fill(*first);
        BackupBench::fill(*second);
        const StandingsComparison compared = required(compareStandings(*first, *second));
        QCOMPARE(compared.differences, QStringList());
        QCOMPARE(compared.differenceCount, 0);
        QCOMPARE(compared.participants, 6);
        QCOMPARE(compared.entries, required(first->head()).seq);
    }

    void aLongerLedgerIsComparedAsFarAsTheOtherGoes()
    {
        BackupBench bench;
        const auto first = bench.open(u"first.db"_s);
        const auto second = bench.open(u"second.db"_s);
        BackupBench::fill(*first);
        BackupBench::fill(*second);
        const qint64 entries = required(first->head()).seq;
        BackupBench::addIncidents(*second, 40);
        const StandingsComparison compared = required(compareStandings(*first, *second));
        QCOMPARE(compared.differences, QStringList());
        QCOMPARE(compared.entries, entries);
    }

    void anotherVerdictIsNamed()
    {
        BackupBench bench;
        const auto first = bench.open(u"first.db"_s);
        const auto second = bench.open(u"second.db"_s);
        BackupBench::fill(*first);
        BackupBench::fill(*second, Verdict::WrongAnswer);
        const StandingsComparison compared = required(compareStandings(*first, *second));
        QVERIFY(compared.differenceCount > 0);
        const QString said = compared.differences.join(u'\n');
        QVERIFY2(said.contains("Overall, P1: rank 1 with 20 points"_L1), qPrintable(said));
        QVERIFY2(said.contains("Round 1, P1"_L1), qPrintable(said));
        QVERIFY2(said.contains("What the ledger says of P1 differs."_L1), qPrintable(said));
        QVERIFY2(!said.contains("P5 differs"_L1), qPrintable(said));
    }

    void nothingToCompareIsSaidToBe()
    {
        BackupBench bench;
        const auto first = bench.open(u"first.db"_s);
        const auto second = bench.open(u"second.db"_s);
        BackupBench::fill(*first);
        QCOMPARE(compareStandings(*first, *second).error().kind, ErrorKind::NotFound);
        required(second->createContest(ContestId(u"other"_s), u"Other"_s, Instant {}));
        const Result<StandingsComparison> compared = compareStandings(*first, *second);
        QVERIFY(!compared.isOk());
        QCOMPARE(compared.error().kind, ErrorKind::Conflict);
        QVERIFY2(compared.error().message.contains("other"_L1), qPrintable(compared.error().message));
    }
};

QTEST_GUILESS_MAIN(TestStandingsComparison)
#include "test_standings_comparison.moc"
