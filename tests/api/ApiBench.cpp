#include "tests/api/ApiBench.h"

#include "server/ops/ControlFile.h"
#include "shared/protocol/Json.h"
#include "tests/support/TestDatabase.h"

#include <QEventLoop>
#include <QFile>
#include <QNetworkReply>
#include <QTimer>
#include <QUrl>

namespace Marathon {

namespace {

constexpr int patience = 60'000; ///< milliseconds, for a loaded machine; nothing waits this long when all is well

} // namespace

QJsonValue HttpAnswer::json() const
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    return document.isArray()    ? QJsonValue(document.array())
           : document.isObject() ? QJsonValue(document.object())
                                 : QJsonValue(QJsonValue::Undefined);
}

ApiBench::ApiBench()
{
    qputenv("MARATHON_ADMIN_PASSWORD", password);
    ServerConfig config;
    config.listenAddress = QHostAddress::LocalHost;
    config.data = data.filePath(u"data"_s);
    config.ioThreads = 2;
    config.database = newTestDatabase();
    config.participantPages = data.filePath(u"pages"_s);
    QDir().mkpath(config.participantPages);
    for (const char *name : {"index.html", "leaderboard.html"}) {
        QFile page(config.participantPages + u'/' + QString::fromLatin1(name));
        if (!page.open(QIODevice::WriteOnly) || page.write("<!doctype html><title>page</title>") < 0)
            qFatal("the page cannot be written");
    }
    m_server = std::make_unique<ServerProcess>(config);
    const Result<ServerStarted> started = m_server->start();
    if (!started)
        qFatal("the server did not start: %s", qPrintable(started.error().message));
    m_host = QUrl(started->url).authority();
    const Result<std::optional<ControlInfo>> control = readControlFile(DataDirectory(config.data));
    if (!control || !*control)
        qFatal("there is no control.json");
    m_tokens.insert(Role::Judge, (*control)->token.toLatin1());

    administer({{"command"_L1, "contest.import"_L1}, {"dir"_L1, m_folder.path()}});
    administer(
        {{"command"_L1, "participants.import"_L1},
         {"csv"_L1,
          u"participant_id,name,email,password,college,department,hall,seat\n"
          "P1,First,first@example.org,%1,North,CS,H1,A-1\nP2,Second,second@example.org,%1,South,CS,H2,A-2\n"_s.arg(
              QLatin1StringView(password))}});
    for (const Role role : {Role::Viewer, Role::Proctor, Role::Operator}) {
        QJsonObject member {{"command"_L1, "staff.add"_L1},
                            {"username"_L1, nameOf(role)},
                            {"role"_L1, nameOf(role)},
                            {"password"_L1, QLatin1StringView(password)}};
        if (role == Role::Proctor)
            member.insert("halls"_L1, QJsonArray {"H1"_L1});
        administer(member);
    }
}

QJsonObject ApiBench::administer(QJsonObject command)
{
    const HttpAnswer answer = call("POST", u"/api/control"_s, Role::Judge, toBytes(command));
    if (answer.status != 200)
        qFatal("%s was refused: %s", qPrintable(command.value("command"_L1).toString()), qPrintable(answer.text()));
    return answer.object();
}

QByteArray ApiBench::signIn(Role role)
{
    const bool isParticipant = role == Role::Participant;
    const QJsonObject body =
        isParticipant ? QJsonObject {{"participant_id"_L1, "P1"_L1}, {"password"_L1, QLatin1StringView(password)}}
                      : QJsonObject {{"username"_L1, nameOf(role)}, {"password"_L1, QLatin1StringView(password)}};
    const HttpAnswer answer =
        call("POST", isParticipant ? u"/api/auth/participant/login"_s : u"/api/auth/staff/login"_s, Role::Nobody,
             toBytes(body));
    if (answer.status != 200)
        qFatal("%s could not sign in: %s", qPrintable(nameOf(role)), qPrintable(answer.text()));
    return answer.object().value("token"_L1).toString().toLatin1();
}

QByteArray ApiBench::token(Role role)
{
    if (role != Role::Nobody && !m_tokens.contains(role))
        m_tokens.insert(role, signIn(role));
    return m_tokens.value(role);
}

QByteArray ApiBench::judgeToken() const
{
    QFile file(data.filePath(u"data/judge.token"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
}

HttpAnswer ApiBench::call(const QByteArray &method, const QString &path, Role role, const QByteArray &body,
                          QMap<QByteArray, QByteArray> fields, Proof proof)
{
    const QByteArray shown = token(role);
    if (!shown.isEmpty() && proof == Proof::Bearer)
        fields.insert("Authorization", "Bearer " + shown);
    if (!shown.isEmpty() && proof == Proof::Cookie)
        fields.insert("Cookie", "marathon_session=" + shown);
    return send(method, path, body, fields);
}

HttpAnswer ApiBench::send(const QByteArray &method, const QString &path, const QByteArray &body,
                          const QMap<QByteArray, QByteArray> &fields)
{
    QNetworkRequest request(QUrl(u"http://"_s + m_host + path));
    // Else the cookies of one role's sign-in would speak for the next.
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    if (!body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    for (auto field = fields.begin(); field != fields.end(); ++field)
        request.setRawHeader(field.key(), field.value());
    std::unique_ptr<QNetworkReply> reply(m_network.sendCustomRequest(request, method, body));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(patience, &loop, &QEventLoop::quit);
    loop.exec();
    HttpAnswer answer {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                       reply->header(QNetworkRequest::ContentTypeHeader).toByteArray().split(';').first().trimmed(),
                       reply->readAll()};
    for (const auto &[name, value] : reply->rawHeaderPairs())
        answer.fields.insert(name.toLower(), value);
    return answer;
}

} // namespace Marathon
