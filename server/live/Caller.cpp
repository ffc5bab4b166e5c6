#include "server/live/Caller.h"

#include "server/auth/Tokens.h"

#include <QUrl>

namespace Marathon {

namespace {

QByteArray bearerOf(const HttpRequest &request)
{
    const QByteArray field = request.headers.value("Authorization");
    return field.left(7).compare("Bearer ", Qt::CaseInsensitive) == 0 ? field.mid(7).trimmed() : QByteArray();
}

QByteArray cookieOf(const HttpRequest &request)
{
    return request.cookie(sessionCookie).toLatin1();
}

} // namespace

bool hasUnknownToken(const HttpRequest &request, const Snapshot &snapshot)
{
    const QByteArray bearer = bearerOf(request);
    const QByteArray token = bearer.isEmpty() ? cookieOf(request) : bearer;
    return !token.isEmpty() && !snapshot.sessions.contains(tokenHash(token));
}

Caller callerOf(const HttpRequest &request, const Snapshot &snapshot, Instant now)
{
    Caller caller;
    QByteArray token = bearerOf(request);
    if (token.isEmpty()) {
        token = cookieOf(request);
        caller.isByCookie = !token.isEmpty();
    }
    if (token.isEmpty())
        return caller;
    const auto session = snapshot.sessions.constFind(tokenHash(token));
    if (session == snapshot.sessions.constEnd() || session->expiresAt <= now)
        return caller;
    caller.role = session->role;
    caller.account = session->account;
    caller.session = session->session;
    caller.expiresAt = session->expiresAt;
    if (const StaffRow *member = caller.isStaff() ? snapshot.directory->member(caller.account) : nullptr) {
        // Rights follow the account as it is now, not as it was at sign-in.
        caller.role = member->role;
        caller.halls = member->role == Role::Admin ? QSet<QString>() : member->halls;
    }
    return caller;
}

bool isOwnOrigin(const HttpRequest &request, const QString &publicOrigin)
{
    const QString origin = QString::fromLatin1(request.headers.value("Origin"));
    if (origin.isEmpty() || origin == u"null")
        return false;
    if (!publicOrigin.isEmpty())
        return origin == publicOrigin;
    const QUrl url(origin);
    const QString host = url.port() < 0 ? url.host() : url.host() + u':' + QString::number(url.port());
    return host.compare(QString::fromLatin1(request.headers.value("Host")), Qt::CaseInsensitive) == 0 ||
           (url.host().contains(u':') && u'[' + url.host() + u"]:"_s + QString::number(url.port()) ==
                                             QString::fromLatin1(request.headers.value("Host")));
}

} // namespace Marathon
