#include "admin-desktop/client/Connection.h"

#include <QNetworkRequest>
#include <QRandomGenerator>
#include <QUuid>

namespace Marathon {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds beatInterval = 5s;
constexpr std::chrono::milliseconds silenceLimit = 15s;

/// The first message of a console on its socket. The standings are not subscribed to: they follow from the ledger by
/// the same function as on the server.
struct Hello
{
    QString t = u"hello"_s;
    int version = 1;
    QString clientId;
    QString contestId = u"current"_s;
    QString ledgerEpoch;
    qint64 lastSeq = 0;
    QList<QString> topics {u"ledger"_s, u"presence"_s, u"health"_s};
};
template <typename Fields>
void describe(Fields &fields, Hello &hello)
{
    fields("t", hello.t);
    fields("v", hello.version);
    fields("client_id", hello.clientId);
    fields("contest_id", hello.contestId);
    fields("ledger_epoch", hello.ledgerEpoch);
    fields("last_seq", hello.lastSeq);
    fields("topics", hello.topics);
}

} // namespace

Connection::Connection(QObject *parent)
    : QObject(parent)
    , m_clientId(QUuid::createUuid().toString(QUuid::WithoutBraces))
{
    m_retry.setSingleShot(true);
    m_beat.setInterval(beatInterval);
    connect(&m_retry, &QTimer::timeout, this, &Connection::connectNow);
    connect(&m_beat, &QTimer::timeout, this, &Connection::beat);
    connect(&m_socket, &QWebSocket::connected, this, &Connection::sayHello);
    connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString &text) {
        m_lastHeard.start();
        emit textReceived(text.toUtf8());
    });
    connect(&m_socket, &QWebSocket::pong, this, [this](quint64 elapsed) {
        m_lastHeard.start();
        emit latencyMeasured(int(elapsed));
    });
    connect(&m_socket, &QWebSocket::disconnected, this,
            [this] { lose(m_socket.closeReason().isEmpty() ? m_socket.errorString() : m_socket.closeReason()); });
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(&m_socket, &QWebSocket::errorOccurred, this, [this] { lose(m_socket.errorString()); });
#else
    connect(&m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this,
            [this] { lose(m_socket.errorString()); });
#endif
}

Connection::~Connection()
{
    // The socket says goodbye while it is destroyed; nobody is left to hear it.
    m_socket.disconnect(this);
}

QUrl Connection::socketAddress(const QUrl &server)
{
    QUrl address = server;
    address.setScheme(server.scheme() == "https"_L1 || server.scheme() == "wss"_L1 ? u"wss"_s : u"ws"_s);
    QString path = server.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    address.setPath(path + u"/ws/staff"_s);
    return address;
}

std::chrono::milliseconds Connection::pauseBefore(int attempt, double chance)
{
    const std::chrono::milliseconds full =
        std::min<std::chrono::milliseconds>(15s, 500ms * (1 << std::min(attempt - 1, 5)));
    return std::chrono::milliseconds(qint64(double(full.count()) * (1.0 - 0.5 * chance)));
}

void Connection::open(const QUrl &server, const QString &token)
{
    m_server = server;
    m_token = token;
    m_attempt = 0;
    connectNow();
}

void Connection::close()
{
    setState(LineState::Off);
    m_retry.stop();
    m_beat.stop();
    m_token.clear();
    m_socket.close();
}

void Connection::setResumePoint(const QString &epoch, qint64 lastSeq)
{
    m_epoch = epoch;
    m_lastSeq = lastSeq;
}

void Connection::resynchronise()
{
    if (m_state == LineState::Off)
        return;
    setState(LineState::Connecting);
    // Not from within the socket's own signal, which may be the one that brought us here. A running timer also says
    // that this break is our own.
    m_retry.start(0ms);
    m_socket.abort();
}

void Connection::send(const QJsonObject &message)
{
    if (m_state == LineState::Live)
        m_socket.sendTextMessage(QString::fromUtf8(toBytes(message)));
}

void Connection::confirmWelcome()
{
    m_attempt = 0;
    setState(LineState::Live);
    m_beat.start();
    beat();
}

void Connection::connectNow()
{
    setState(LineState::Connecting);
    QNetworkRequest request(socketAddress(m_server));
    request.setRawHeader("Authorization", "Bearer " + m_token.toUtf8());
    m_lastHeard.start();
    m_socket.open(request);
}

void Connection::sayHello()
{
    m_lastHeard.start();
    const Hello hello {.clientId = m_clientId, .ledgerEpoch = m_epoch, .lastSeq = m_lastSeq};
    m_socket.sendTextMessage(QString::fromUtf8(toBytes(toJson(hello))));
    m_beat.start();
}

void Connection::lose(const QString &why)
{
    if (m_state == LineState::Off || m_state == LineState::Waiting || m_retry.isActive())
        return;
    m_beat.stop();
    ++m_attempt;
    m_retry.start(pauseBefore(m_attempt, QRandomGenerator::global()->generateDouble()));
    setState(LineState::Waiting);
    emit broke(why);
}

void Connection::beat()
{
    if (m_lastHeard.hasExpired(silenceLimit.count())) {
        m_socket.abort();
        lose(tr("The server has not answered for %n second(s).", nullptr, int(silenceLimit / 1s)));
        return;
    }
    m_socket.ping();
}

void Connection::setState(LineState state)
{
    if (m_state == state)
        return;
    m_state = state;
    emit stateChanged(state);
}

} // namespace Marathon

#include "moc_Connection.cpp"
