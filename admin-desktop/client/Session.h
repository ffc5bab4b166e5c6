#pragma once

#include "admin-desktop/client/CommandQueue.h"
#include "admin-desktop/client/Connection.h"
#include "admin-desktop/client/LiveContest.h"
#include "admin-desktop/client/StaffHttp.h"
#include "admin-desktop/client/StaffInbox.h"

namespace Marathon {

/// One console at one server: wires the line, the inbox, the fold and the commands together, and keeps the directory of
/// names fresh. Also opens a recording, which then takes the server's place.
class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(const Clock &clock, QObject *parent = nullptr);

    LiveContest &contest() { return m_contest; }
    CommandQueue &commands() { return m_commands; }
    const StaffAccount &account() const { return m_account; }
    LineState line() const { return m_connection.state(); }
    QUrl server() const { return m_connection.server(); }
    bool isRecording() const { return m_isRecording; }
    /// Since when the line is down; nothing while it is up.
    std::optional<Instant> offlineSince() const { return m_offlineSince; }

    void signIn(const QUrl &server, const QString &user, const QString &password);
    void signOut();
    /// A file of the server's messages in order: {"messages": [welcome, event, presence, ...]}. Errors: NotFound,
    /// Malformed, Invalid.
    Result<void> openRecording(const QString &path);
    Result<void> openRecording(const QJsonObject &recording);

signals:
    void signedIn(const Marathon::StaffAccount &account);
    void refused(const Marathon::Error &error);
    /// The session is over (ended by somebody, or expired): sign in again.
    void signedOut(const QString &why);
    void lineChanged(Marathon::LineState state);
    void latencyMeasured(int milliseconds);
    /// Something went wrong that does not stop the stream; for people.
    void troubled(const QString &what);

private:
    void takeText(const QByteArray &text);
    void takeLine(LineState state);
    void fetchPeople();

    const Clock &m_clock;
    StaffHttp m_http;
    Connection m_connection;
    StaffInbox m_inbox;
    LiveContest m_contest;
    CommandQueue m_commands;
    QTimer m_peopleTimer;
    StaffAccount m_account;
    QString m_token;
    std::optional<Instant> m_offlineSince;
    bool m_isRecording = false;
};

} // namespace Marathon
