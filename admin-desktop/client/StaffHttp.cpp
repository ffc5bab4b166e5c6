#include "admin-desktop/client/StaffHttp.h"

#include <QNetworkReply>
#include <QUrlQuery>

namespace Marathon {

namespace {

struct SignInBody
{
    QString username;
    QString password;
};
template <typename Fields>
void describe(Fields &fields, SignInBody &body)
{
    fields("username", body.username);
    fields("password", body.password);
}

struct PeoplePage
{
    QList<Person> people;
};
template <typename Fields>
void describe(Fields &fields, PeoplePage &page)
{
    fields("people", page.people);
}

QNetworkRequest requestFor(const QUrl &server, const QString &path, const QString &token)
{
    QUrl address = server;
    QString base = server.path();
    while (base.endsWith(u'/'))
        base.chop(1);
    address.setPath(base + path);
    QNetworkRequest request(address);
    request.setTransferTimeout(15'000);
    request.setRawHeader("Accept", "application/json");
    if (!token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + token.toUtf8());
    return request;
}

/// The body of a good answer, or the error in words (RFC 9457 `detail` when the server gave one).
Result<QByteArray> bodyOf(QNetworkReply &reply)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QByteArray body = reply.readAll();
    if (status >= 200 && status < 300)
        return body;
    if (status == 0) {
        return Error {ErrorKind::Unavailable,
                      QCoreApplication::translate("StaffHttp", "The server %1 cannot be reached: %2.")
                          .arg(reply.url().toString(QUrl::RemovePath | QUrl::RemoveQuery), reply.errorString())};
    }
    const QJsonObject problem = QJsonDocument::fromJson(body).object();
    QString detail = problem.value("detail"_L1).toString(problem.value("title"_L1).toString());
    if (detail.isEmpty())
        detail = QCoreApplication::translate("StaffHttp", "The server answered with status %1.").arg(status);
    const ErrorKind kind = status == 401   ? ErrorKind::NotSignedIn
                           : status == 403 ? ErrorKind::NotAllowed
                           : status == 429 ? ErrorKind::TooMany
                                           : ErrorKind::Unavailable;
    return Error {kind, detail, {}, reply.rawHeader("Retry-After").toInt() * 1000};
}

/// A list is an array, or an object with the array under its own name and perhaps a `next_cursor`.
QJsonArray peopleIn(const QJsonDocument &document)
{
    if (document.isArray())
        return document.array();
    for (const QLatin1StringView name : {"participants"_L1, "items"_L1, "rows"_L1}) {
        if (document.object().value(name).isArray())
            return document.object().value(name).toArray();
    }
    return {};
}

} // namespace

StaffHttp::StaffHttp(QObject *parent)
    : QObject(parent)
{}

void StaffHttp::signIn(const QUrl &server, const QString &user, const QString &password,
                       std::function<void(Result<StaffSession>)> done)
{
    QNetworkRequest request = requestFor(server, u"/api/auth/staff/login"_s, {});
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    QNetworkReply *reply = m_network.post(request, toBytes(toJson(SignInBody {user, password})));
    connect(reply, &QNetworkReply::finished, this, [reply, done = std::move(done)] {
        reply->deleteLater();
        const Result<QByteArray> body = bodyOf(*reply);
        if (!body)
            return done(body.error());
        const Result<QJsonObject> object = parseObject(*body);
        done(object ? fromJson<StaffSession>(*object) : Result<StaffSession>(object.error()));
    });
}

void StaffHttp::signOut(const QUrl &server, const QString &token)
{
    QNetworkReply *reply = m_network.post(requestFor(server, u"/api/auth/logout"_s, token), QByteArray());
    connect(reply, &QNetworkReply::finished, reply, &QNetworkReply::deleteLater);
}

void StaffHttp::fetchPeople(const QUrl &server, const QString &token, std::function<void(Result<QList<Person>>)> done)
{
    fetchPage(server, token, {}, {}, std::move(done));
}

void StaffHttp::fetchPage(const QUrl &server, const QString &token, const QString &cursor, QList<Person> soFar,
                          std::function<void(Result<QList<Person>>)> done)
{
    QNetworkRequest request = requestFor(server, u"/api/staff/participants"_s, token);
    QUrl address = request.url();
    QUrlQuery query;
    query.addQueryItem(u"limit"_s, u"1000"_s);
    if (!cursor.isEmpty())
        query.addQueryItem(u"cursor"_s, QString::fromLatin1(QUrl::toPercentEncoding(cursor)));
    address.setQuery(query);
    request.setUrl(address);
    QNetworkReply *reply = m_network.get(request);
    connect(reply, &QNetworkReply::finished, this,
            [this, reply, server, token, soFar = std::move(soFar), done = std::move(done)]() mutable {
                reply->deleteLater();
                const Result<QByteArray> body = bodyOf(*reply);
                if (!body)
                    return done(body.error());
                const QJsonDocument document = QJsonDocument::fromJson(*body);
                const Result<PeoplePage> page = fromJson<PeoplePage>(QJsonObject {{"people"_L1, peopleIn(document)}});
                if (!page)
                    return done(page.error());
                soFar += page->people;
                const QString next = document.object().value("next_cursor"_L1).toString();
                if (next.isEmpty() || page->people.isEmpty())
                    return done(soFar);
                fetchPage(server, token, next, std::move(soFar), std::move(done));
            });
}

void StaffHttp::checkSession(const QUrl &server, const QString &token, std::function<void(Result<void>)> done)
{
    QNetworkReply *reply = m_network.get(requestFor(server, u"/api/auth/session"_s, token));
    connect(reply, &QNetworkReply::finished, this, [reply, done = std::move(done)] {
        reply->deleteLater();
        const Result<QByteArray> body = bodyOf(*reply);
        done(body ? Result<void>() : Result<void>(body.error()));
    });
}

} // namespace Marathon

#include "moc_StaffHttp.cpp"
