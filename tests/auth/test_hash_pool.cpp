#include "server/auth/HashPool.h"

#include <QTest>

using namespace Marathon;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(Marathon::PasswordCheck)

/// Passwords are checked on threads of their own, and never for somebody who has gone.
class TestHashPool : public QObject
{
    Q_OBJECT

private slots:
    void onlyTheRightPasswordMatches_data()
    {
        QTest::addColumn<QString>("hash");
        QTest::addColumn<PasswordCheck>("check");
        QTest::newRow("right") << *hashPassword("right") << PasswordCheck::Matches;
        QTest::newRow("wrong") << *hashPassword("other") << PasswordCheck::Differs;
        QTest::newRow("unknown account") << QString() << PasswordCheck::Differs;
    }
    void onlyTheRightPasswordMatches()
    {
        QFETCH(const QString, hash);
        HashPool pool(1);
        QTEST(ask(pool, hash), "check");
    }

    void whoeverWaitedTooLongIsSentBackUnchecked()
    {
        HashPool pool(1, 2000, 0ms);
        QCOMPARE(ask(pool, *hashPassword("right")), PasswordCheck::NotChecked);
    }

    void whenMoreComeThanCanBeCheckedSomeStillGetIn()
    {
        constexpr int asked = 150; // over three seconds of work for one thread
        const QString hash = *hashPassword("right");
        HashPool pool(1, 2000, 1s);
        QMap<PasswordCheck, int> seen;
        for (int index = 0; index < asked; ++index)
            QVERIFY(pool.verify(hash, "right", this, [&seen](PasswordCheck check) { ++seen[check]; }));
        QTRY_COMPARE_WITH_TIMEOUT(pool.waiting(), 0, 60'000);
        QTRY_COMPARE(seen[PasswordCheck::Matches] + seen[PasswordCheck::NotChecked], asked);
        QVERIFY(seen[PasswordCheck::Matches] > 0);
        QVERIFY(seen[PasswordCheck::NotChecked] > 0);
        QCOMPARE(ask(pool, hash), PasswordCheck::Matches);
    }

    void aFullPoolRefusesAtOnce()
    {
        HashPool pool(1, 1);
        const QString hash = *hashPassword("right");
        int answered = 0;
        QVERIFY(pool.verify(hash, "right", this, [&answered](PasswordCheck) { ++answered; }));
        QVERIFY(!pool.verify(hash, "right", this, [](PasswordCheck) { QFAIL("a refused check was made"); }));
        QTRY_COMPARE(answered, 1);
    }

private:
    PasswordCheck ask(HashPool &pool, const QString &hash)
    {
        std::optional<PasswordCheck> got;
        if (!pool.verify(hash, "right", this, [&got](PasswordCheck check) { got = check; }))
            qFatal("the pool refused");
        while (!got)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
        return *got;
    }
};

QTEST_GUILESS_MAIN(TestHashPool)
#include "test_hash_pool.moc"
