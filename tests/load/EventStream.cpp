#include "tests/load/EventStream.h"

#include "shared/core/Clock.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkRequest>
#include <QUuid>
#include <QWebSocket>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

// Below the server's burst of 64, so that a long outage is repeated without a refusal.
constexpr qsizetype window = 48;
constexpr std::chrono::seconds silence {20};

} // namespace

EventStream::EventStream(QUrl server, QByteArray token, quint32 seed, ReconnectPolicy reconnect, QObject *parent)
    : QObject(parent)
    , m_address(std::move(server))
    , m_token(std::move(token))
    , m_clientId(QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_random(seed)
    , m_reconnect(reconnect)
{
    m_address.setScheme(m_address.scheme() == "https"_L1 ? u"wss"_s : u"ws"_s);
    m_address.setPath(u"/ws/participant"_s);
    for (QTimer *timer : {&m_retry, &m_resend, &m_sack})
        timer->setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &EventStream::open);
    connect(&m_resend, &QTimer::timeout, this, &EventStream::pump);
    connect(&m_sack, &QTimer::timeout, this, [this] { write({{u"t"_s, u"sack"_s}, {u"up_to"_s, m_lastServerSeq}}); });
}

EventStream::~EventStream()
{
    forgetSocket();
}

void EventStream::open()
{
    if (m_isClosed)
        return;
    forgetSocket();
    m_heardAt = momentNow();
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    connect(m_socket, &QWebSocket::textMessageReceived, this, &EventStream::read);
    connect(m_socket, &QWebSocket::connected, this, [this] {
        write({{u"t"_s, u"hello"_s},
               {u"v"_s, 1},
               {u"client_id"_s, m_clientId},
               {u"tab_id"_s, m_clientId},
               {u"last_server_seq"_s, m_lastServerSeq},
               {u"next_client_seq"_s, m_nextSeq}});
    });
    const auto onError = [this] { dropped(m_socket->errorString()); };
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(m_socket, &QWebSocket::errorOccurred, this, onError);
#else
    connect(m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, onError);
#endif
    connect(m_socket, &QWebSocket::disconnected, this, [this] {
        dropped(u"closed with code %1 %2"_s.arg(int(m_socket->closeCode())).arg(m_socket->closeReason()));
    });
    QNetworkRequest request(m_address);
    request.setRawHeader("Authorization", "Bearer " + m_token);
    m_socket->open(request);
}

void EventStream::close()
{
    m_isClosed = true;
    m_retry.stop();
    forgetSocket();
}

void EventStream::send(const QString &type, const QString &id, const QJsonObject &body)
{
    m_unacked.push_back({m_nextSeq++, type, id, body});
    pump();
}

void EventStream::sweep(Moment now)
{
    if (m_socket && now - m_heardAt > silence)
        dropped(u"nothing came for 20 s"_s);
}

void EventStream::pump()
{
    if (!m_isWelcomed || m_resend.isActive())
        return;
    qsizetype inFlight = 0;
    for (OutgoingEvent &event : m_unacked) {
        if (++inFlight > window)
            return;
        if (event.seq <= m_sentUpTo)
            continue;
        if (!event.sentAt)
            event.sentAt = momentNow();
        ++event.timesSent;
        m_sentUpTo = event.seq;
        write({{u"t"_s, u"ev"_s},
               {u"seq"_s, event.seq},
               {u"type"_s, event.type},
               {u"id"_s, event.id},
               {u"body"_s, event.body}});
        if (!m_isWelcomed)
            return;
    }
}

void EventStream::write(const QJsonObject &frame)
{
    if (m_socket && m_socket->isValid())
        m_socket->sendTextMessage(QString::fromUtf8(QJsonDocument(frame).toJson(QJsonDocument::Compact)));
}

void EventStream::read(const QString &text)
{
    m_heardAt = momentNow();
    const QJsonObject message = QJsonDocument::fromJson(text.toUtf8()).object();
    const QString kind = message.value("t"_L1).toString();
    if (kind == "ack"_L1)
        acknowledge(message.value("up_to"_L1).toInteger(), message.value("results"_L1).toObject());
    else if (kind == "msg"_L1)
        deliver(message);
    else if (kind == "tick"_L1) {
        noteServerClock(message);
        write({{u"t"_s, u"tock"_s},
               {u"n"_s, message.value("n"_L1)},
               {u"visible"_s, true},
               {u"focused"_s, true},
               {u"queued"_s, qint64(m_unacked.size())}});
    } else if (kind == "welcome"_L1)
        welcome(message);
    else if (kind == "nack"_L1)
        refuse(message);
    else if (kind == "bye"_L1)
        bye(message);
    else
        emit failed(u"socket: a message without a known kind: %1"_s.arg(text.left(80)));
}

void EventStream::welcome(const QJsonObject &message)
{
    noteServerClock(message);
    m_isWelcomed = true;
    m_attempt = 0;
    m_resend.stop();
    const qint64 acked = message.value("acked_client_seq"_L1).toInteger();
    if (acked >= m_nextSeq)
        emit failed(u"socket: welcome acknowledges event %1 of %2 sent"_s.arg(acked).arg(m_nextSeq - 1));
    if (!m_unacked.empty() && acked < m_unacked.front().seq - 1)
        emit failed(
            u"socket: welcome forgot acknowledged events (%1 of %2)"_s.arg(acked).arg(m_unacked.front().seq - 1));
    if (m_unacked.empty() && acked < m_nextSeq - 1)
        emit failed(u"socket: welcome forgot acknowledged events (%1 of %2)"_s.arg(acked).arg(m_nextSeq - 1));
    acknowledge(acked, {});
    m_sentUpTo = acked;
    emit welcomed(message.value("state"_L1).toObject());
    for (const QJsonValue &missed : message.value("missed"_L1).toArray())
        deliver(missed.toObject());
    // The state of a first welcome holds everything up to its number: from there on nothing may be missed.
    if (m_lastServerSeq == 0)
        m_lastServerSeq = message.value("seq"_L1).toInteger();
    pump();
}

void EventStream::acknowledge(qint64 upTo, const QJsonObject &results)
{
    while (!m_unacked.empty() && m_unacked.front().seq <= upTo) {
        const OutgoingEvent event = std::move(m_unacked.front());
        m_unacked.pop_front();
        emit acknowledged(event, results.value(QString::number(event.seq)).toObject());
    }
    pump();
}

void EventStream::refuse(const QJsonObject &message)
{
    const QString error = message.value("error"_L1).toString();
    if (error == "seq_conflict"_L1)
        emit failed(u"socket: %1 at event %2"_s.arg(error).arg(message.value("seq"_L1).toInteger()));
    const qint64 from = message.contains("expected"_L1) ? message.value("expected"_L1).toInteger()
                                                        : message.value("seq"_L1).toInteger();
    m_sentUpTo = std::min(m_sentUpTo, std::max<qint64>(0, from - 1));
    const qint64 wait = message.value("retry_after_ms"_L1).toInteger(500);
    emit refused(wait);
    // One refusal is followed by one for each event behind it; together they ask for one repetition.
    if (!m_resend.isActive())
        m_resend.start(std::chrono::milliseconds(wait + m_random.bounded(qint64(100))));
}

void EventStream::deliver(const QJsonObject &message)
{
    const qint64 seq = message.value("sseq"_L1).toInteger();
    if (seq > 0) {
        if (seq <= m_lastServerSeq)
            return;
        m_lastServerSeq = seq;
        if (!m_sack.isActive())
            m_sack.start(std::chrono::seconds(1));
    }
    emit received(message.value("type"_L1).toString(), message.value("body"_L1).toObject(), seq);
}

void EventStream::bye(const QJsonObject &message)
{
    const QString reason = message.value("reason"_L1).toString();
    if (reason == "restarting"_L1)
        return;
    emit failed(u"socket: the server said bye (%1)"_s.arg(reason));
    close();
}

void EventStream::noteServerClock(const QJsonObject &message)
{
    const std::optional<Instant> server = fromRfc3339(message.value("server_now"_L1).toString());
    if (server)
        emit serverClock(QDateTime::currentMSecsSinceEpoch(), server->time_since_epoch().count());
}

void EventStream::dropped(const QString &why)
{
    if (!m_socket)
        return;
    forgetSocket();
    if (m_isClosed)
        return;
    emit lost(why);
    const qint64 spread = std::min(m_reconnect.spread.count() << std::min(m_attempt++, 8), m_reconnect.cap.count());
    m_retry.start(m_reconnect.base + std::chrono::milliseconds(m_random.bounded(spread + 1)));
}

void EventStream::forgetSocket()
{
    m_isWelcomed = false;
    m_resend.stop();
    m_sack.stop();
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket->deleteLater();
    m_socket = nullptr;
}

} // namespace Marathon

#include "moc_EventStream.cpp"
