#include "tests/http/FrontHarness.h"

#include <QSignalSpy>
#include <QTest>
#include <QWebSocket>
#include <QtEndian>

using namespace Marathon;
using namespace Marathon::FrontHarness;
using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray
upgrade(const QByteArray &path, const QByteArray &fields = {},
        const QByteArray &keyFields = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
{
    return get(path, "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n" + keyFields + fields);
}

const QByteArray goodCookie = "Cookie: token=good\r\n";

/// A client's frame (RFC 6455, section 5.2) with a mask of zeros.
QByteArray frame(char opcode, const QByteArray &payload, quint64 claimedSize)
{
    QByteArray bytes;
    bytes.append(static_cast<char>(0x80 | opcode));
    if (claimedSize < 126) { // A longer form than needed would be an error of its own.
        bytes.append(static_cast<char>(0x80 | claimedSize));
    } else {
        bytes.append(static_cast<char>(0x80 | 127));
        bytes.append(8, '\0');
        qToBigEndian<quint64>(claimedSize, bytes.data() + 2);
    }
    return bytes + QByteArray(4, '\0') + payload;
}

/// The next frame of the server whose payload is shorter than 126 bytes: opcode and payload.
std::pair<int, QByteArray> readFrame(Client &client)
{
    const QByteArray head = client.readBytes(2);
    return head.size() < 2 ? std::pair(-1, QByteArray()) : std::pair(head[0] & 0x0f, client.readBytes(head[1] & 0x7f));
}

int closeCode(const std::pair<int, QByteArray> &frame)
{
    return frame.first == 8 && frame.second.size() >= 2 ? qFromBigEndian<quint16>(frame.second.constData()) : 0;
}

} // namespace

class TestFrontWebSocket : public QObject
{
    Q_OBJECT

private slots:
    void anUpgradeIsRefusedBeforeItIsAnswered_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::newRow("no session") << upgrade("/ws") << 401;
        QTest::newRow("another site's page")
            << upgrade("/ws", goodCookie + "Origin: https://elsewhere.example\r\n") << 403;
        QTest::newRow("unknown path") << upgrade("/nowhere", goodCookie) << 404;
        QTest::newRow("a path for plain requests") << upgrade("/hello", goodCookie) << 404;
        QTest::newRow("a plain request") << get("/ws", goodCookie) << 426;
        QTest::newRow("an old version")
            << upgrade("/ws", goodCookie, "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
            << 426;
        QTest::newRow("no key") << upgrade("/ws", goodCookie, "Sec-WebSocket-Version: 13\r\n") << 400;
        QTest::newRow("a short key") << upgrade("/ws", goodCookie,
                                                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: YWJj\r\n")
                                     << 400;
        QTest::newRow("two keys") << upgrade("/ws", goodCookie + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
                                  << 400;
        QTest::newRow("a body") << upgrade("/ws", goodCookie + "Content-Length: 3\r\n") + "abc" << 400;
        QTest::newRow("a frame before the answer") << upgrade("/ws", goodCookie) + frame(1, "early", 5) << 400;
        QTest::newRow("without Host") << "GET /ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"_ba
                                      << 400;
    }

    void anUpgradeIsRefusedBeforeItIsAnswered()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        Front front;
        front.start();
        Client client(front.port());
        client.send(bytes);
        QCOMPARE(client.read().status, status);
        QCOMPARE(front.openSockets.load(), 0);
        QCOMPARE(front.front->figures().openWebSockets, 0);
    }

    void anAcceptedSocketTalksToItsHandler()
    {
        Front front;
        front.start();
        QWebSocket socket;
        QSignalSpy received(&socket, &QWebSocket::textMessageReceived);
        QSignalSpy gone(&socket, &QWebSocket::disconnected);
        QNetworkRequest request(QUrl(u"ws://127.0.0.1:%1/ws"_s.arg(front.port())));
        request.setRawHeader("Cookie", "token=good");
        socket.open(request);
        QVERIFY(received.wait());
        QCOMPARE(received.takeFirst().first().toString(), u"welcome to /ws"_s);
        const QString large(200 * 1024, u'x');
        socket.sendTextMessage(large);
        QTRY_COMPARE(received.size(), 1);
        QCOMPARE(received.takeFirst().first().toString(), large);
        QCOMPARE(front.front->figures().openWebSockets, 1);
        QCOMPARE(front.front->figures().openConnections, 1);
        socket.close();
        QTRY_COMPARE(gone.size(), 1);
        QTRY_COMPARE(front.front->figures().openConnections, 0);
        QTRY_COMPARE(front.front->figures().openWebSockets, 0);
        QTRY_COMPARE(front.openSockets.load(), 0);
    }

    void aBrokenFrameClosesWithItsCode_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        QTest::newRow("an oversized frame, announced alone") << frame(1, {}, 256 * 1024 + 1) << 1009;
        QTest::newRow("a frame of 2^62 bytes") << frame(2, {}, quint64(1) << 62) << 1009;
        QTest::newRow("bad UTF-8") << frame(1, "\xc3\x28", 2) << 1007;
        QTest::newRow("a reserved opcode") << QByteArray("\x83\x80\0\0\0\0", 6) << 1002;
        QTest::newRow("a reserved bit") << QByteArray("\xc1\x80\0\0\0\0", 6) << 1002;
        QTest::newRow("a continuation of nothing") << QByteArray("\x80\x80\0\0\0\0", 6) << 1002;
        QTest::newRow("an oversized ping") << frame(9, QByteArray(126, 'p'), 126) << 1002;
    }

    void aBrokenFrameClosesWithItsCode()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        Front front;
        front.start();
        Client client(front.port());
        client.send(upgrade("/ws", goodCookie));
        QCOMPARE(client.read(false).status, 101);
        QCOMPARE(readFrame(client).first, 1);
        client.send(bytes);
        QCOMPARE(closeCode(readFrame(client)), code);
        client.socket.abort();
        QTRY_COMPARE(front.front->figures().openConnections, 0);
    }

    void aClientThatLeavesDuringTheHandshakeLeavesNothingBehind()
    {
        Front front;
        front.start();
        for (int index = 0; index < 300; ++index) {
            Client client(front.port());
            client.send(upgrade("/ws", goodCookie));
            client.socket.abort();
        }
        QTRY_COMPARE(front.front->figures().openConnections, 0);
        QTRY_COMPARE(front.front->figures().openWebSockets, 0);
        QTRY_COMPARE(front.openSockets.load(), 0);
    }

    void webSocketsCountAgainstTheCaps()
    {
        Front front;
        front.options.limits.connectionsPerAddress = 1;
        front.start();
        Client client(front.port());
        client.send(upgrade("/ws", goodCookie));
        QCOMPARE(client.read(false).status, 101);
        Client second(front.port());
        QVERIFY(second.isClosedByServer());
    }

    void stoppingClosesSocketsAsGoingAway()
    {
        Front front;
        front.start();
        Client client(front.port());
        client.send(upgrade("/ws", goodCookie));
        QCOMPARE(client.read(false).status, 101);
        QCOMPARE(readFrame(client).first, 1);
        front.front->stop();
        QCOMPARE(closeCode(readFrame(client)), 1001);
        QVERIFY(client.isClosedByServer());
        QCOMPARE(front.front->figures().openConnections, 0);
    }
};

QTEST_GUILESS_MAIN(TestFrontWebSocket)
#include "test_front_websocket.moc"
