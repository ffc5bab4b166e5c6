#include "server/http/GuardedConnection.h"

#include "server/http/AnswerMailbox.h"
#include "server/http/ClientFacts.h"
#include "server/http/ErrorResponse.h"
#include "server/http/HttpDispatcher.h"
#include "server/http/RouteChoice.h"
#include "server/http/WebSocketGate.h"
#include "server/http/WebSocketHandshake.h"

#include <QCoreApplication>
#include <QScopedValueRollback>
#include <QSslSocket>
#include <QThread>
#include <sys/socket.h>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Requests of one connection that are handled before others get their turn.
constexpr int requestsPerTurn = 32;

/// Room that is made for a body before it has come; a claim alone costs no more than this.
constexpr qint64 largestReserve = 64 * 1024;

QString text(const char *source)
{
    return QCoreApplication::translate("HttpFront", source);
}

/// Fields that concern this connection only, or that the guard has already acted on (RFC 9110, section 7.6.1).
bool isForGuardOnly(QByteArrayView name)
{
    return std::ranges::any_of(std::array {"Connection", "Keep-Alive", "Upgrade", "Expect", "TE", "Trailer",
                                           "Content-Length", "Proxy-Connection", HttpDispatcher::exchangeField},
                               [name](const char *field) { return name.compare(field, Qt::CaseInsensitive) == 0; });
}

} // namespace

GuardedConnection::GuardedConnection(IoContext &context, std::shared_ptr<ConnectionSlot> slot, const QHostAddress &peer,
                                     QObject *parent)
    : QObject(parent)
    , m_context(context)
    , m_slot(std::move(slot))
    , m_peer(peer)
{}

GuardedConnection::~GuardedConnection()
{
    forgetExchange();
    m_responder.reset();
    if (m_virtual)
        m_virtual->finish();
}

bool GuardedConnection::adopt(qintptr descriptor)
{
    Q_ASSERT(thread() == QThread::currentThread());
    m_socket = m_context.options.tls ? new QSslSocket(this) : new QTcpSocket(this);
    if (!m_socket->setSocketDescriptor(descriptor))
        return false;
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setReadBufferSize(
        std::max<qint64>(m_context.options.limits.readBufferBytes, m_context.options.limits.headBytes + 1));
    connect(m_socket, &QTcpSocket::readyRead, this, &GuardedConnection::process);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &GuardedConnection::bytesWritten);
    connect(m_socket, &QTcpSocket::disconnected, this, &GuardedConnection::socketDisconnected);
    m_deadline.setRemainingTime(m_context.options.limits.idle);
    if (m_context.options.tls)
        startTls();
    return true;
}

void GuardedConnection::startTls()
{
    auto *tls = qobject_cast<QSslSocket *>(m_socket);
    m_deadline.setRemainingTime(m_context.options.limits.head);
    connect(tls, &QSslSocket::encryptedBytesWritten, this, &GuardedConnection::bytesWritten);
    connect(tls, &QSslSocket::encrypted, this, [this] { m_deadline.setRemainingTime(m_context.options.limits.idle); });
    tls->setSslConfiguration(*m_context.options.tls);
    tls->startServerEncryption();
}

void GuardedConnection::process()
{
    if (m_isProcessing)
        return;
    const QScopedValueRollback processing(m_isProcessing, true);
    for (int turn = 0; turn < requestsPerTurn; ++turn) {
        const bool moved = m_state == State::Head ? readHead() : m_state == State::Body ? readBody() : false;
        if (m_state == State::Closing)
            m_socket->skip(m_socket->bytesAvailable());
        if (!moved)
            return;
    }
    QMetaObject::invokeMethod(this, &GuardedConnection::process, Qt::QueuedConnection);
}

bool GuardedConnection::readHead()
{
    if (unsentBytes() > m_context.options.limits.writeGateBytes)
        return false;
    // One empty line before a request is skipped (RFC 9112, section 2.2).
    if (!m_headBegun && m_socket->bytesAvailable() >= 2 && m_socket->peek(2) == "\r\n")
        m_socket->skip(2);
    const qint64 available = std::min<qint64>(m_socket->bytesAvailable(), m_context.options.limits.headBytes + 1);
    if (available == 0)
        return false;
    if (!m_headBegun) {
        m_headBegun = true;
        m_deadline.setRemainingTime(m_context.options.limits.head);
    }
    HeadResult result = HeadParser(m_context.options.limits).parse(m_socket->peek(available));
    if (std::holds_alternative<HeadIncomplete>(result))
        return false;
    if (const HeadFault *found = std::get_if<HeadFault>(&result)) {
        refuse(found->status, found->detail);
        return true;
    }
    m_head = std::move(std::get<RequestHead>(result));
    m_headBegun = false;
    return acceptHead();
}

bool GuardedConnection::acceptHead()
{
    if (m_head.asksForWebSocket) {
        considerUpgrade();
        return false;
    }
    m_socket->skip(m_head.size);
    RouteChoice choice = chooseRoute(m_head, m_context.routes, m_context.options);
    if (HttpResponse *response = std::get_if<HttpResponse>(&choice)) {
        // A body that nobody will read ends the connection.
        sendNow(std::move(*response), m_head.contentLength > 0 || !m_head.keepsAlive || m_context.isDraining);
        return true;
    }
    m_match = std::move(std::get<RouteMatch>(choice));
    m_body.clear();
    m_state = State::Body;
    if (m_head.contentLength > 0) {
        m_body.reserve(std::min(m_head.contentLength, largestReserve));
        m_deadline.setRemainingTime(m_context.options.limits.body);
        if (m_head.expectsContinue && m_socket->bytesAvailable() == 0)
            m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
    }
    return true;
}

void GuardedConnection::considerUpgrade()
{
    m_state = State::Upgrading;
    m_deadline.setRemainingTime(m_context.options.limits.answer);
    m_context.handler->beforeUpgrade(request({}), [self = QPointer<GuardedConnection>(this)] {
        if (self && self->m_state == State::Upgrading)
            self->acceptUpgrade();
    });
}

void GuardedConnection::acceptUpgrade()
{
    // An accepted head stays in the socket, for QWebSocketServer reads it itself.
    const HandshakeFacts facts {m_context.options.webSocketPaths.contains(m_head.path), m_context.isDraining,
                                m_socket->bytesAvailable() > m_head.size};
    HttpRequest upgrade = request({});
    std::optional<HttpResponse> refusal = refusedHandshake(m_head, facts);
    if (!refusal)
        refusal = m_context.handler->refuseUpgrade(upgrade);
    if (refusal) {
        m_socket->skip(m_head.size);
        return sendNow(std::move(*refusal), true);
    }

    m_socket->disconnect(this);
    m_state = State::HandedOver;
    m_context.metrics.countAnswer(101);
    m_context.webSockets->accept(std::exchange(m_socket, nullptr), std::move(upgrade), std::move(m_slot));
    finish();
}

bool GuardedConnection::readBody()
{
    if (m_body.size() < m_head.contentLength)
        m_body += m_socket->read(m_head.contentLength - m_body.size());
    if (m_body.size() < m_head.contentLength)
        return false;
    feed();
    return true;
}

void GuardedConnection::feed()
{
    m_state = State::Busy;
    const std::chrono::milliseconds patience = m_context.routes.spec(m_match.route).answer;
    m_deadline.setRemainingTime(patience.count() > 0 ? patience : m_context.options.limits.answer);
    m_requestTime.start();
    m_exchange = ++m_context.lastExchange;
    m_context.exchanges.insert(m_exchange, this);
    if (!m_virtual)
        m_virtual = m_context.dispatcher->open(m_peer, m_socket->peerPort());

    QByteArray clean = (m_head.method == "HEAD" ? "GET"_ba : m_head.method) + ' ' + m_head.target + " HTTP/1.1\r\n";
    for (const auto &[name, value] : m_head.headers.fields()) {
        if (!isForGuardOnly(name))
            clean += name + ": " + value + "\r\n";
    }
    clean += HttpDispatcher::exchangeField + ": "_ba + QByteArray::number(m_exchange) + "\r\n";
    if (m_head.contentLength > 0)
        clean += "Content-Length: " + QByteArray::number(m_head.contentLength) + "\r\n";
    clean += "\r\n" + std::exchange(m_body, {});
    const quint64 exchange = m_exchange;
    m_virtual->feed(std::move(clean));
    if (m_exchange == exchange && !m_responder) // Qt's own parser did not take it.
        refuse(400, text("The request cannot be understood. Send plain HTTP/1.1."));
}

void GuardedConnection::receive(const QByteArray &body, QHttpServerResponder responder)
{
    m_responder.emplace(std::move(responder));
    m_context.handler->handle(m_match.route, request(body), m_context.mailbox->responder(m_exchange));
}

HttpRequest GuardedConnection::request(const QByteArray &body) const
{
    const bool isTls = m_context.options.tls.has_value();
    const ClientFacts client = clientFacts(m_peer, isTls, m_head.headers, m_context.options.trustedProxies);
    const bool isHead = m_head.method == "HEAD";
    return {isHead ? "GET"_ba : m_head.method,
            isHead,
            m_head.path,
            m_head.query,
            m_head.headers,
            body,
            client.address,
            client.isSecure,
            m_match.arguments};
}

void GuardedConnection::answer(const HttpResponse &response)
{
    forgetExchange();
    if (m_state == State::Abandoned)
        return finish();
    Q_ASSERT(m_state == State::Busy && m_responder);
    const bool closes = !m_head.keepsAlive || m_context.isDraining || response.status == 504;
    const bool hasBody = response.status != 204 && response.status != 304;
    QtHttp::send(*m_responder, response.status, finishedFields(response, frame(closes)),
                 hasBody ? response.body : QByteArray());
    m_responder.reset();
    QByteArray bytes = m_virtual->takeWritten();
    if (m_head.method == "HEAD")
        bytes.truncate(bytes.indexOf("\r\n\r\n") + 4);
    if (!hasBody)
        QtHttp::dropLength(bytes);
    m_context.metrics.countAnswer(response.status);
    m_context.metrics.countLatency(std::chrono::microseconds(m_requestTime.nsecsElapsed() / 1000));
    m_state = State::Head;
    m_deadline.setRemainingTime(m_context.options.limits.idle);
    m_socket->write(bytes);
    if (closes)
        closeAfterWriting();
    else
        process();
}

AnswerFrame GuardedConnection::frame(bool closes)
{
    const ClientFacts client =
        clientFacts(m_peer, m_context.options.tls.has_value(), m_head.headers, m_context.options.trustedProxies);
    return {closes, m_head.minorVersion == 0, client.isSecure, m_context.date.value()};
}

void GuardedConnection::refuse(int status, const QString &detail)
{
    forgetExchange();
    m_head = {};
    sendNow(problemResponse(status, detail), true);
}

void GuardedConnection::sendNow(HttpResponse response, bool closes)
{
    m_context.metrics.countAnswer(response.status);
    if (m_head.method == "HEAD") {
        // The length is that of the body which a GET would bring (RFC 9110, section 9.3.2).
        const QByteArray bytes = serialised(response, frame(closes));
        m_socket->write(bytes.first(bytes.size() - response.body.size()));
    } else {
        m_socket->write(serialised(response, frame(closes)));
    }
    m_state = State::Head;
    m_headBegun = false;
    m_deadline.setRemainingTime(m_context.options.limits.idle);
    if (closes)
        closeAfterWriting();
}

void GuardedConnection::closeAfterWriting()
{
    m_state = State::Closing;
    bytesWritten();
}

void GuardedConnection::bytesWritten()
{
    if (m_state == State::Head) {
        if (!m_headBegun)
            m_deadline.setRemainingTime(m_context.options.limits.idle);
        process();
        return;
    }
    if (m_state != State::Closing || m_isSendingClosed)
        return;
    m_deadline.setRemainingTime(m_context.options.limits.idle);
    if (unsentBytes() > 0)
        m_socket->flush();
    if (m_state != State::Closing || m_isSendingClosed || unsentBytes() > 0) // Flushing may have come here already.
        return;
    // Only our side is closed: closing both while the client still sends would make its system throw our answer away
    // (RFC 9112, section 9.6). What it sends is discarded until it closes too, or the linger time is over.
    m_isSendingClosed = true;
    m_deadline.setRemainingTime(m_context.options.limits.linger);
    if (m_context.options.tls)
        m_socket->disconnectFromHost();
    else
        ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
}

void GuardedConnection::socketDisconnected()
{
    if (m_state == State::Busy) {
        // QtHttpServer is not told while its answer is outstanding, and the request still counts against the caps.
        m_state = State::Abandoned;
        return;
    }
    finish();
}

void GuardedConnection::sweep()
{
    if (!m_deadline.hasExpired())
        return;
    switch (m_state) {
    case State::Head:
        if (m_headBegun)
            return refuse(408, text("The request did not arrive in time. Send it again."));
        return abort();
    case State::Body:
        return refuse(408, text("The body did not arrive in time. Send the request again."));
    case State::Busy:
        return answer(problemResponse(
            504,
            text("The server took too long. Send the request again, with the same Idempotency-Key if it has one.")));
    case State::Upgrading:
    case State::Abandoned:
    case State::Closing:
        return abort();
    case State::HandedOver:
    case State::Finished:
        return;
    }
}

void GuardedConnection::drain()
{
    if (m_state == State::Head && !m_headBegun)
        closeAfterWriting();
}

void GuardedConnection::abort()
{
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
    }
    forgetExchange();
    finish();
}

void GuardedConnection::finish()
{
    if (m_state == State::Finished)
        return;
    m_state = State::Finished;
    emit finished(this);
}

void GuardedConnection::forgetExchange()
{
    if (m_exchange != 0)
        m_context.exchanges.remove(std::exchange(m_exchange, 0));
}

qint64 GuardedConnection::unsentBytes() const
{
    if (const auto *tls = qobject_cast<const QSslSocket *>(m_socket))
        return tls->bytesToWrite() + tls->encryptedBytesToWrite();
    return m_socket->bytesToWrite();
}

} // namespace Marathon

#include "moc_GuardedConnection.cpp"
