#include "server/api/SignInDesk.h"

#include "server/auth/Tokens.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QUuid>

namespace Marathon {

namespace {

void answer(QObject *receiver, const SignInDesk::Done &done, const Result<SignedIn> &result)
{
    QMetaObject::invokeMethod(
        receiver, [done, result] { done(result); }, Qt::QueuedConnection);
}

/// The waits differ, so that those who were sent back do not all return in the same second.
Error tooManyAtOnce()
{
    return {ErrorKind::Unavailable,
            SignInDesk::tr("Very many people are signing in. Try again in a moment."),
            {},
            2000 + int(QRandomGenerator::global()->bounded(6000))};
}

} // namespace

SignInDesk::SignInDesk(Engine &engine, HashPool &hashes, const Clock &clock, Peers *peers)
    : m_engine(engine)
    , m_hashes(hashes)
    , m_clock(clock)
    , m_peers(peers)
{
    if (!m_peers)
        return;
    connect(m_peers, &Peers::failuresRead, this, [this](const QList<SignInFailure> &failures) {
        for (const SignInFailure &failure : failures) {
            if (failure.cleared)
                m_limiter.clear(failure.account);
            else
                m_limiter.fail(failure.account, failure.address, failure.at);
        }
    });
}

void SignInDesk::fail(const QString &account, const QString &address)
{
    const Instant now = m_clock.now();
    m_limiter.fail(account, address, now);
    if (m_peers)
        m_peers->addFailure({account, address, now});
}

QByteArray SignInDesk::secret() const
{
    return m_engine.snapshot()->directory->settings.value(u"secret"_s).toLatin1();
}

void SignInDesk::signIn(const SignInTry &attempt, QObject *receiver, Done done)
{
    QMetaObject::invokeMethod(
        this,
        [this, attempt, receiver, done = std::move(done)] {
            if (!m_isStopped)
                check(attempt, receiver, done);
        },
        Qt::QueuedConnection);
}

void SignInDesk::clear(const QString &account)
{
    QMetaObject::invokeMethod(
        this,
        [this, account] {
            m_limiter.clear(account);
            if (m_peers)
                m_peers->addFailure({account, {}, m_clock.now(), true});
        },
        Qt::QueuedConnection);
}

void SignInDesk::check(const SignInTry &attempt, QObject *receiver, const Done &done)
{
    const SnapshotPtr snapshot = m_engine.snapshot();
    const PersonRow *person = attempt.isStaff ? nullptr : snapshot->directory->person(attempt.name);
    const StaffRow *member = attempt.isStaff ? snapshot->directory->member(attempt.name) : nullptr;
    const QString account = person ? person->participant : attempt.name;
    const QString limited = (attempt.isStaff ? u"staff:"_s : u"participant:"_s) + account.left(128);
    const bool isKnown = !attempt.device.isEmpty() && attempt.device == deviceMark(secret(), limited);
    const Duration wait = m_limiter.waitFor(limited, attempt.address, isKnown, m_clock.now());
    if (wait > Duration(0)) {
        return answer(receiver, done,
                      Error {ErrorKind::TooMany,
                             tr("Too many failed sign-ins. Wait %1 s and try again, or ask the staff.")
                                 .arg((wait.count() + 999) / 1000),
                             {},
                             int(wait.count())});
    }
    const QString hash = person ? person->passwordHash : member ? member->passwordHash : QString();
    const Role role = person ? Role::Participant : member ? member->role : Role::Nobody;
    const bool queued = m_hashes.verify(
        hash, attempt.password, this, [this, attempt, account, limited, role, receiver, done](PasswordCheck check) {
            if (m_isStopped)
                return;
            if (check == PasswordCheck::NotChecked)
                return answer(receiver, done, tooManyAtOnce());
            if (check == PasswordCheck::Matches)
                return open(attempt, account, role, receiver, done);
            fail(limited, attempt.address);
            answer(
                receiver, done,
                Error {ErrorKind::NotSignedIn, tr("The name or the password is not right. Check both and try again.")});
        });
    if (!queued)
        answer(receiver, done, tooManyAtOnce());
}

void SignInDesk::open(const SignInTry &attempt, const QString &account, Role role, QObject *receiver, const Done &done)
{
    const Instant now = m_clock.now();
    SignedIn signedIn;
    signedIn.token = newToken();
    signedIn.device = deviceMark(secret(), (attempt.isStaff ? u"staff:"_s : u"participant:"_s) + account);
    signedIn.session = {tokenHash(signedIn.token),
                        SessionId(QUuid::createUuid().toString(QUuid::WithoutBraces)),
                        role,
                        account,
                        now,
                        now + (attempt.isStaff ? staffSession : participantSession)};
    EngineRequest request {.sessions = {signedIn.session}, .receiver = receiver};
    if (!attempt.isStaff)
        request.command =
            SignIn {ParticipantId(account), signedIn.session.session, attempt.client, {{}, attempt.address}};
    request.context = {.actor = attempt.isStaff ? u"staff:"_s + account : u"participant"_s, .role = role};
    request.reply = [done, signedIn](const EngineAnswer &stored) {
        done(stored.result ? Result<SignedIn>(signedIn) : Result<SignedIn>(stored.result.error()));
    };
    m_engine.post(std::move(request));
}

} // namespace Marathon

#include "moc_SignInDesk.cpp"
