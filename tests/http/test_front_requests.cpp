#include "tests/http/FrontHarness.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSslSocket>
#include <QTcpServer>
#include <QTest>

using namespace Marathon;
using namespace Marathon::FrontHarness;
using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray many(int count, const QByteArray &line)
{
    return line.repeated(count);
}

QByteArray post(const QByteArray &fields, const QByteArray &body = {})
{
    return "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + body;
}

} // namespace

/// Runs the real front on a loopback port and talks to it in bytes.
class TestFrontRequests : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_front = std::make_unique<Front>();
        m_front->start();
        QVERIFY(m_front->port() > 0);
    }

    void cleanupTestCase() { m_front.reset(); }

    void aMalformedRequestIsRefusedAndTheConnectionClosed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");

        QTest::newRow("chunked and Content-Length together")
            << post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                    "0\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            << 400;
        QTest::newRow("two equal Content-Lengths") << post("Content-Length: 2\r\nContent-Length: 2\r\n", "ab") << 400;
        QTest::newRow("two different Content-Lengths")
            << post("Content-Length: 2\r\nContent-Length: 3\r\n", "abc") << 400;
        QTest::newRow("a list as Content-Length") << post("Content-Length: 2, 2\r\n", "ab") << 400;
        QTest::newRow("a sign in Content-Length") << post("Content-Length: +8\r\n", "abcdefgh") << 400;
        QTest::newRow("a negative Content-Length") << post("Content-Length: -1\r\n") << 400;
        QTest::newRow("an empty Content-Length") << post("Content-Length:\r\n") << 400;
        QTest::newRow("an unknown transfer coding") << post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n") << 411;
        QTest::newRow("chunked") << post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n") << 411;
        QTest::newRow("a huge chunk size") << post("Transfer-Encoding: chunked\r\n", "7fffffffffffffff\r\n") << 411;
        QTest::newRow("a bad chunk size") << post("Transfer-Encoding: chunked\r\n", "zz\r\n") << 411;
        QTest::newRow("trailers after chunks") << post("Transfer-Encoding: chunked\r\n", "0\r\nA: b\r\n\r\n") << 411;
        QTest::newRow("the largest Content-Length") << post("Content-Length: 9223372036854775807\r\n") << 413;
        QTest::newRow("a Content-Length beyond 64 bits") << post("Content-Length: 99999999999999999999999\r\n") << 413;
        QTest::newRow("a body over the route's limit") << post("Content-Length: 65537\r\n") << 413;
        QTest::newRow("a body where none is taken")
            << "GET /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"_ba << 413;
        QTest::newRow("HTTP/9.9") << "GET /hello HTTP/9.9\r\nHost: a\r\n\r\n"_ba << 505;
        QTest::newRow("HTTP/2 preface") << "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"_ba << 505;
        QTest::newRow("no version") << "GET /hello\r\nHost: a\r\n\r\n"_ba << 400;
        QTest::newRow("HTTPxxxx") << "GET /hello HTTPxxxx\r\nHost: a\r\n\r\n"_ba << 400;
        QTest::newRow("bare LF") << "GET /hello HTTP/1.1\nHost: a\n\n"_ba << 400;
        QTest::newRow("bare CR") << "GET /hello HTTP/1.1\r\nHost: a\rX: y\r\n\r\n"_ba << 400;
        QTest::newRow("a folded field") << "GET /hello HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n"_ba << 400;
        QTest::newRow("no Host") << "GET /hello HTTP/1.1\r\n\r\n"_ba << 400;
        QTest::newRow("two Hosts") << "GET /hello HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"_ba << 400;
        QTest::newRow("a bad Host") << "GET /hello HTTP/1.1\r\nHost: a b\r\n\r\n"_ba << 400;
        QTest::newRow("a Host with a path") << "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n"_ba << 400;
        QTest::newRow("a space before the colon") << "GET /hello HTTP/1.1\r\nHost : a\r\n\r\n"_ba << 400;
        QTest::newRow("a field without a colon") << "GET /hello HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n"_ba << 400;
        QTest::newRow("NUL in the path") << "GET /hel\0lo HTTP/1.1\r\nHost: a\r\n\r\n"_ba << 400;
        QTest::newRow("NUL in a field") << "GET /hello HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"_ba << 400;
        QTest::newRow("encoded NUL") << get("/where/a%00b") << 400;
        QTest::newRow("encoded slash") << get("/where/..%2fetc") << 400;
        QTest::newRow("encoded backslash") << get("/where/..%5cetc") << 400;
        QTest::newRow("backslash") << get("/where/..\\etc") << 400;
        QTest::newRow("dot segments") << get("/where/../hello") << 400;
        QTest::newRow("encoded dot segments") << get("/where/%2e%2e") << 400;
        QTest::newRow("two slashes") << get("//hello") << 400;
        QTest::newRow("overlong UTF-8") << get("/where/%c0%ae") << 400;
        QTest::newRow("broken UTF-8") << get("/where/%ff") << 400;
        QTest::newRow("broken percent") << get("/where/%zz") << 400;
        QTest::newRow("raw bytes in the path") << get("/where/\xc3\xa4") << 400;
        QTest::newRow("broken query") << get("/where/a?q=%ff") << 400;
        QTest::newRow("a fragment") << get("/hello#top") << 400;
        QTest::newRow("authority form") << get("localhost:80") << 400;
        QTest::newRow("absolute form without host") << get("http:///hello") << 400;
        QTest::newRow("lower-case method") << "get /hello HTTP/1.1\r\nHost: a\r\n\r\n"_ba << 501;
        QTest::newRow("unknown method") << "BREW /hello HTTP/1.1\r\nHost: a\r\n\r\n"_ba << 501;
        QTest::newRow("TRACE") << "TRACE /hello HTTP/1.1\r\nHost: a\r\n\r\n"_ba << 501;
        QTest::newRow("CONNECT") << "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n"_ba << 501;
        QTest::newRow("a method that is no token") << "G(T /hello HTTP/1.1\r\nHost: a\r\n\r\n"_ba << 400;
        QTest::newRow("three spaces in the request line") << "GET  /hello  HTTP/1.1\r\nHost: a\r\n\r\n"_ba << 400;
        QTest::newRow("a TLS client") << "\x16\x03\x01\x02\x00\x01\x00\x01"_ba << 400;
        QTest::newRow("an address of 5 KB") << get("/where/" + many(5'000, "a")) << 414;
        QTest::newRow("an address of 1 MB") << get("/where/" + many(1'000'000, "a")) << 414;
        QTest::newRow("a line that never ends") << many(100'000, "A") << 414;
        QTest::newRow("a head of 20 KB") << get("/hello", "X: " + many(20'000, "a") + "\r\n") << 431;
        QTest::newRow("a head of 20 MB") << get("/hello", "X: " + many(20'000'000, "a") + "\r\n") << 431;
        QTest::newRow("65 fields") << get("/hello", many(64, "X: y\r\n")) << 431;
        QTest::newRow("100,000 fields") << get("/hello", many(100'000, "X: y\r\n")) << 431;
        QTest::newRow("an unknown expectation") << post("Expect: miracles\r\nContent-Length: 1\r\n", "x") << 417;
    }

    void aMalformedRequestIsRefusedAndTheConnectionClosed()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        Client client(m_front->port());
        client.send(bytes);
        const Answer answer = client.read();
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.headers.value("Content-Type"), "application/problem+json"_ba);
        QCOMPARE(answer.headers.value("Connection"), "close"_ba);
        const QJsonObject problem = QJsonDocument::fromJson(answer.body).object();
        QCOMPARE(problem["status"_L1].toInt(), status);
        QVERIFY(problem["detail"_L1].toString().endsWith(u'.'));
        QVERIFY(!problem["title"_L1].toString().isEmpty());
        QCOMPARE(problem["type"_L1].toString(), u"about:blank"_s);
        QVERIFY(client.isClosedByServer());
        QCOMPARE(client.read().status, 0); // Nothing of a smuggled second request.
    }

    void aRequestThatDripsIsRefusedAtItsDeadline_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("half a request line") << "GET /he"_ba;
        QTest::newRow("half a head") << "GET /hello HTTP/1.1\r\nHost: a\r\nX:"_ba;
        QTest::newRow("half a body") << post("Content-Length: 10\r\n", "12345");
        QTest::newRow("no body") << post("Content-Length: 10\r\n");
    }

    void aRequestThatDripsIsRefusedAtItsDeadline()
    {
        QFETCH(QByteArray, bytes);
        Client client(m_front->port());
        client.send(bytes);
        QCOMPARE(client.read().status, 408);
        QVERIFY(client.isClosedByServer());
    }

    void aGoodRequestIsAnswered_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("plain") << get("/hello") << "hello"_ba;
        QTest::newRow("an empty line before it") << "\r\n" + get("/hello") << "hello"_ba;
        QTest::newRow("answered by another thread") << get("/elsewhere") << "elsewhere"_ba;
        QTest::newRow("answered twice: the first counts") << get("/twice") << "first"_ba;
        QTest::newRow("body") << post("Content-Length: 5\r\n", "12\0"
                                                               "45"_ba)
                              << "12\0"
                                 "45"_ba;
        QTest::newRow("empty body") << post("Content-Length: 0\r\n") << ""_ba;
        QTest::newRow("largest body") << post("Content-Length: 65536\r\n", QByteArray(65'536, 'y'))
                                      << QByteArray(65'536, 'y');
        QTest::newRow("arguments") << get("/items/a%20b/parts/c/d.txt") << "a b|c/d.txt"_ba;
        QTest::newRow("path, query and cookie") << get("/where/%C3%A4?q=a+b%26%C3%A4", "Cookie: x=1; seat=B12\r\n")
                                                << "GET /where/\xc3\xa4|a b&\xc3\xa4|localhost|127.0.0.1|open|B12"_ba;
        QTest::newRow("harmless text that looks encoded")
            << get("/where/%252e%252e") << "GET /where/%2e%2e||localhost|127.0.0.1|open|"_ba;
        QTest::newRow("absolute form: its host counts")
            << get("http://other.example:81/where/a?q=1") << "GET /where/a|1|other.example:81|127.0.0.1|open|"_ba;
        QTest::newRow("a proxy's fields from a stranger")
            << get("/where/a", "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\n")
            << "GET /where/a||localhost|127.0.0.1|open|"_ba;
        QTest::newRow("the inner field from outside") << get("/hello", "Marathon-Exchange: 7\r\n") << "hello"_ba;
    }

    void aGoodRequestIsAnswered()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, body);
        Client client(m_front->port());
        client.send(bytes);
        const Answer answer = client.read();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, body);
        client.send(get("/hello"));
        QCOMPARE(client.read().body, "hello"_ba); // The connection is kept.
    }

    void methodsThatAPathDoesNotTakeAreNamed_data()
    {
        QTest::addColumn<QByteArray>("requestLine");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("allow");
        QTest::newRow("DELETE") << "DELETE /hello"_ba << 405 << "GET, PUT, HEAD, OPTIONS"_ba;
        QTest::newRow("GET of a POST route") << "GET /echo"_ba << 405 << "POST, OPTIONS"_ba;
        QTest::newRow("HEAD of a POST route") << "HEAD /echo"_ba << 405 << "POST, OPTIONS"_ba;
        QTest::newRow("OPTIONS") << "OPTIONS /hello"_ba << 204 << "GET, PUT, HEAD, OPTIONS"_ba;
        QTest::newRow("OPTIONS of the server")
            << "OPTIONS *"_ba << 204 << "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"_ba;
        QTest::newRow("unknown path") << "POST /nowhere"_ba << 404 << ""_ba;
        QTest::newRow("OPTIONS of an unknown path") << "OPTIONS /nowhere"_ba << 404 << ""_ba;
    }

    void methodsThatAPathDoesNotTakeAreNamed()
    {
        QFETCH(QByteArray, requestLine);
        QFETCH(int, status);
        QFETCH(QByteArray, allow);
        Client client(m_front->port());
        client.send(requestLine + " HTTP/1.1\r\nHost: a\r\n\r\n");
        const Answer answer = client.read(!requestLine.startsWith("HEAD"));
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.headers.value("Allow"), allow);
        QCOMPARE(answer.headers.contains("Content-Length"), status != 204);
        client.send(get("/hello"));
        QCOMPARE(client.read().status, 200);
    }

    void aHeadHasTheFieldsOfTheGetAndNoBody()
    {
        Client client(m_front->port());
        client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n");
        const Answer answer = client.read(false);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.headers.value("Content-Length"), "5"_ba);
        client.send(get("/hello"));
        QCOMPARE(client.read().body, "hello"_ba);
    }

    void answersWithoutABodyHaveNoLength()
    {
        Client client(m_front->port());
        client.send(get("/empty") + get("/unchanged") + get("/hello"));
        const Answer empty = client.read();
        QCOMPARE(empty.status, 204);
        QVERIFY(!empty.headers.contains("Content-Length"));
        const Answer unchanged = client.read();
        QCOMPARE(unchanged.status, 304);
        QVERIFY(!unchanged.headers.contains("Content-Length"));
        QCOMPARE(client.read().body, "hello"_ba);
    }

    void everyAnswerHasTheCommonFieldsAndKeepsWhatTheHandlerSet()
    {
        Client client(m_front->port());
        client.send(get("/teapot"));
        const Answer answer = client.read();
        QCOMPARE(answer.body, "tea"_ba);
        QCOMPARE(answer.headers.value("Content-Length"), "3"_ba);
        QCOMPARE(answer.headers.value("X-Frame-Options"), "SAMEORIGIN"_ba);
        QVERIFY(!answer.headers.contains("X-Split"));
        QVERIFY(!answer.headers.contains("X-Injected"));
        QCOMPARE(answer.headers.value("X-Content-Type-Options"), "nosniff"_ba);
        QCOMPARE(answer.headers.value("Referrer-Policy"), "no-referrer"_ba);
        QVERIFY(!answer.headers.contains("Cross-Origin-Opener-Policy"));
        QCOMPARE(answer.headers.value("Cross-Origin-Resource-Policy"), "same-origin"_ba);
        QCOMPARE(answer.headers.value("Cache-Control"), "no-store"_ba);
        QVERIFY(answer.headers.contains("Permissions-Policy"));
        QVERIFY(answer.headers.value("Date").endsWith(" GMT"));
        QVERIFY(!answer.headers.contains("Strict-Transport-Security"));
    }

    void connectionsAreKeptOrClosedAsAsked_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("connection");
        QTest::newRow("HTTP/1.0") << "GET /hello HTTP/1.0\r\n\r\n"_ba
                                  << "close"_ba;
        QTest::newRow("HTTP/1.0 that asks to keep") << "GET /hello HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"_ba
                                                    << "keep-alive"_ba;
        QTest::newRow("HTTP/1.1") << get("/hello") << ""_ba;
        QTest::newRow("HTTP/1.1 that asks to close") << get("/hello", "Connection: foo, Close\r\n") << "close"_ba;
    }

    void connectionsAreKeptOrClosedAsAsked()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, connection);
        Client client(m_front->port());
        client.send(bytes);
        const Answer answer = client.read();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.headers.value("Connection"), connection);
        if (connection == "close")
            QVERIFY(client.isClosedByServer());
        client.send(get("/hello"));
        QCOMPARE(client.read().status, connection == "close" ? 0 : 200);
    }

    void anExpectantClientIsToldToContinueOrIsRefusedFirst()
    {
        Client client(m_front->port());
        client.send(post("Expect: 100-continue\r\nContent-Length: 3\r\n"));
        QCOMPARE(client.read().status, 100);
        client.send("abc");
        QCOMPARE(client.read().body, "abc"_ba);

        client.send(post("Expect: 100-continue\r\nContent-Length: 99999999\r\n"));
        QCOMPARE(client.read().status, 413);
    }

    void pipelinedRequestsAreAnsweredInTheirOrder()
    {
        Client client(m_front->port());
        Client other(m_front->port());
        client.send(get("/hello") + get("/held") + get("/hello") + get("/elsewhere") + get("/hello"));
        QCOMPARE(client.read().body, "hello"_ba); // Now the second one is being held.
        other.send(get("/release"));
        QCOMPARE(other.read().body, "released"_ba);
        QCOMPARE(client.read().body, "held"_ba);
        QCOMPARE(client.read().body, "hello"_ba);
        QCOMPARE(client.read().body, "elsewhere"_ba);
        QCOMPARE(client.read().body, "hello"_ba);
    }

    void aHandlerThatForgetsItsRequestAnswers500()
    {
        Client client(m_front->port());
        client.send(get("/lost"));
        QCOMPARE(client.read().status, 500);
        client.send(get("/hello"));
        QCOMPARE(client.read().status, 200);
    }

    void aHandlerThatTakesTooLongIsAnsweredFor()
    {
        Front front;
        front.options.limits.answer = std::chrono::milliseconds(100);
        front.start();
        Client client(front.port());
        client.send(get("/held"));
        QCOMPARE(client.read().status, 504);
        QVERIFY(client.isClosedByServer());
        Client other(front.port());
        other.send(get("/release")); // The late answer goes nowhere.
        QCOMPARE(other.read().status, 200);
    }

    void anIdleConnectionIsClosedWithoutAWord()
    {
        Front front;
        front.options.limits.idle = std::chrono::milliseconds(100);
        front.start();
        Client client(front.port());
        QVERIFY(client.isClosedByServer());
        QCOMPARE(client.read().status, 0);
    }

    void aTrustedProxyNamesTheClient()
    {
        Front front;
        front.options.trustedProxies = {QHostAddress(u"127.0.0.1"_s)};
        front.start();
        Client client(front.port());
        client.send(get("/where/a", "X-Forwarded-For: 1.2.3.4, 5.6.7.8, 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"));
        const Answer answer = client.read();
        QVERIFY(answer.body.startsWith("GET /where/a||localhost|5.6.7.8|secure|"));
        QVERIFY(answer.headers.contains("Strict-Transport-Security"));
    }

    void unknownPathsGoToTheFallbackRoute()
    {
        Front front;
        front.options.fallbackRoute = Hello;
        front.start();
        Client client(front.port());
        client.send(get("/no/such/path"));
        QCOMPARE(client.read().body, "hello"_ba);
        client.send("POST /no/such/path HTTP/1.1\r\nHost: a\r\n\r\n");
        QCOMPARE(client.read().status, 404);
    }

    void oneAddressHasNoMoreThanItsConnections()
    {
        Front front;
        front.options.limits.connectionsPerAddress = 3;
        front.start();
        std::vector<std::unique_ptr<Client>> clients;
        for (int index = 0; index < 3; ++index) {
            clients.push_back(std::make_unique<Client>(front.port()));
            clients.back()->send(get("/hello"));
            QCOMPARE(clients.back()->read().status, 200);
        }
        Client oneTooMany(front.port());
        QVERIFY(oneTooMany.isClosedByServer());
        QCOMPARE(front.front->figures().refusedConnections, 1u);
        clients.pop_back();
        QTRY_COMPARE(front.front->figures().openConnections, 2);
        Client next(front.port());
        next.send(get("/hello"));
        QCOMPARE(next.read().status, 200);
    }

    void aPortThatIsTakenIsNamedWithWhatToDo()
    {
        FrontOptions options;
        options.port = m_front->port();
        HttpFront front(options, [](int) -> std::unique_ptr<FrontHandler> {
            static std::atomic<int> sockets {0};
            return std::make_unique<EchoHandler>(sockets);
        });
        const Result<quint16> port = front.listen();
        QVERIFY(!port);
        QVERIFY(port.error().message.contains("in use"_L1));
        QVERIFY(port.error().message.contains(QString::number(options.port)));
    }

    void anAddressOfAnotherMachineIsNamed()
    {
        FrontOptions options;
        options.address = QHostAddress(u"203.0.113.7"_s);
        static std::atomic<int> sockets {0};
        HttpFront front(options, [](int) { return std::make_unique<EchoHandler>(sockets); });
        const Result<quint16> port = front.listen();
        QVERIFY(!port);
        QVERIFY(port.error().message.contains("not an address of this machine"_L1));
    }

    void stoppingLetsARequestUnderWayFinish()
    {
        Front front;
        front.start();
        Client idle(front.port());
        idle.send(get("/hello"));
        QCOMPARE(idle.read().status, 200);
        Client late(front.port());
        late.send(get("/hello") + get("/elsewhere"));
        QCOMPARE(late.read().status, 200);
        Client stuck(front.port());
        stuck.send(get("/hello") + get("/held"));
        QCOMPARE(stuck.read().status, 200);
        front.front->stop();
        QCOMPARE(late.read().body, "elsewhere"_ba);
        QVERIFY(idle.isClosedByServer());
        QVERIFY(stuck.isClosedByServer());
        QCOMPARE(front.front->figures().openConnections, 0);
        Client tooLate(front.port());
        QVERIFY(tooLate.socket.state() != QAbstractSocket::ConnectedState);
    }

    void theSameIsServedOverTls()
    {
        const QString data = u"" MARATHON_SOURCE_DIR "/tests/http/data/"_s;
        Result<QSslConfiguration> tls = loadTls(data + u"localhost.pem"_s, data + u"localhost-key.pem"_s);
        QVERIFY2(tls.isOk(), qPrintable(tls.isOk() ? QString() : tls.error().message));
        Front front;
        front.options.tls = *tls;
        front.start();
        QSslSocket socket;
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket.connectToHostEncrypted(u"127.0.0.1"_s, front.port());
        QVERIFY(socket.waitForEncrypted(5'000));
        socket.write(get("/where/a", "Connection: close\r\n"));
        QByteArray answer;
        while (socket.waitForReadyRead(5'000))
            answer += socket.readAll();
        QVERIFY(answer.startsWith("HTTP/1.1 200 "));
        QVERIFY(answer.contains("\r\nStrict-Transport-Security: "));
        QVERIFY(answer.contains("|secure|"));

        Client silent(front.port()); // The head's deadline holds for the handshake too.
        QVERIFY(silent.isClosedByServer());
    }

    void aMissingCertificateIsNamed()
    {
        const Result<QSslConfiguration> tls = loadTls(u"/no/such/file.pem"_s, u"/no/such/key.pem"_s);
        QVERIFY(!tls);
        QVERIFY(tls.error().message.contains("/no/such/file.pem"_L1));
    }

    void answersAreCountedByClass()
    {
        Front front;
        front.start();
        Client client(front.port());
        client.send(get("/hello") + get("/nowhere") + get("/lost"));
        client.read();
        client.read();
        client.read();
        const FrontFigures figures = front.front->figures();
        QCOMPARE(figures.answersByClass[1], 1u);
        QCOMPARE(figures.answersByClass[3], 1u);
        QCOMPARE(figures.answersByClass[4], 1u);
        QCOMPARE(figures.latency.total(), 2u);
        QVERIFY(figures.latency.quantile(0.99).count() > 0);
        QCOMPARE(figures.acceptedConnections, 1u);
    }

private:
    std::unique_ptr<Front> m_front;
};

QTEST_GUILESS_MAIN(TestFrontRequests)
#include "test_front_requests.moc"
