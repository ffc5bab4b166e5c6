#pragma once

#include "server/auth/FailureLimiter.h"
#include "server/auth/HashPool.h"
#include "server/engine/Engine.h"
#include "server/engine/Peers.h"

namespace Marathon {

/// Somebody who wants in.
struct SignInTry
{
    bool isStaff = false;
    QString name; ///< participant id, e-mail or username
    QByteArray password;
    QString address;
    QString client;    ///< the browser's name, reduced
    QByteArray device; ///< the device cookie, if any
};

struct SignedIn
{
    QByteArray token;
    SessionRow session;
    QByteArray device; ///< to be kept by the browser
};

/// Checks passwords and opens sessions. Lives on one thread; signIn() may be called from any.
class SignInDesk : public QObject
{
    Q_OBJECT

public:
    /// @param peers the other servers on the same database, which count the same failures; null when there are none
    SignInDesk(Engine &engine, HashPool &hashes, const Clock &clock, Peers *peers = nullptr);

    using Done = std::function<void(const Result<SignedIn> &)>;
    /// Errors: NotSignedIn (one text for unknown and wrong), TooMany with how long to wait, NotStored, Unavailable.
    void signIn(const SignInTry &attempt, QObject *receiver, Done done);
    /// On its thread: whoever asked is about to go, so nobody is answered any more.
    void stop() { m_isStopped = true; }
    /// Staff may let an account try again at once.
    void clear(const QString &account);

    static constexpr Duration participantSession = std::chrono::hours(12);
    static constexpr Duration staffSession = std::chrono::hours(14);

private:
    void check(const SignInTry &attempt, QObject *receiver, const Done &done);
    void fail(const QString &account, const QString &address);
    void open(const SignInTry &attempt, const QString &account, Role role, QObject *receiver, const Done &done);
    QByteArray secret() const;

    Engine &m_engine;
    HashPool &m_hashes;
    const Clock &m_clock;
    Peers *m_peers;
    FailureLimiter m_limiter;
    bool m_isStopped = false;
};

} // namespace Marathon
