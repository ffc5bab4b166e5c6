#include "tests/http/FrontHarness.h"

#include "server/http/ErrorResponse.h"

#include <QThread>
#include <QWebSocket>

namespace Marathon::FrontHarness {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int patience = 5'000;

HttpResponse plain(const QByteArray &body)
{
    HttpResponse response {200, body};
    response.headers.add("Content-Type"_ba, "text/plain"_ba);
    return response;
}

} // namespace

void EchoHandler::handle(int route, const HttpRequest &request, Responder respond)
{
    switch (static_cast<Route>(route)) {
    case Hello:
        return respond(plain("hello"));
    case PutHello:
    case Echo:
        return respond(plain(request.body));
    case Where:
        return respond(plain(request.method + ' ' + request.path.toUtf8() + '|' +
                             request.query.queryItemValue(u"q"_s, QUrl::FullyDecoded).toUtf8() + '|' +
                             request.headers.value("host") + '|' + request.peer.toString().toLatin1() + '|' +
                             (request.isSecure ? "secure" : "open") + '|' + request.cookie("seat").toUtf8()));
    case Parts:
        return respond(plain(request.arguments.join(u'|').toUtf8()));
    case Held:
        m_held.append(std::move(respond));
        return;
    case Release:
        for (const Responder &held : std::exchange(m_held, {}))
            held(plain("held"));
        return respond(plain("released"));
    case Large:
        return respond(plain(QByteArray(3 * 1024 * 1024, 'x')));
    case Lost:
        return;
    case Elsewhere: {
        QThread *thread = QThread::create([respond = std::move(respond)] { respond(plain("elsewhere")); });
        QObject::connect(thread, &QThread::finished, thread, &QObject::deleteLater);
        return thread->start();
    }
    case Twice:
        respond(plain("first"));
        return respond(plain("second"));
    case Empty:
        return respond({204, "must not be sent"_ba});
    case Unchanged:
        return respond({304, {}});
    case Teapot: {
        HttpResponse response = plain("tea");
        response.headers.add("X-Split"_ba, "a\r\nX-Injected: b"_ba);
        response.headers.add("Content-Length"_ba, "999"_ba);
        response.headers.add("X-Frame-Options"_ba, "SAMEORIGIN"_ba);
        return respond(response);
    }
    }
}

std::optional<HttpResponse> EchoHandler::refuseUpgrade(const HttpRequest &request)
{
    if (request.headers.value("Origin") == "https://elsewhere.example")
        return errorResponse({ErrorKind::NotAllowed, u"Open the page of this contest and try again from there."_s});
    if (request.cookie("token") != u"good"_s)
        return errorResponse({ErrorKind::NotSignedIn, u"Sign in first."_s});
    return std::nullopt;
}

void EchoHandler::webSocketOpened(std::unique_ptr<QWebSocket> owned, const HttpRequest &request)
{
    QWebSocket *socket = owned.release();
    socket->setParent(&m_sockets);
    ++m_openSockets;
    QObject::connect(socket, &QWebSocket::textMessageReceived, &m_sockets,
                     [socket](const QString &text) { socket->sendTextMessage(text); });
    QObject::connect(socket, &QWebSocket::disconnected, socket, &QObject::deleteLater);
    QObject::connect(socket, &QObject::destroyed, [&count = m_openSockets] { --count; });
    socket->sendTextMessage(u"welcome to "_s + request.path);
}

Front::Front()
{
    using std::chrono::milliseconds;
    options.ioThreads = 1;
    options.limits.head = milliseconds(300);
    options.limits.body = milliseconds(300);
    options.limits.idle = milliseconds(10'000);
    options.limits.answer = milliseconds(10'000);
    options.limits.linger = milliseconds(5'000);
    options.limits.drain = milliseconds(500);
    options.limits.sweepInterval = milliseconds(20);
    options.limits.acceptPause = milliseconds(50);
    options.webSocketPaths = {u"/ws"_s};
    options.routes = {
        {"GET"_ba, u"/hello"_s},
        {"PUT"_ba, u"/hello"_s, 10},
        {"POST"_ba, u"/echo"_s, 64 * 1024},
        {"GET"_ba, u"/where/{place}"_s},
        {"GET"_ba, u"/items/{id}/parts/{path...}"_s},
        {"GET"_ba, u"/held"_s},
        {"GET"_ba, u"/release"_s},
        {"GET"_ba, u"/large"_s},
        {"GET"_ba, u"/lost"_s},
        {"GET"_ba, u"/elsewhere"_s},
        {"GET"_ba, u"/twice"_s},
        {"GET"_ba, u"/empty"_s},
        {"GET"_ba, u"/unchanged"_s},
        {"GET"_ba, u"/teapot"_s},
    };
}

void Front::start()
{
    front = std::make_unique<HttpFront>(options, [this](int) { return std::make_unique<EchoHandler>(openSockets); });
    const Result<quint16> listening = front->listen();
    m_port = listening ? *listening : quint16(0);
}

Client::Client(quint16 port)
{
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    socket.waitForConnected(patience);
}

void Client::send(const QByteArray &bytes)
{
    socket.write(bytes);
    while (socket.bytesToWrite() > 0 && socket.waitForBytesWritten(patience)) {
    }
}

bool Client::fill(qsizetype size)
{
    while (m_buffer.size() < size) {
        if (socket.bytesAvailable() == 0 && !socket.waitForReadyRead(patience) && socket.bytesAvailable() == 0)
            return false;
        m_buffer += socket.readAll();
    }
    return true;
}

QByteArray Client::readBytes(qsizetype size)
{
    if (!fill(size))
        return std::exchange(m_buffer, {});
    const QByteArray bytes = m_buffer.first(size);
    m_buffer.remove(0, size);
    return bytes;
}

Answer Client::read(bool hasBody)
{
    qsizetype end = -1;
    while ((end = m_buffer.indexOf("\r\n\r\n")) < 0) {
        if (!fill(m_buffer.size() + 1))
            return {};
    }
    Answer answer;
    const QByteArrayList lines = readBytes(end + 4).first(end).split('\n');
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        answer.headers.add(line.first(colon), line.sliced(colon + 1).trimmed());
    }
    const qsizetype length = hasBody ? answer.headers.value("Content-Length").toLongLong() : 0;
    answer.body = readBytes(length);
    if (answer.body.size() == length)
        answer.status = lines.first().split(' ').value(1).toInt();
    return answer;
}

bool Client::isClosedByServer()
{
    while (socket.state() == QAbstractSocket::ConnectedState) {
        if (!socket.waitForReadyRead(patience))
            break;
        m_buffer += socket.readAll();
    }
    return socket.state() == QAbstractSocket::UnconnectedState;
}

QByteArray get(const QByteArray &target, const QByteArray &fields)
{
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

} // namespace Marathon::FrontHarness
