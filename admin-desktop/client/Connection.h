#pragma once

#include "admin-desktop/client/StaffMessages.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

namespace Marathon {

/// Where the console stands with its server.
enum class LineState {
    Off,        ///< nobody is signed in
    Connecting, ///< the socket is being opened, or the welcome is awaited
    Live,
    Waiting, ///< the line broke; the next attempt comes by itself
};

/// Keeps one socket to /ws/staff open: opens it with the bearer token, says hello from the number reached, notices
/// silence, and comes back with a growing, jittered pause. What the messages mean is for others.
class Connection : public QObject
{
    Q_OBJECT

public:
    explicit Connection(QObject *parent = nullptr);
    ~Connection() override;

    LineState state() const { return m_state; }
    const QUrl &server() const { return m_server; }

    /// Opens the line. `epoch` and `lastSeq` of what is already known; 0 asks for a snapshot.
    void open(const QUrl &server, const QString &token);
    void close();
    /// From where the next hello goes on.
    void setResumePoint(const QString &epoch, qint64 lastSeq);
    /// Drops the line and says hello again at once.
    void resynchronise();
    /// Lost when the line is down; see CommandQueue.
    void send(const QJsonObject &message);
    /// The owner has understood the welcome; from here on the line counts as good.
    void confirmWelcome();

    /// The pause before attempt `attempt` (from 1): half a second doubled each time, at most 15 s, of which a random
    /// half is taken off, so that 20 consoles do not come back in the same instant. `chance` is from 0 to 1.
    static std::chrono::milliseconds pauseBefore(int attempt, double chance);

    /// ws(s)://host:port/ws/staff for http(s)://host:port.
    static QUrl socketAddress(const QUrl &server);

signals:
    void stateChanged(Marathon::LineState state);
    void textReceived(const QByteArray &text);
    void latencyMeasured(int milliseconds);
    /// An attempt failed or the line broke; for people.
    void broke(const QString &why);

private:
    void connectNow();
    void sayHello();
    void lose(const QString &why);
    void beat();
    void setState(LineState state);

    QWebSocket m_socket;
    QTimer m_retry;
    QTimer m_beat;
    QElapsedTimer m_lastHeard;
    QUrl m_server;
    QString m_token;
    QString m_clientId;
    QString m_epoch;
    qint64 m_lastSeq = 0;
    int m_attempt = 0;
    LineState m_state = LineState::Off;
};

} // namespace Marathon
