#pragma once

#include "tests/load/Moment.h"

#include <QJsonObject>
#include <QObject>
#include <QRandomGenerator>
#include <QTimer>
#include <QUrl>
#include <deque>
#include <optional>

class QWebSocket;

namespace Marathon {

/// An `ev` message on its way: numbered, kept until the server has acknowledged it.
struct OutgoingEvent
{
    qint64 seq = 0;
    QString type;
    QString id;
    QJsonObject body;
    std::optional<Moment> sentAt {}; ///< first written to an open socket
    int timesSent = 0;
};

/// How a lost connection is tried again: after `base` plus a random part of `spread` x 2^attempt, at most `cap`.
struct ReconnectPolicy
{
    std::chrono::milliseconds base {250};
    std::chrono::milliseconds spread {2'000};
    std::chrono::milliseconds cap {10'000};
};

/// The participant's end of /ws/participant as the protocol describes it: numbers events, keeps what is not
/// acknowledged, resumes after a reconnect and repeats the rest, answers ticks, confirms server messages with `sack`.
class EventStream final : public QObject
{
    Q_OBJECT

public:
    EventStream(QUrl server, QByteArray token, quint32 seed, ReconnectPolicy reconnect, QObject *parent = nullptr);
    ~EventStream() override;

    void open();
    /// Stops for good; nothing more is sent or received.
    void close();
    /// Queues an event; it is sent at once when the socket is open.
    void send(const QString &type, const QString &id, const QJsonObject &body);
    bool isConnected() const { return m_isWelcomed; }
    /// How many events are not acknowledged yet.
    qsizetype waiting() const { return static_cast<qsizetype>(m_unacked.size()); }
    /// Called about once a second: a socket on which nothing came for 20 s (four ticks) is given up.
    void sweep(Moment now);

signals:
    void welcomed(const QJsonObject &state);
    /// `result` is empty when a reconnect swallowed the answer and only its number is known.
    void acknowledged(const Marathon::OutgoingEvent &event, const QJsonObject &result);
    void received(const QString &type, const QJsonObject &body, qint64 serverSeq);
    void serverClock(qint64 localMs, qint64 serverMs);
    void refused(qint64 retryAfterMs);
    void lost(const QString &why);
    void failed(const QString &what);

private:
    void read(const QString &text);
    void welcome(const QJsonObject &message);
    void acknowledge(qint64 upTo, const QJsonObject &results);
    void refuse(const QJsonObject &message);
    void deliver(const QJsonObject &message);
    void bye(const QJsonObject &message);
    void noteServerClock(const QJsonObject &message);
    void dropped(const QString &why);
    void pump();
    void write(const QJsonObject &frame);
    void forgetSocket();

    QUrl m_address;
    QByteArray m_token;
    QString m_clientId;
    QRandomGenerator m_random;
    ReconnectPolicy m_reconnect;
    QWebSocket *m_socket = nullptr;
    QTimer m_retry;
    QTimer m_resend;
    QTimer m_sack;
    std::deque<OutgoingEvent> m_unacked;
    qint64 m_nextSeq = 1;
    qint64 m_sentUpTo = 0; ///< on the present socket
    qint64 m_lastServerSeq = 0;
    Moment m_heardAt {};
    int m_attempt = 0;
    bool m_isWelcomed = false;
    bool m_isClosed = false;
};

} // namespace Marathon
