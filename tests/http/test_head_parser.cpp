#include "server/http/HeadParser.h"

#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

/// The pure part of the guard: what test_front_requests shows over the network, here byte by byte.
class TestHeadParser : public QObject
{
    Q_OBJECT

private slots:
    void aHeadIsReadIntoItsParts()
    {
        const QByteArray bytes =
            "PUT /api/problems/A%20b/draft?x=1&y=a+b HTTP/1.1\r\nHost: contest.example:8080\r\n"
            "content-length:  12 \r\nConnection: Keep-Alive\r\nExpect: 100-Continue\r\n\r\nbody follows"_ba;
        const HeadResult result = HeadParser(FrontLimits()).parse(bytes);
        QVERIFY(std::holds_alternative<RequestHead>(result));
        const RequestHead &head = std::get<RequestHead>(result);
        QCOMPARE(head.size, bytes.size() - 12);
        QCOMPARE(head.method, "PUT"_ba);
        QCOMPARE(head.path, u"/api/problems/A b/draft"_s);
        QCOMPARE(head.query.queryItemValue(u"x"_s), u"1"_s);
        QCOMPARE(head.query.queryItemValue(u"y"_s, QUrl::FullyDecoded), u"a b"_s);
        QCOMPARE(head.headers.value("HOST"), "contest.example:8080"_ba);
        QCOMPARE(head.contentLength, 12);
        QVERIFY(head.keepsAlive);
        QVERIFY(head.expectsContinue);
        QVERIFY(!head.asksForWebSocket);
    }

    void everyBeginningOfAGoodHeadIsIncomplete()
    {
        const QByteArray bytes =
            "POST /echo?q=%C3%A4 HTTP/1.1\r\nHost: [::1]:80\r\nX-Any: \t value with \xe4 \r\nContent-Length: 3\r\n\r\n"_ba;
        const HeadParser parser {FrontLimits()};
        for (qsizetype size = 0; size < bytes.size(); ++size)
            QVERIFY2(std::holds_alternative<HeadIncomplete>(parser.parse(bytes.first(size))),
                     qPrintable(QString::number(size)));
        QVERIFY(std::holds_alternative<RequestHead>(parser.parse(bytes)));
    }

    void aFaultIsSeenAsEarlyAsItCanBe_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::newRow("LF alone") << "GET /a HTTP/1.1\n"_ba << 400;
        QTest::newRow("CR alone") << "GET /a HTTP/1.1\rX"_ba << 400;
        QTest::newRow("control byte") << "GET\x01"_ba << 400;
        QTest::newRow("delete byte") << "GET\x7f"_ba << 400;
        QTest::newRow("NUL") << QByteArray("GET\0", 4) << 400;
        QTest::newRow("endless line") << QByteArray(4'200, 'A') << 414;
        QTest::newRow("too many fields") << "GET /a HTTP/1.1\r\n" + "A: b\r\n"_ba.repeated(66) << 431;
        QTest::newRow("too large") << "GET /a HTTP/1.1\r\nA: " + QByteArray(16'400, 'b') << 431;
    }

    void aFaultIsSeenAsEarlyAsItCanBe()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        const HeadResult result = HeadParser(FrontLimits()).parse(bytes);
        QVERIFY(std::holds_alternative<HeadFault>(result));
        QCOMPARE(std::get<HeadFault>(result).status, status);
    }

    void theLimitsAreExact_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        const QByteArray start = "GET / HTTP/1.1\r\nHost: a\r\n";
        const auto withHeadSize = [&start](qsizetype size) {
            return start + "X: " + QByteArray(size - start.size() - 7, 'x') + "\r\n\r\n";
        };
        const auto withTargetSize = [](qsizetype size) {
            return "GET /" + QByteArray(size - 1, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n";
        };
        const auto withFields = [&start](int count) { return start + "A: b\r\n"_ba.repeated(count - 1) + "\r\n"; };
        QTest::newRow("largest head") << withHeadSize(16 * 1024) << 0;
        QTest::newRow("head one byte larger") << withHeadSize(16 * 1024 + 1) << 431;
        QTest::newRow("longest target") << withTargetSize(4 * 1024) << 0;
        QTest::newRow("target one byte longer") << withTargetSize(4 * 1024 + 1) << 414;
        QTest::newRow("most fields") << withFields(64) << 0;
        QTest::newRow("one field more") << withFields(65) << 431;
    }

    void theLimitsAreExact()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        const HeadResult result = HeadParser(FrontLimits()).parse(bytes);
        const HeadFault *fault = std::get_if<HeadFault>(&result);
        QCOMPARE(fault ? fault->status : 0, status);
        QVERIFY(!std::holds_alternative<HeadIncomplete>(result));
    }

    void hostsAreNamesOrAddresses_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("name") << "contest.example"_ba << true;
        QTest::newRow("name and port") << "contest_1.example-x:65535"_ba << true;
        QTest::newRow("IPv4") << "10.0.0.1:80"_ba << true;
        QTest::newRow("IPv6") << "[2001:db8::1]:80"_ba << true;
        QTest::newRow("mapped IPv4") << "[::ffff:1.2.3.4]"_ba << true;
        QTest::newRow("empty port") << "a:"_ba << true;
        QTest::newRow("empty") << ""_ba << false;
        QTest::newRow("port alone") << ":80"_ba << false;
        QTest::newRow("letters as port") << "a:http"_ba << false;
        QTest::newRow("long port") << "a:123456"_ba << false;
        QTest::newRow("user") << "user@a"_ba << false;
        QTest::newRow("space") << "a b"_ba << false;
        QTest::newRow("open bracket") << "[::1"_ba << false;
        QTest::newRow("after bracket") << "[::1]x"_ba << false;
        QTest::newRow("bracket and bare colon") << "[::1]:"_ba << false;
        QTest::newRow("script") << "<script>"_ba << false;
    }

    void hostsAreNamesOrAddresses()
    {
        QFETCH(QByteArray, host);
        QFETCH(bool, isGood);
        const HeadResult result = HeadParser(FrontLimits()).parse("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        QCOMPARE(std::holds_alternative<RequestHead>(result), isGood);
    }

    void theConnectionIsKeptAsTheVersionSays_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("isKept");
        QTest::newRow("1.1") << "GET / HTTP/1.1\r\nHost: a\r\n\r\n"_ba << true;
        QTest::newRow("1.1 close") << "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"_ba << false;
        QTest::newRow("1.1 close in a second field")
            << "GET / HTTP/1.1\r\nHost: a\r\nConnection: x\r\nConnection: y,CLOSE\r\n\r\n"_ba << false;
        QTest::newRow("1.1 a word that holds close")
            << "GET / HTTP/1.1\r\nHost: a\r\nConnection: foreclose\r\n\r\n"_ba << true;
        QTest::newRow("1.0") << "GET / HTTP/1.0\r\n\r\n"_ba << false;
        QTest::newRow("1.0 keep") << "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"_ba << true;
        QTest::newRow("1.0 both") << "GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n"_ba << false;
    }

    void theConnectionIsKeptAsTheVersionSays()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, isKept);
        const HeadResult result = HeadParser(FrontLimits()).parse(bytes);
        QVERIFY(std::holds_alternative<RequestHead>(result));
        QCOMPARE(std::get<RequestHead>(result).keepsAlive, isKept);
    }

    void anUpgradeNeedsBothFieldsAndAGet_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("asks");
        QTest::newRow("both")
            << "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n\r\n"_ba << true;
        QTest::newRow("no Connection") << "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n"_ba << false;
        QTest::newRow("another protocol")
            << "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n"_ba << false;
        QTest::newRow("a POST") << "POST / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"_ba
                                << false;
        QTest::newRow("HTTP/1.0") << "GET / HTTP/1.0\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"_ba
                                  << false;
    }

    void anUpgradeNeedsBothFieldsAndAGet()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, asks);
        const HeadResult result = HeadParser(FrontLimits()).parse(bytes);
        QVERIFY(std::holds_alternative<RequestHead>(result));
        QCOMPARE(std::get<RequestHead>(result).asksForWebSocket, asks);
    }
};

QTEST_APPLESS_MAIN(TestHeadParser)
#include "test_head_parser.moc"
