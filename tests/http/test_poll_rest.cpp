#include "server/http/PollRest.h"

#include <QAbstractEventDispatcher>
#include <QElapsedTimer>
#include <QTest>
#include <QThread>

#include <atomic>

using namespace Marathon;
using namespace std::chrono_literals;

/// An event loop with very many sockets asks the kernel less often, and loses nothing by it.
class TestPollRest : public QObject
{
    Q_OBJECT

private slots:
    void withVeryManySocketsTheLoopAsksAtMostEveryTenMilliseconds()
    {
        const Busy busy = keepBusy(5'000, 500ms);
        QCOMPARE(busy.handled, busy.posted);
        QVERIFY2(busy.handled > 0, "nothing was posted");
        // Each rest lasts 10 ms at least, on a slow machine longer; the loop ends with one more.
        QVERIFY2(busy.asked <= busy.lastedMs / 10 + 2, qPrintable(QString::number(busy.asked)));
    }

    void withFewSocketsNothingIsHeldBack()
    {
        const Busy busy = keepBusy(300, 200ms);
        QCOMPARE(busy.handled, busy.posted);
        QVERIFY2(busy.handled > 0, "nothing was posted");
    }

private:
    struct Busy
    {
        qint64 posted = 0;
        qint64 handled = 0;
        qint64 asked = 0; ///< how often the loop was about to wait for the kernel
        qint64 lastedMs = 0;
    };

    /// A loop on a thread of its own, to which something is posted all the time.
    static Busy keepBusy(qsizetype sockets, std::chrono::milliseconds span)
    {
        QThread thread;
        thread.start();
        std::atomic<qint64> handled = 0;
        std::atomic<qint64> asked = 0;
        auto *counter = new QObject;
        counter->moveToThread(&thread);
        QMetaObject::invokeMethod(
            counter,
            [&] {
                new PollRest([sockets] { return sockets; }, counter);
                connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, counter,
                        [&asked] { ++asked; });
            },
            Qt::BlockingQueuedConnection);
        asked = 0;
        QElapsedTimer timer;
        timer.start();
        Busy busy;
        while (!timer.hasExpired(span.count())) {
            QMetaObject::invokeMethod(
                counter, [&handled] { ++handled; }, Qt::QueuedConnection);
            ++busy.posted;
            QThread::usleep(50);
        }
        QMetaObject::invokeMethod(
            counter,
            [&] {
                busy.handled = handled;
                busy.asked = asked;
                busy.lastedMs = timer.elapsed();
                delete counter;
            },
            Qt::BlockingQueuedConnection);
        thread.quit();
        thread.wait();
        return busy;
    }
};

QTEST_GUILESS_MAIN(TestPollRest)
#include "test_poll_rest.moc"
