#include "tests/http/FrontHarness.h"

#include <QFile>
#include <QTest>
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Marathon;
using namespace Marathon::FrontHarness;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Resident memory of this process in bytes.
qint64 residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE)
                                          : 0;
}

/// Closes without the usual farewell: the server sees a reset.
void reset(Client &client)
{
    const linger hard {1, 0};
    ::setsockopt(static_cast<int>(client.socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    client.socket.abort();
}

bool isServing(const Front &front)
{
    Client client(front.port());
    client.send(get("/hello", "Connection: close\r\n"));
    return client.read().status == 200;
}

} // namespace

/// What clients do to a server over time: leaving, never reading, taking every descriptor.
class TestFrontEndurance : public QObject
{
    Q_OBJECT

private slots:
    void clientsThatLeaveDuringTheirAnswerLeaveNothingBehind()
    {
        Front front;
        front.start();
        for (int round = 0; round < 20; ++round) {
            for (int index = 0; index < 25; ++index) {
                Client client(front.port());
                client.send(get("/hello") + get("/held"));
                QCOMPARE(client.read().status, 200); // Now /held is under way.
                reset(client);
            }
            Client other(front.port());
            other.send(get("/release"));
            QCOMPARE(other.read().status, 200);
        }
        QVERIFY(isServing(front));
        QTRY_COMPARE(front.front->figures().openConnections, 0);
    }

    void clientsThatLeaveBeforeAnotherThreadAnswersLeaveNothingBehind()
    {
        Front front;
        front.start();
        for (int index = 0; index < 500; ++index) {
            Client client(front.port());
            client.send(get("/elsewhere"));
            reset(client);
        }
        QVERIFY(isServing(front));
        QTRY_COMPARE(front.front->figures().openConnections, 0);
    }

    void aClientThatHasLeftCountsUntilItsAnswerIsThere()
    {
        Front front;
        front.start();
        Client client(front.port());
        client.send(get("/hello") + get("/held"));
        QCOMPARE(client.read().status, 200);
        reset(client);
        QVERIFY(isServing(front));
        Client other(front.port());
        other.send(get("/hello"));
        other.read();
        QTRY_COMPARE(front.front->figures().openConnections, 2);
        other.send(get("/release"));
        other.read();
        QTRY_COMPARE(front.front->figures().openConnections, 1);
    }

    void connectionsThatComeAndGoLeaveNothingBehind()
    {
        Front front;
        front.start();
        for (int index = 0; index < 3'000; ++index) {
            Client client(front.port());
            if (index % 3 == 1)
                client.send("GET /he");
            reset(client);
        }
        QVERIFY(isServing(front));
        QTRY_COMPARE(front.front->figures().openConnections, 0);
    }

    void answersThatAreNeverReadAreNotPiledUp()
    {
        Front front;
        front.start();
        QVERIFY(isServing(front));
        const qint64 before = residentBytes();
        Client client(front.port());
        client.send(get("/hello") + get("/large").repeated(400)); // 1.2 GB of answers.
        QCOMPARE(client.read().status, 200);
        for (int index = 0; index < 20; ++index)
            QVERIFY(isServing(front));
        QVERIFY2(front.front->figures().answersByClass[1] < 40, "the write gate let answers through");
        const qint64 grown = residentBytes() - before;
        QVERIFY2(grown < 64 * 1024 * 1024, qPrintable(QString::number(grown)));
    }

    void answersThatAreNeverReadCostTheConnectionItsPlace()
    {
        Front front;
        front.options.limits.idle = std::chrono::milliseconds(200);
        front.start();
        Client client(front.port());
        client.socket.setReadBufferSize(1024);
        client.send(get("/large").repeated(50));
        QTRY_COMPARE(front.front->figures().openConnections, 0);
    }

    void thePipelineGoesOnWhenAnswersAreRead()
    {
        Front front;
        front.start();
        Client client(front.port());
        client.send(get("/large").repeated(20) + get("/hello"));
        for (int index = 0; index < 20; ++index)
            QCOMPARE(client.read().body.size(), 3 * 1024 * 1024);
        QCOMPARE(client.read().body, "hello"_ba);
    }

    void oneClientsLongPipelineIsAnsweredToItsEnd()
    {
        Front front;
        front.start();
        Client client(front.port());
        client.send(get("/hello").repeated(1'000));
        for (int index = 0; index < 1'000; ++index)
            QCOMPARE(client.read().body, "hello"_ba);
    }

    void acceptingGoesOnAfterDescriptorsRanOut()
    {
        Front front;
        front.start();
        QVERIFY(isServing(front));
        QTRY_COMPARE(front.front->figures().openConnections, 0);

        // The clients' descriptors are taken first; then the server has only a few left.
        std::vector<int> clients;
        for (int index = 0; index < 60; ++index)
            clients.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
        rlimit usual {};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &usual), 0);
        rlimit low = usual;
        low.rlim_cur = static_cast<rlim_t>(clients.back() + 10);
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &low), 0);
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_port = htons(front.port());
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        for (const int client : clients)
            ::connect(client, reinterpret_cast<const sockaddr *>(&address), sizeof address);
        QTRY_VERIFY(front.front->figures().failedAccepts > 0);

        // The pause keeps it from spinning: a few attempts, not thousands.
        QTRY_VERIFY(front.front->figures().failedAccepts > 2);
        QVERIFY(front.front->figures().failedAccepts < 100);
        for (const int client : clients)
            ::close(client);
        QTRY_COMPARE(front.front->figures().openConnections, 0);
        QVERIFY(isServing(front)); // Still under the low limit.
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &usual), 0);
    }
};

QTEST_GUILESS_MAIN(TestFrontEndurance)
#include "test_front_endurance.moc"
