#include "tests/console/MockStaffServer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpSocket>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

MockStaffServer::MockStaffServer(QObject *parent)
    : QObject(parent)
    , m_upgrader(u"mock"_s, QWebSocketServer::NonSecureMode)
{
    if (!m_listener.listen(QHostAddress::LocalHost))
        qFatal("the mock server cannot listen");
    connect(&m_listener, &QTcpServer::newConnection, this, &MockStaffServer::takeConnection);
    connect(&m_upgrader, &QWebSocketServer::newConnection, this, &MockStaffServer::takeSocket);
}

MockStaffServer::~MockStaffServer()
{
    for (QWebSocket *socket : m_sockets)
        socket->disconnect(this);
}

QUrl MockStaffServer::address() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_listener.serverPort()));
}

void MockStaffServer::takeConnection()
{
    while (QTcpSocket *socket = m_listener.nextPendingConnection()) {
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
            const QByteArray head = socket->peek(65'536);
            const qsizetype end = head.indexOf("\r\n\r\n");
            if (end < 0)
                return;
            if (head.startsWith("GET /ws/staff")) {
                socket->disconnect(this);
                m_upgrader.handleConnection(socket);
                return;
            }
            const qsizetype length = head.toLower().indexOf("content-length:");
            const qsizetype body =
                length < 0 ? 0 : head.mid(length + 15, head.indexOf("\r\n", length) - length - 15).trimmed().toInt();
            if (head.size() >= end + 4 + body)
                answerHttp(*socket);
        });
    }
}

void MockStaffServer::answerHttp(QTcpSocket &socket)
{
    const QByteArray request = socket.readAll();
    const QString line = QString::fromLatin1(request.first(request.indexOf(" HTTP/")));
    requests.append(line);
    int status = 404;
    QJsonObject body;
    if (line == "POST /api/auth/staff/login"_L1) {
        status = loginStatus;
        body = status == 200 ? QJsonObject {{"token"_L1, "token-1"_L1},
                                            {"expires_at"_L1, "2036-01-01T00:00:00.000Z"_L1},
                                            {"session_id"_L1, "s1"_L1},
                                            {"staff"_L1, QJsonObject {{"id"_L1, "1"_L1},
                                                                      {"username"_L1, "asha"_L1},
                                                                      {"name"_L1, "Asha"_L1},
                                                                      {"role"_L1, role},
                                                                      {"halls"_L1, QJsonArray()}}}}
                             : QJsonObject {{"title"_L1, "Not signed in"_L1},
                                            {"detail"_L1, "The user name or the password is wrong."_L1}};
    } else if (line.startsWith("GET /api/staff/participants"_L1)) {
        status = 200;
        body = people;
    } else if (line == "GET /api/auth/session"_L1) {
        status = sessionStatus;
    }
    const QByteArray json = QJsonDocument(body).toJson(QJsonDocument::Compact);
    socket.write("HTTP/1.1 " + QByteArray::number(status) +
                 " x\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
                 QByteArray::number(json.size()) + "\r\n\r\n" + json);
    socket.disconnectFromHost();
}

void MockStaffServer::takeSocket()
{
    QWebSocket *socket = m_upgrader.nextPendingConnection();
    m_sockets.append(socket);
    authorizations.append(QString::fromLatin1(socket->request().rawHeader("Authorization")));
    connect(socket, &QWebSocket::textMessageReceived, this,
            [this, socket](const QString &text) { takeMessage(*socket, text); });
    connect(socket, &QWebSocket::disconnected, this, [this, socket] {
        m_sockets.removeAll(socket);
        socket->deleteLater();
    });
}

void MockStaffServer::takeMessage(QWebSocket &socket, const QString &text)
{
    const QJsonObject message = QJsonDocument::fromJson(text.toUtf8()).object();
    const bool isHello = message.value("t"_L1) == "hello"_L1;
    (isHello ? hellos : commands).append(message);
    const auto &answer = isHello ? onHello : onCommand;
    if (answer) {
        for (const QJsonObject &reply : answer(message))
            socket.sendTextMessage(QString::fromUtf8(QJsonDocument(reply).toJson(QJsonDocument::Compact)));
    }
    if (isHello)
        emit helloReceived();
    else
        emit commandReceived();
}

void MockStaffServer::push(const QJsonObject &message)
{
    for (QWebSocket *socket : m_sockets)
        socket->sendTextMessage(QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact)));
}

void MockStaffServer::dropLines()
{
    const QList<QWebSocket *> sockets = m_sockets;
    for (QWebSocket *socket : sockets)
        socket->abort();
}

} // namespace Marathon

#include "moc_MockStaffServer.cpp"
