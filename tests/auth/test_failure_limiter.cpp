#include "server/auth/FailureLimiter.h"
#include "tests/support/FakeClock.h"

#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

class TestFailureLimiter : public QObject
{
    Q_OBJECT

private slots:
    void failuresOfOnePairDelayOnlyThisPair();
    void theWindowSlides();
    void aHallBehindOneAddressMayMistypeAFewTimesEach();
    void manyAccountsFromOneAddressAreHeldUp();
    void aKnownBrowserIsExemptFromItsNeighboursOnly();
    void staffLetAnAccountTryAgain();
    void successesCostNothing();

private:
    void fail(FailureLimiter &limiter, const QString &account, const QString &address, int times)
    {
        for (int time = 0; time < times; ++time)
            limiter.fail(account, address, m_clock.now());
    }
    Duration wait(FailureLimiter &limiter, const QString &account, const QString &address, bool isKnown = false)
    {
        return limiter.waitFor(account, address, isKnown, m_clock.now());
    }

    FakeClock m_clock;
    const FailureLimits m_limits;
    const QString m_hall = u"192.0.2.1"_s;
    const QString m_elsewhere = u"198.51.100.7"_s;
};

void TestFailureLimiter::failuresOfOnePairDelayOnlyThisPair()
{
    FailureLimiter limiter;
    fail(limiter, u"P1"_s, m_hall, m_limits.perPair - 1);
    QCOMPARE(wait(limiter, u"P1"_s, m_hall), Duration(0));
    fail(limiter, u"P1"_s, m_hall, 1);
    QCOMPARE(wait(limiter, u"P1"_s, m_hall), m_limits.pairWindow);
    // Nobody can lock an account from elsewhere, and nobody is punished for a neighbour.
    QCOMPARE(wait(limiter, u"P1"_s, m_elsewhere), Duration(0));
    QCOMPARE(wait(limiter, u"P2"_s, m_hall), Duration(0));
}

void TestFailureLimiter::theWindowSlides()
{
    FailureLimiter limiter;
    fail(limiter, u"P1"_s, m_hall, 1);
    m_clock.advance(std::chrono::minutes(2));
    fail(limiter, u"P1"_s, m_hall, m_limits.perPair - 1);
    QCOMPARE(wait(limiter, u"P1"_s, m_hall), Duration(std::chrono::minutes(3)));
    m_clock.advance(std::chrono::minutes(3) - Duration(1));
    QCOMPARE(wait(limiter, u"P1"_s, m_hall), Duration(1));
    m_clock.advance(Duration(1));
    QCOMPARE(wait(limiter, u"P1"_s, m_hall), Duration(0));
    // One more, and the next of the old ones is waited for.
    fail(limiter, u"P1"_s, m_hall, 1);
    QCOMPARE(wait(limiter, u"P1"_s, m_hall), Duration(std::chrono::minutes(2)));
}

void TestFailureLimiter::aHallBehindOneAddressMayMistypeAFewTimesEach()
{
    FailureLimiter limiter;
    for (int number = 0; number < 500; ++number)
        limiter.fail(u"P%1"_s.arg(number), m_hall, m_clock.now());
    QCOMPARE(wait(limiter, u"P500"_s, m_hall), Duration(0));
}

void TestFailureLimiter::manyAccountsFromOneAddressAreHeldUp()
{
    FailureLimiter limiter;
    for (int number = 0; number < m_limits.perAddress; ++number)
        limiter.fail(u"guess-%1"_s.arg(number), m_hall, m_clock.now());
    QCOMPARE(wait(limiter, u"P1"_s, m_hall), m_limits.addressWindow);
    QCOMPARE(wait(limiter, u"P1"_s, m_elsewhere), Duration(0));
    m_clock.advance(m_limits.addressWindow);
    QCOMPARE(wait(limiter, u"P1"_s, m_hall), Duration(0));
}

void TestFailureLimiter::aKnownBrowserIsExemptFromItsNeighboursOnly()
{
    FailureLimiter limiter;
    for (int number = 0; number < m_limits.perAddress; ++number)
        limiter.fail(u"guess-%1"_s.arg(number), m_hall, m_clock.now());
    QCOMPARE(wait(limiter, u"P1"_s, m_hall, true), Duration(0));
    fail(limiter, u"P1"_s, m_hall, m_limits.perPair);
    QCOMPARE(wait(limiter, u"P1"_s, m_hall, true), m_limits.pairWindow);
}

void TestFailureLimiter::staffLetAnAccountTryAgain()
{
    FailureLimiter limiter;
    fail(limiter, u"P1"_s, m_hall, m_limits.perPair);
    fail(limiter, u"P1"_s, m_elsewhere, m_limits.perPair);
    fail(limiter, u"P2"_s, m_hall, m_limits.perPair);
    limiter.clear(u"P1"_s);
    QCOMPARE(wait(limiter, u"P1"_s, m_hall), Duration(0));
    QCOMPARE(wait(limiter, u"P1"_s, m_elsewhere), Duration(0));
    QVERIFY(wait(limiter, u"P2"_s, m_hall) > Duration(0));
}

void TestFailureLimiter::successesCostNothing()
{
    FailureLimiter limiter;
    for (int time = 0; time < 10'000; ++time)
        QCOMPARE(wait(limiter, u"P1"_s, m_hall), Duration(0));
}

QTEST_APPLESS_MAIN(TestFailureLimiter)
#include "test_failure_limiter.moc"
