#pragma once

#include "server/ServerProcess.h"
#include "shared/domain/Role.h"
#include "tests/import/ContestFolderBuilder.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QNetworkAccessManager>
#include <QTemporaryDir>

namespace Marathon {

/// One answer of the server.
struct HttpAnswer
{
    int status = 0;
    QByteArray mediaType; ///< without parameters
    QByteArray body;
    QMap<QByteArray, QByteArray> fields {}; ///< names in lower case

    QJsonValue json() const;
    QJsonObject object() const { return json().toObject(); }
    /// For messages of a test.
    QString text() const { return QString::number(status) + u' ' + QString::fromUtf8(body.left(400)); }
};

/// How a call shows who it is.
enum class Proof { Bearer, Cookie };

/// A whole server in this process, on a free port: a contest of two rounds, P1 in hall H1 and P2 in hall H2, and one
/// member of the staff of each role; the proctor works in hall H1.
class ApiBench
{
public:
    ApiBench();

    /// Calls as somebody of this role (Role::Judge: the server's own command line).
    HttpAnswer call(const QByteArray &method, const QString &path, Role role, const QByteArray &body = {},
                    QMap<QByteArray, QByteArray> fields = {}, Proof proof = Proof::Bearer);
    HttpAnswer send(const QByteArray &method, const QString &path, const QByteArray &body,
                    const QMap<QByteArray, QByteArray> &fields);
    /// A command of the command line. Ends the program when it is refused: the bench is then no use.
    QJsonObject administer(QJsonObject command);
    /// A new session of the first participant, or of the member of the staff with this role.
    QByteArray signIn(Role role);
    QByteArray token(Role role);
    void setToken(Role role, const QByteArray &token) { m_tokens.insert(role, token); }
    QByteArray judgeToken() const;

    QString host() const { return m_host; }
    QTemporaryDir data;

    static constexpr auto password = "seven brown horses";

private:
    ContestFolderBuilder m_folder;
    std::unique_ptr<ServerProcess> m_server;
    QNetworkAccessManager m_network;
    QString m_host;
    QMap<Role, QByteArray> m_tokens;
};

} // namespace Marathon
