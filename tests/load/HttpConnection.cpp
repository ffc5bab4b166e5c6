#include "tests/load/HttpConnection.h"

#include <QSslSocket>
#include <QTcpSocket>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

HttpConnection::HttpConnection(QUrl server, QObject *parent)
    : QObject(parent)
    , m_server(std::move(server))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { giveUp(u"no answer in %1 s"_s.arg(m_timeout.count() / 1000)); });
}

HttpConnection::~HttpConnection()
{
    dropSocket();
}

void HttpConnection::send(const QByteArray &method, const QString &path, const QByteArray &body, Handler handler,
                          QList<Field> fields)
{
    const int port = m_server.port(-1);
    QByteArray host = m_server.host().toLatin1();
    if (host.contains(':'))
        host = '[' + host + ']';
    QByteArray bytes = method + ' ' + QUrl(path).toEncoded() + " HTTP/1.1\r\nHost: " + host;
    if (port != -1)
        bytes += ':' + QByteArray::number(port);
    bytes += "\r\nAccept: application/json\r\nUser-Agent: marathon-rehearse\r\n";
    if (!m_token.isEmpty())
        bytes += "Authorization: Bearer " + m_token + "\r\n";
    for (const auto &[name, value] : fields)
        bytes += name + ": " + value + "\r\n";
    if (method != "GET")
        bytes += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
    m_queue.push({bytes + "\r\n" + body, std::move(handler), momentNow()});
    if (m_queue.size() == 1)
        next();
}

void HttpConnection::next()
{
    if (m_queue.empty())
        return;
    m_reader = std::make_unique<HttpAnswerReader>();
    m_timer.start(m_timeout);
    m_isReused = m_socket != nullptr;
    if (m_socket)
        return write();
    const bool isSecure = m_server.scheme() == "https"_L1;
    m_socket = isSecure ? new QSslSocket(this) : new QTcpSocket(this);
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpConnection::read);
    connect(m_socket, &QTcpSocket::disconnected, this, &HttpConnection::closed);
    connect(m_socket, &QTcpSocket::errorOccurred, this, &HttpConnection::closed);
    if (auto *secure = qobject_cast<QSslSocket *>(m_socket)) {
        connect(secure, &QSslSocket::encrypted, this, &HttpConnection::write);
        secure->connectToHostEncrypted(m_server.host(), quint16(m_server.port(443)));
    } else {
        connect(m_socket, &QTcpSocket::connected, this, &HttpConnection::write);
        m_socket->connectToHost(m_server.host(), quint16(m_server.port(80)));
    }
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
}

void HttpConnection::write()
{
    m_socket->write(m_queue.front().bytes);
}

void HttpConnection::read()
{
    const QByteArray bytes = m_socket->readAll();
    if (!m_reader)
        return dropSocket();
    if (m_reader->feed(bytes) != HttpAnswerReader::State::NeedsMore)
        finish(m_reader->answer());
}

void HttpConnection::closed()
{
    const QString why = m_socket ? m_socket->errorString() : QString();
    if (!m_reader)
        return dropSocket();
    if (!m_reader->hasBytes() && m_isReused && !m_queue.front().isRepeat) {
        m_queue.front().isRepeat = true;
        dropSocket();
        return next();
    }
    if (m_reader->hasBytes() && m_reader->end() == HttpAnswerReader::State::Complete)
        return finish(m_reader->answer());
    giveUp(why.isEmpty() ? u"the connection was closed"_s : why);
}

void HttpConnection::giveUp(const QString &why)
{
    dropSocket();
    finish({.status = 0, .body = {}, .fields = {}, .error = why});
}

void HttpConnection::finish(const HttpAnswer &given)
{
    const HttpAnswer answer = given;
    if (!m_reader->keepsAlive())
        dropSocket();
    m_reader.reset();
    m_timer.stop();
    const Request request = std::move(m_queue.front());
    m_queue.pop();
    // The handler may send more, or destroy this connection's owner only later: it never deletes us directly.
    const bool wasLast = m_queue.empty();
    request.handler(answer, spanBetween(request.queuedAt, momentNow()));
    if (!wasLast)
        next();
}

void HttpConnection::dropSocket()
{
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket->deleteLater();
    m_socket = nullptr;
}

} // namespace Marathon

#include "moc_HttpConnection.cpp"
