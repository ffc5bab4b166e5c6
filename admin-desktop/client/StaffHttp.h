#pragma once

#include "admin-desktop/client/StaffMessages.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>
#include <functional>

namespace Marathon {

/// What staff/login answers.
struct StaffSession
{
    QString token;
    Instant expiresAt {};
    QString sessionId;
    StaffAccount staff;
};
template <typename Fields>
void describe(Fields &fields, StaffSession &session)
{
    fields("token", session.token);
    fields.maybe("expires_at", session.expiresAt);
    fields.maybe("session_id", session.sessionId);
    fields("staff", session.staff);
}

/// The few things that a console asks over HTTP: signing in and out, and the directory of names.
class StaffHttp : public QObject
{
    Q_OBJECT

public:
    explicit StaffHttp(QObject *parent = nullptr);

    /// POST /api/auth/staff/login. Errors: NotSignedIn for a wrong name or password, TooMany with a time to wait,
    /// Unavailable when the server cannot be reached.
    void signIn(const QUrl &server, const QString &user, const QString &password,
                std::function<void(Result<StaffSession>)> done);
    /// POST /api/auth/logout; the answer does not matter any more.
    void signOut(const QUrl &server, const QString &token);
    /// GET /api/staff/participants, all pages.
    void fetchPeople(const QUrl &server, const QString &token, std::function<void(Result<QList<Person>>)> done);
    /// GET /api/auth/session: is the token still good? An error of kind NotSignedIn says it is not.
    void checkSession(const QUrl &server, const QString &token, std::function<void(Result<void>)> done);

private:
    void fetchPage(const QUrl &server, const QString &token, const QString &cursor, QList<Person> soFar,
                   std::function<void(Result<QList<Person>>)> done);

    QNetworkAccessManager m_network;
};

} // namespace Marathon
