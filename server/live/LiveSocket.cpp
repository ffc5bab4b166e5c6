#include "server/live/LiveSocket.h"

#include "shared/protocol/Json.h"

#include <QDateTime>
#include <QRandomGenerator>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int pingSeconds = 15;
constexpr int missedAllowed = 2;
constexpr int closeMilliseconds = 2000;

} // namespace

LiveSocket::LiveSocket(std::unique_ptr<QWebSocket> socket, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_pings(this)
{
    m_refilledAt = QDateTime::currentMSecsSinceEpoch();
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &LiveSocket::hear);
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this, [this] { close(1003, u"text only"_s); });
    connect(m_socket.get(), &QWebSocket::pong, this, [this] { m_missedPongs = 0; });
    connect(m_socket.get(), &QWebSocket::disconnected, this, &LiveSocket::ended);
    connect(&m_pings, &QTimer::timeout, this, &LiveSocket::tick);
    // Jitter keeps a hall that connected at once from being pinged at once.
    m_pings.start(pingSeconds * 1000 + QRandomGenerator::global()->bounded(1000));
}

LiveSocket::~LiveSocket()
{
    m_socket->disconnect(this);
}

void LiveSocket::send(const QJsonObject &message)
{
    send(QString::fromUtf8(toBytes(message)));
}

void LiveSocket::send(const QString &text)
{
    if (!m_isOpen)
        return;
    const qint64 queued = m_socket->bytesToWrite();
    if (m_isDraining && queued < mostQueued)
        m_isDraining = false;
    if (!m_isDraining && queued > mostQueued) {
        m_socket->abort();
        return;
    }
    m_socket->sendTextMessage(text);
}

void LiveSocket::sendLarge(const QString &text)
{
    if (!m_isOpen)
        return;
    m_isDraining = true;
    m_socket->sendTextMessage(text);
}

void LiveSocket::close(quint16 code, const QString &reason)
{
    if (!m_isOpen)
        return;
    m_socket->close(static_cast<QWebSocketProtocol::CloseCode>(code), reason);
    // A peer that does not read would keep the connection for ever.
    QTimer::singleShot(closeMilliseconds, m_socket.get(), [socket = m_socket.get()] { socket->abort(); });
}

void LiveSocket::hear(const QString &text)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    m_tokens = std::min<double>(burst, m_tokens + double(now - m_refilledAt) * mostPerSecond / 1000.0);
    m_refilledAt = now;
    m_tokens -= 1;
    if (m_tokens < 0)
        return close(1008, u"too many messages"_s);
    const Result<QJsonObject> message = parseObject(text.toUtf8());
    if (!message) {
        send({{"t"_L1, "error"_L1}, {"error"_L1, "malformed"_L1}, {"detail"_L1, message.error().message}});
        return;
    }
    received(*message);
}

void LiveSocket::tick()
{
    if (m_missedPongs >= missedAllowed) {
        m_socket->abort();
        return;
    }
    ++m_missedPongs;
    m_socket->ping();
}

void LiveSocket::ended()
{
    if (!m_isOpen)
        return;
    m_isOpen = false;
    m_pings.stop();
    gone();
    deleteLater();
}

} // namespace Marathon

#include "moc_LiveSocket.cpp"
