#pragma once

#include "server/http/HttpFront.h"

#include <QTcpSocket>
#include <atomic>

namespace Marathon::FrontHarness {

/// The routes of EchoHandler, by index.
enum Route {
    Hello,
    PutHello,
    Echo,
    Where,
    Parts,
    Held,
    Release,
    Large,
    Lost,
    Elsewhere,
    Twice,
    Empty,
    Unchanged,
    Teapot
};

/// Answers in every way a handler may: at once, later, from another thread, twice, never.
class EchoHandler final : public FrontHandler
{
public:
    explicit EchoHandler(std::atomic<int> &openSockets)
        : m_openSockets(openSockets)
    {}
    void handle(int route, const HttpRequest &request, Responder respond) override;
    std::optional<HttpResponse> refuseUpgrade(const HttpRequest &request) override;
    void webSocketOpened(std::unique_ptr<QWebSocket> socket, const HttpRequest &request) override;

private:
    QList<Responder> m_held;
    QObject m_sockets; ///< owns the WebSockets
    std::atomic<int> &m_openSockets;
};

/// A running front on a free loopback port, with short deadlines. Change `options` before start().
class Front
{
public:
    Front();
    void start();
    quint16 port() const { return m_port; }

    FrontOptions options;
    std::unique_ptr<HttpFront> front;
    std::atomic<int> openSockets {0};

private:
    quint16 m_port = 0;
};

/// One answer as it came.
struct Answer
{
    int status = 0; ///< 0: the connection ended before a complete answer
    HttpHeaders headers;
    QByteArray body;
};

/// A client that sends bytes as it is told and waits for what comes back.
class Client
{
public:
    explicit Client(quint16 port);
    void send(const QByteArray &bytes);
    /// `hasBody` false for the answer to a HEAD.
    Answer read(bool hasBody = true);
    /// True when the server closes; false when it has not within five seconds.
    bool isClosedByServer();
    QByteArray readBytes(qsizetype size);
    QTcpSocket socket;

private:
    bool fill(qsizetype size);
    QByteArray m_buffer;
};

/// A GET with Host, plus extra field lines (each with its CRLF).
QByteArray get(const QByteArray &target, const QByteArray &fields = {});

} // namespace Marathon::FrontHarness
