#include "tests/load/StaffObserver.h"

#include "shared/core/Clock.h"

#include <QJsonDocument>
#include <QNetworkRequest>
#include <QUuid>
#include <QWebSocket>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

StaffObserver::StaffObserver(QUrl server, QString username, QString password, QObject *parent)
    : QObject(parent)
    , m_server(std::move(server))
    , m_username(std::move(username))
    , m_password(std::move(password))
    , m_http(m_server)
    , m_clientId(QUuid::createUuid().toString(QUuid::WithoutBraces))
{
    // An export of a whole contest takes longer than a page's request.
    m_http.setTimeout(120s);
}

StaffObserver::~StaffObserver()
{
    forgetSocket();
}

void StaffObserver::start()
{
    const QJsonObject body {{u"username"_s, m_username}, {u"password"_s, m_password}};
    m_http.send("POST", u"/api/auth/staff/login"_s, QJsonDocument(body).toJson(QJsonDocument::Compact),
                [this](const HttpAnswer &answer, Span) {
                    if (!answer.isOk()) {
                        emit refused(answer.described("POST", u"/api/auth/staff/login"_s));
                        return;
                    }
                    m_token = answer.json().value("token"_L1).toString().toLatin1();
                    m_http.setToken(m_token);
                    open();
                });
}

void StaffObserver::open()
{
    if (m_isClosed)
        return;
    forgetSocket();
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    m_socket->setMaxAllowedIncomingMessageSize(256 * 1024 * 1024);
    m_socket->setMaxAllowedIncomingFrameSize(256 * 1024 * 1024);
    connect(m_socket, &QWebSocket::textMessageReceived, this, &StaffObserver::read);
    connect(m_socket, &QWebSocket::connected, this, [this] {
        const QJsonObject hello {{u"t"_s, u"hello"_s},
                                 {u"v"_s, 1},
                                 {u"client_id"_s, m_clientId},
                                 {u"contest_id"_s, u"current"_s},
                                 {u"ledger_epoch"_s, m_epoch},
                                 {u"last_seq"_s, m_log.lastSeq},
                                 {u"topics"_s, QJsonArray {u"ledger"_s}}};
        m_socket->sendTextMessage(QString::fromUtf8(QJsonDocument(hello).toJson(QJsonDocument::Compact)));
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
    QUrl address = m_server;
    address.setScheme(m_server.scheme() == "https"_L1 ? u"wss"_s : u"ws"_s);
    address.setPath(u"/ws/staff"_s);
    QNetworkRequest request(address);
    request.setRawHeader("Authorization", "Bearer " + m_token);
    m_socket->open(request);
}

void StaffObserver::read(const QString &text)
{
    const QJsonObject message = QJsonDocument::fromJson(text.toUtf8()).object();
    const QString kind = message.value("t"_L1).toString();
    if (kind == "event"_L1)
        return note(message);
    if (kind != "welcome"_L1)
        return;
    const QString epoch = message.value("ledger_epoch"_L1).toString();
    if (!m_epoch.isEmpty() && epoch != m_epoch)
        emit failed(u"staff socket: the ledger has a new epoch, so events were lost"_s);
    m_epoch = epoch;
    if (m_isReady && !message.value("snapshot"_L1).isNull())
        emit failed(u"staff socket: a snapshot instead of the missed events"_s);
    if (!m_isReady) {
        m_isReady = true;
        m_log.lastSeq = message.value("seq"_L1).toInteger();
        emit ready();
    }
}

void StaffObserver::note(const QJsonObject &event)
{
    const qint64 seq = event.value("seq"_L1).toInteger();
    if (seq <= m_log.lastSeq) {
        ++m_log.repeats;
        return;
    }
    m_log.gaps += seq - m_log.lastSeq - 1;
    m_log.lastSeq = seq;
    if (const std::optional<Instant> at = fromRfc3339(event.value("at"_L1).toString()))
        m_log.atMs.insert(seq, at->time_since_epoch().count());
    const QString type = event.value("type"_L1).toString();
    const QJsonObject body = event.value("body"_L1).toObject();
    if (type == "incident.recorded"_L1) {
        const QString key = body.value("incident_id"_L1).toString() + u'/' + body.value("phase"_L1).toString();
        if (!m_log.incidents.contains(key))
            m_log.incidents.insert(key, momentNow());
        // The same report again gives no event. A repeat of the kind within the cooldown gives one with a larger count,
        // and what the server does by itself (an open incident rises) has another actor.
        if (event.value("actor"_L1).toString() == "participant"_L1)
            ++m_log.reports[key + u'/' + QString::number(body.value("count"_L1).toInteger())];
    } else if (type == "submission.received"_L1) {
        ++m_log.submissionRefs[body.value("client_ref"_L1).toString()];
        m_log.submissions.insert(body.value("submission_id"_L1).toString());
    }
}

void StaffObserver::announce(const QString &text)
{
    const QJsonObject body {{u"text"_s, text}};
    const QByteArray key = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    m_http.send("POST", u"/api/staff/announcements"_s, QJsonDocument(body).toJson(QJsonDocument::Compact),
                [this](const HttpAnswer &answer, Span) {
                    if (!answer.isOk())
                        emit failed(answer.described("POST", u"/api/staff/announcements"_s));
                },
                {{"Idempotency-Key", key}});
}

void StaffObserver::fetchExport(const QString &kind,
                                const std::function<void(const QJsonArray &rows, const QString &error)> &done)
{
    const QString path = u"/api/staff/export/%1.json"_s.arg(kind);
    m_http.send("GET", path, {}, [path, done](const HttpAnswer &answer, Span) {
        const QJsonDocument document = QJsonDocument::fromJson(answer.body);
        if (!answer.isOk())
            return done({}, answer.described("GET", path));
        if (!document.isArray())
            return done({}, u"GET %1: not an array of rows"_s.arg(path));
        done(document.array(), {});
    });
}

void StaffObserver::dropped(const QString &why)
{
    if (!m_socket)
        return;
    forgetSocket();
    if (m_isClosed)
        return;
    ++m_log.reconnects;
    emit failed(u"staff socket lost: %1"_s.arg(why));
    QTimer::singleShot(500ms, this, &StaffObserver::open);
}

void StaffObserver::forgetSocket()
{
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket->deleteLater();
    m_socket = nullptr;
}

void StaffObserver::close()
{
    m_isClosed = true;
    forgetSocket();
}

} // namespace Marathon

#include "moc_StaffObserver.cpp"
