#pragma once

#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <QWebSocket>
#include <memory>

namespace Marathon {

/// What every live connection shares: sending with a cap on what a slow reader leaves behind, pings, a bounded rate of
/// messages, and a close that cannot hang. Owns the socket; deletes itself when it has closed.
class LiveSocket : public QObject
{
    Q_OBJECT

public:
    explicit LiveSocket(std::unique_ptr<QWebSocket> socket, QObject *parent);
    ~LiveSocket() override;

    void send(const QString &text);
    void send(const QJsonObject &message);
    /// A snapshot or missed events: may be large, so the cap on live pushes starts to count once it is drained.
    void sendLarge(const QString &text);
    void close(quint16 code, const QString &reason);
    bool isOpen() const { return m_isOpen; }

    static constexpr qint64 mostQueued = 256 * 1024; ///< bytes of live pushes that a slow reader may leave
    static constexpr int mostPerSecond = 40;         ///< messages of a client, over time
    static constexpr int burst = 400;

protected:
    /// One text message, within the rate.
    virtual void received(const QJsonObject &message) = 0;
    /// The connection has gone; called once, before the object is deleted.
    virtual void gone() {}

private:
    void hear(const QString &text);
    void tick();
    void ended();

    std::unique_ptr<QWebSocket> m_socket;
    QTimer m_pings;
    bool m_isOpen = true;
    bool m_isDraining = false;
    int m_missedPongs = 0;
    double m_tokens = burst;
    qint64 m_refilledAt = 0;
};

} // namespace Marathon
