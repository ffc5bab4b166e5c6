#include "tests/judging/JobBuilders.h"
#include "tests/support/FakeClock.h"

#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

class TestJobQueue : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void oldestJobGoesFirst();
    void higherPriorityGoesFirst();
    void runsAndJudgingAreTakenInTurns();
    void aWorkerGetsNoMoreJobsThanSlots();
    void onlyAWorkerWithTheLanguageGetsTheJob();
    void aDrainingWorkerGetsNothing();
    void aNewerRunReplacesOneThatWaits();
    void runsOfOthersAreNotReplaced();
    void aParticipantHasOneRunInFlight();
    void submissionsOfOneParticipantDoNotWaitForEachOther();
    void aResultCountsOnce();
    void aResultOfAnotherWorkerDoesNotCount();
    void aLostWorkersJobKeepsItsPlace();
    void anOldAttemptDoesNotCount();
    void twoLostWorkersAreAJudgeError();
    void aJudgeErrorIsTriedOnceMore();
    void aLeaseEndsExactlyWhenItIsOver();
    void aHeartbeatExtendsOnlyTheJobsItNames();
    void equalJobsAreJudgedOnce_data();
    void equalJobsAreJudgedOnce();
    void aKnownResultIsGivenAtOnce();
    void aJudgeErrorIsNotRemembered();
    void aRunIsNotAnsweredByASubmission();
    void cancelledJobsAreNotTaken();
    void cancellingInFlightNamesTheWorker();
    void cancellingOneOfTwoEqualJobsLeavesTheOther();
    void statusCountsAndAges();

private:
    FakeClock m_clock;
    std::unique_ptr<JobQueue> m_queue;
};

void TestJobQueue::init()
{
    m_queue = std::make_unique<JobQueue>(m_clock, JobQueue::Settings {lease, 2, 16});
}

void TestJobQueue::oldestJobGoesFirst()
{
    m_queue->addWorker(first, worker(2));
    m_queue->submit(judging(u"a"_s));
    m_queue->submit(judging(u"b"_s));
    QCOMPARE(m_queue->take(first)->jobId, u"a"_s);
    QCOMPARE(m_queue->take(first)->jobId, u"b"_s);
}

void TestJobQueue::higherPriorityGoesFirst()
{
    m_queue->addWorker(first, worker(2));
    m_queue->submit(judging(u"rejudge"_s, u"c"_s, -1));
    m_queue->submit(judging(u"live"_s));
    QCOMPARE(m_queue->take(first)->jobId, u"live"_s);
}

void TestJobQueue::runsAndJudgingAreTakenInTurns()
{
    m_queue->addWorker(first, worker(6));
    for (int number = 0; number < 3; ++number)
        m_queue->submit(run(u"run%1"_s.arg(number), u"p%1"_s.arg(number)));
    for (int number = 0; number < 3; ++number)
        m_queue->submit(judging(u"judge%1"_s.arg(number)));
    QStringList order;
    while (const auto job = m_queue->take(first))
        order.append(job->jobId);
    QCOMPARE(order, QStringList({u"judge0"_s, u"run0"_s, u"judge1"_s, u"run1"_s, u"judge2"_s, u"run2"_s}));
}

void TestJobQueue::aWorkerGetsNoMoreJobsThanSlots()
{
    m_queue->addWorker(first, worker(1));
    m_queue->submit(judging(u"a"_s));
    m_queue->submit(judging(u"b"_s));
    const auto taken = m_queue->take(first);
    QVERIFY(!m_queue->take(first));
    m_queue->finish(first, attemptOf(taken), outcome(Verdict::Accepted));
    QCOMPARE(m_queue->take(first)->jobId, u"b"_s);
}

void TestJobQueue::onlyAWorkerWithTheLanguageGetsTheJob()
{
    m_queue->addWorker(first, worker(1, {u"c"_s}));
    m_queue->addWorker(second, worker(1, {u"java"_s}));
    m_queue->submit(judging(u"a"_s, u"java"_s));
    QVERIFY(!m_queue->take(first));
    QCOMPARE(m_queue->take(second)->jobId, u"a"_s);
}

void TestJobQueue::aDrainingWorkerGetsNothing()
{
    m_queue->addWorker(first, worker(1));
    m_queue->drainWorker(first);
    m_queue->submit(judging(u"a"_s));
    QVERIFY(!m_queue->take(first));
}

void TestJobQueue::aNewerRunReplacesOneThatWaits()
{
    m_queue->submit(run(u"old"_s, u"p"_s));
    QCOMPARE(m_queue->submit(run(u"new"_s, u"p"_s)).replaced, QStringList {u"old"_s});
    m_queue->addWorker(first, worker(2));
    QCOMPARE(m_queue->take(first)->jobId, u"new"_s);
    QVERIFY(!m_queue->take(first));
}

void TestJobQueue::runsOfOthersAreNotReplaced()
{
    m_queue->submit(run(u"one"_s, u"p"_s));
    QVERIFY(m_queue->submit(run(u"other"_s, u"q"_s)).replaced.isEmpty());
    QCOMPARE(m_queue->status().queuedRuns, 2);
}

void TestJobQueue::aParticipantHasOneRunInFlight()
{
    m_queue->addWorker(first, worker(3));
    m_queue->submit(run(u"flying"_s, u"p"_s));
    const auto flying = m_queue->take(first);
    QVERIFY(m_queue->submit(run(u"next"_s, u"p"_s)).replaced.isEmpty());
    m_queue->submit(run(u"other"_s, u"q"_s));
    QCOMPARE(m_queue->take(first)->jobId, u"other"_s);
    QVERIFY(!m_queue->take(first));
    m_queue->finish(first, attemptOf(flying), outcome(Verdict::Accepted));
    QCOMPARE(m_queue->take(first)->jobId, u"next"_s);
}

void TestJobQueue::submissionsOfOneParticipantDoNotWaitForEachOther()
{
    m_queue->addWorker(first, worker(2));
    QueuedJob one = judging(u"one"_s), two = judging(u"two"_s);
    one.owner = two.owner = u"p"_s;
    m_queue->submit(one);
    QVERIFY(m_queue->submit(two).replaced.isEmpty());
    QVERIFY(m_queue->take(first).has_value());
    QVERIFY(m_queue->take(first).has_value());
}

void TestJobQueue::aResultCountsOnce()
{
    m_queue->addWorker(first, worker(1));
    m_queue->submit(judging(u"a"_s));
    const auto taken = m_queue->take(first);
    const QList<FinishedJob> finished = m_queue->finish(first, attemptOf(taken), outcome(Verdict::WrongAnswer));
    QCOMPARE(idsOf(finished), QStringList {u"a"_s});
    QCOMPARE(finished.first().outcome.verdict, Verdict::WrongAnswer);
    QVERIFY(m_queue->finish(first, attemptOf(taken), outcome(Verdict::Accepted)).isEmpty());
}

void TestJobQueue::aResultOfAnotherWorkerDoesNotCount()
{
    m_queue->addWorker(first, worker(1));
    m_queue->addWorker(second, worker(1));
    m_queue->submit(judging(u"a"_s));
    const auto taken = m_queue->take(first);
    QVERIFY(m_queue->finish(second, attemptOf(taken), outcome(Verdict::Accepted)).isEmpty());
    QCOMPARE(m_queue->status().running, 1);
}

void TestJobQueue::aLostWorkersJobKeepsItsPlace()
{
    m_queue->addWorker(first, worker(1));
    m_queue->submit(judging(u"a"_s));
    m_queue->submit(judging(u"b"_s));
    m_queue->take(first);
    QVERIFY(m_queue->removeWorker(first).isEmpty());
    m_queue->addWorker(second, worker(1));
    const auto again = m_queue->take(second);
    QCOMPARE(again->jobId, u"a"_s);
    QCOMPARE(again->attempt, 2);
}

void TestJobQueue::anOldAttemptDoesNotCount()
{
    m_queue->addWorker(first, worker(1));
    m_queue->submit(judging(u"a"_s));
    const auto old = m_queue->take(first);
    m_clock.advance(lease);
    m_queue->expire();
    const auto again = m_queue->take(first);
    QCOMPARE(again->attempt, 2);
    QVERIFY(m_queue->idsOf(first, attemptOf(old)).isEmpty());
    QVERIFY(m_queue->finish(first, attemptOf(old), outcome(Verdict::WrongAnswer)).isEmpty());
    QCOMPARE(m_queue->finish(first, attemptOf(again), outcome(Verdict::Accepted)).size(), 1);
}

void TestJobQueue::twoLostWorkersAreAJudgeError()
{
    m_queue->submit(judging(u"killer"_s));
    m_queue->addWorker(first, worker(1));
    m_queue->take(first);
    QVERIFY(m_queue->removeWorker(first).isEmpty());
    m_queue->addWorker(second, worker(1));
    m_queue->take(second);
    const QList<FinishedJob> finished = m_queue->removeWorker(second);
    QCOMPARE(idsOf(finished), QStringList {u"killer"_s});
    QCOMPARE(finished.first().outcome.verdict, Verdict::JudgeError);
    QVERIFY(!finished.first().outcome.message.isEmpty());
    QCOMPARE(m_queue->status().queue, 0);
}

void TestJobQueue::aJudgeErrorIsTriedOnceMore()
{
    m_queue->addWorker(first, worker(1));
    m_queue->submit(judging(u"a"_s));
    QVERIFY(m_queue->finish(first, attemptOf(m_queue->take(first)), outcome(Verdict::JudgeError)).isEmpty());
    JudgeOutcome failed = outcome(Verdict::JudgeError);
    failed.message = u"no bubblewrap"_s;
    const QList<FinishedJob> finished = m_queue->finish(first, attemptOf(m_queue->take(first)), failed);
    QCOMPARE(finished.size(), 1);
    QCOMPARE(finished.first().outcome.message, u"no bubblewrap"_s);
}

void TestJobQueue::aLeaseEndsExactlyWhenItIsOver()
{
    m_queue->addWorker(first, worker(1));
    m_queue->submit(judging(u"a"_s));
    m_queue->take(first);
    m_clock.advance(lease - Duration(1));
    m_queue->expire();
    QCOMPARE(m_queue->status().running, 1);
    m_clock.advance(Duration(1));
    m_queue->expire();
    QCOMPARE(m_queue->status().running, 0);
    QCOMPARE(m_queue->status().queue, 1);
}

void TestJobQueue::aHeartbeatExtendsOnlyTheJobsItNames()
{
    m_queue->addWorker(first, worker(2));
    m_queue->submit(judging(u"kept"_s));
    m_queue->submit(judging(u"forgotten"_s));
    const auto kept = m_queue->take(first);
    m_queue->take(first);
    m_clock.advance(lease / 2);
    m_queue->extend(first, {attemptOf(kept)});
    m_clock.advance(lease / 2);
    m_queue->expire();
    QCOMPARE(m_queue->idsOf(first, attemptOf(kept)), QStringList {u"kept"_s});
    QCOMPARE(m_queue->take(first)->jobId, u"forgotten"_s);
}

void TestJobQueue::equalJobsAreJudgedOnce_data()
{
    QTest::addColumn<bool>("inFlight");
    QTest::newRow("while the first waits") << false;
    QTest::newRow("while the first is judged") << true;
}

void TestJobQueue::equalJobsAreJudgedOnce()
{
    QFETCH(bool, inFlight);
    m_queue->addWorker(first, worker(2));
    m_queue->submit(judging(u"a"_s, u"c"_s, 0, u"same"_s));
    auto taken = inFlight ? m_queue->take(first) : std::nullopt;
    QVERIFY(!m_queue->submit(judging(u"b"_s, u"c"_s, 0, u"same"_s)).known);
    if (!inFlight)
        taken = m_queue->take(first);
    QVERIFY(!m_queue->take(first));
    QCOMPARE(idsOf(m_queue->finish(first, attemptOf(taken), outcome(Verdict::Accepted))),
             QStringList({u"a"_s, u"b"_s}));
}

void TestJobQueue::aKnownResultIsGivenAtOnce()
{
    m_queue->addWorker(first, worker(1));
    m_queue->submit(judging(u"a"_s, u"c"_s, 0, u"same"_s));
    m_queue->finish(first, attemptOf(m_queue->take(first)), outcome(Verdict::WrongAnswer));
    const auto known = m_queue->submit(judging(u"b"_s, u"c"_s, 0, u"same"_s)).known;
    QVERIFY(known.has_value());
    QCOMPARE(known->verdict, Verdict::WrongAnswer);
    QVERIFY(!m_queue->submit(judging(u"c"_s, u"c"_s, 0, u"other"_s)).known);
}

void TestJobQueue::aJudgeErrorIsNotRemembered()
{
    m_queue->addWorker(first, worker(1));
    m_queue->submit(judging(u"a"_s, u"c"_s, 0, u"same"_s));
    for (int attempt = 0; attempt < 2; ++attempt)
        m_queue->finish(first, attemptOf(m_queue->take(first)), outcome(Verdict::JudgeError));
    QVERIFY(!m_queue->submit(judging(u"b"_s, u"c"_s, 0, u"same"_s)).known);
}

void TestJobQueue::aRunIsNotAnsweredByASubmission()
{
    m_queue->addWorker(first, worker(1));
    m_queue->submit(judging(u"a"_s, u"c"_s, 0, u"same"_s));
    m_queue->finish(first, attemptOf(m_queue->take(first)), outcome(Verdict::Accepted));
    QVERIFY(!m_queue->submit(run(u"run"_s, u"p"_s, u"same"_s)).known);
}

void TestJobQueue::cancelledJobsAreNotTaken()
{
    m_queue->addWorker(first, worker(1));
    m_queue->submit(judging(u"a"_s));
    QVERIFY(!m_queue->cancel(u"a"_s));
    QVERIFY(!m_queue->take(first));
}

void TestJobQueue::cancellingInFlightNamesTheWorker()
{
    m_queue->addWorker(first, worker(1));
    m_queue->submit(judging(u"a"_s));
    const auto taken = m_queue->take(first);
    const auto abandoned = m_queue->cancel(u"a"_s);
    QVERIFY(abandoned.has_value());
    QCOMPARE(abandoned->worker, first);
    QCOMPARE(abandoned->job, attemptOf(taken));
    QVERIFY(m_queue->finish(first, attemptOf(taken), outcome(Verdict::Accepted)).isEmpty());
    m_queue->submit(judging(u"b"_s));
    QVERIFY2(m_queue->take(first).has_value(), "the slot is free again");
}

void TestJobQueue::cancellingOneOfTwoEqualJobsLeavesTheOther()
{
    m_queue->addWorker(first, worker(1));
    m_queue->submit(judging(u"a"_s, u"c"_s, 0, u"same"_s));
    const auto taken = m_queue->take(first);
    m_queue->submit(judging(u"b"_s, u"c"_s, 0, u"same"_s));
    QVERIFY(!m_queue->cancel(u"a"_s));
    QCOMPARE(idsOf(m_queue->finish(first, attemptOf(taken), outcome(Verdict::Accepted))), QStringList {u"b"_s});
}

void TestJobQueue::statusCountsAndAges()
{
    m_queue->addWorker(first, worker(1));
    m_queue->submit(judging(u"a"_s));
    m_queue->take(first);
    m_queue->submit(judging(u"b"_s));
    m_clock.advance(std::chrono::seconds(3));
    m_queue->submit(judging(u"c"_s, u"cobol"_s));
    m_queue->submit(run(u"run"_s, u"p"_s));
    const JudgingStatus status = m_queue->status();
    QCOMPARE(status.workers.size(), 1);
    QCOMPARE(status.workers.first().busy, 1);
    QCOMPARE(status.slotCount, 1);
    QCOMPARE(status.running, 1);
    QCOMPARE(status.queue, 3);
    QCOMPARE(status.queuedRuns, 1);
    QCOMPARE(status.unroutable, 1);
    QCOMPARE(status.oldestAge, Duration(3000));
}

QTEST_APPLESS_MAIN(TestJobQueue)
#include "test_job_queue.moc"
