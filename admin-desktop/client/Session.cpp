#include "admin-desktop/client/Session.h"

#include <QFile>

namespace Marathon {

using namespace std::chrono_literals;

Session::Session(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_contest(clock)
    , m_commands([this](const QJsonObject &message) { m_connection.send(message); })
{
    // An import brings hundreds of unknown people at once: ask for the names once, a moment later.
    m_peopleTimer.setSingleShot(true);
    m_peopleTimer.setInterval(1s);
    connect(&m_peopleTimer, &QTimer::timeout, this, &Session::fetchPeople);
    connect(&m_contest, &LiveContest::peopleWanted, this, [this] {
        if (!m_peopleTimer.isActive())
            m_peopleTimer.start();
    });
    connect(&m_connection, &Connection::textReceived, this, &Session::takeText);
    connect(&m_connection, &Connection::stateChanged, this, &Session::takeLine);
    connect(&m_connection, &Connection::latencyMeasured, this, &Session::latencyMeasured);
    connect(&m_connection, &Connection::broke, this, [this] {
        const QString token = m_token;
        m_http.checkSession(m_connection.server(), token, [this, token](const Result<void> &result) {
            if (!result && result.error().kind == ErrorKind::NotSignedIn && token == m_token && !token.isEmpty()) {
                signOut();
                emit signedOut(tr("Your session has ended. Sign in again."));
            }
        });
    });
    connect(&m_contest, &LiveContest::resyncWanted, &m_connection, &Connection::resynchronise);
    connect(&m_inbox, &StaffInbox::eventReceived, &m_contest, &LiveContest::takeEvent);
    connect(&m_inbox, &StaffInbox::eventUnreadable, &m_contest, &LiveContest::takeUnreadable);
    connect(&m_inbox, &StaffInbox::presenceReceived, &m_contest, &LiveContest::takePresence);
    connect(&m_inbox, &StaffInbox::healthReceived, &m_contest, &LiveContest::takeHealth);
    connect(&m_inbox, &StaffInbox::commandAnswered, &m_commands, &CommandQueue::takeAnswer);
    connect(&m_inbox, &StaffInbox::welcomed, this, [this](const StaffWelcome &welcome) {
        m_contest.takeWelcome(welcome);
        if (m_isRecording)
            return;
        m_connection.confirmWelcome();
        m_commands.repeatPending();
    });
}

void Session::signIn(const QUrl &server, const QString &user, const QString &password)
{
    m_http.signIn(server, user, password, [this, server](const Result<StaffSession> &session) {
        if (!session) {
            emit refused(session.error());
            return;
        }
        m_account = session->staff;
        m_token = session->token;
        m_isRecording = false;
        emit signedIn(m_account);
        // Another server's ledger may have the same epoch's name: begin with a snapshot.
        m_connection.setResumePoint({}, 0);
        m_connection.open(server, m_token);
    });
}

void Session::signOut()
{
    if (!m_token.isEmpty())
        m_http.signOut(m_connection.server(), m_token);
    m_token.clear();
    m_connection.close();
    m_commands.abandonPending();
    m_offlineSince.reset();
    m_contest.forget();
}

Result<void> Session::openRecording(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error {ErrorKind::NotFound, tr("The recording %1 cannot be opened: %2.").arg(path, file.errorString())};
    const Result<QJsonObject> recording = parseObject(file.readAll());
    return recording ? openRecording(*recording) : Result<void>(recording.error());
}

Result<void> Session::openRecording(const QJsonObject &recording)
{
    m_isRecording = true;
    m_account = {
        .id = u"recording"_s, .username = u"recording"_s, .name = tr("Recording"), .role = Role::Admin, .halls = {}};
    emit signedIn(m_account);
    const QJsonArray messages = recording.value("messages"_L1).toArray();
    std::optional<Instant> end;
    for (const QJsonValue &message : messages) {
        if (const std::optional<Instant> at = fromRfc3339(message.toObject().value("at"_L1).toString()))
            end = at;
    }
    for (const QJsonValue &message : messages) {
        if (const Result<void> taken = m_inbox.take(message.toObject()); !taken)
            return taken;
        // What is read now happened then: nothing in a recording is new, except its last moment.
        if (end)
            m_contest.pretendNowIs(*end);
    }
    if (!m_contest.isLoaded())
        return Error {ErrorKind::Invalid, tr("The recording has no snapshot. Record it again from the beginning.")};
    return {};
}

void Session::takeText(const QByteArray &text)
{
    if (const Result<void> taken = m_inbox.take(text); !taken)
        emit troubled(tr("A message of the server could not be read: %1").arg(taken.error().message));
    m_connection.setResumePoint(m_contest.ledgerEpoch(), m_contest.isLoaded() ? m_contest.state().lastSeq : 0);
}

void Session::takeLine(LineState state)
{
    if (state == LineState::Live)
        m_offlineSince.reset();
    else if (state == LineState::Waiting && !m_offlineSince)
        m_offlineSince = m_clock.now();
    emit lineChanged(state);
}

void Session::fetchPeople()
{
    if (m_isRecording || m_token.isEmpty())
        return;
    m_http.fetchPeople(m_connection.server(), m_token, [this](const Result<QList<Person>> &people) {
        if (people)
            m_contest.takePeople(*people);
        else
            emit troubled(tr("The names of participants could not be fetched: %1").arg(people.error().message));
    });
}

} // namespace Marathon

#include "moc_Session.cpp"
