#pragma once

#include <QJsonObject>
#include <QObject>
#include <QTcpServer>
#include <QUrl>
#include <QWebSocket>
#include <QWebSocketServer>
#include <functional>

namespace Marathon {

/// A staff server of a test's own, on one loopback port: sign-in over HTTP, /ws/staff over WebSocket. It records what
/// it gets and answers what the test says.
class MockStaffServer : public QObject
{
    Q_OBJECT

public:
    explicit MockStaffServer(QObject *parent = nullptr);
    ~MockStaffServer() override;

    QUrl address() const;

    // What it got.
    QList<QJsonObject> hellos;
    QList<QJsonObject> commands;
    QStringList requests;       ///< "GET /api/..."
    QStringList authorizations; ///< of handshakes

    // What it answers.
    std::function<QList<QJsonObject>(const QJsonObject &hello)> onHello;
    std::function<QList<QJsonObject>(const QJsonObject &command)> onCommand;
    QJsonObject people; ///< of GET /api/staff/participants
    int loginStatus = 200;
    int sessionStatus = 200;
    QString role = QStringLiteral("admin");

    void push(const QJsonObject &message);
    void dropLines();
    int lines() const { return int(m_sockets.size()); }

signals:
    void helloReceived();
    void commandReceived();

private:
    void takeConnection();
    void answerHttp(QTcpSocket &socket);
    void takeSocket();
    void takeMessage(QWebSocket &socket, const QString &text);

    QTcpServer m_listener;
    QWebSocketServer m_upgrader;
    QList<QWebSocket *> m_sockets;
};

} // namespace Marathon
