#include "server/engine/Peers.h"

#include "server/store/PostgresPeers.h"

#include <QThread>

#include <chrono>

namespace Marathon {

namespace {

constexpr Duration overlap {2'000}; // windows overlap, since a row may become visible later than its time says
constexpr Duration sweepEvery {60'000};
constexpr Duration slowExchange {1'000};
constexpr qsizetype mostRemembered = 20'000;

qint64 steadyMs()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

/// Those whose key was not seen before.
template <typename Key>
bool isNew(QSet<Key> &seen, const Key &key)
{
    if (seen.contains(key))
        return false;
    if (seen.size() > mostRemembered)
        seen.clear();
    seen.insert(key);
    return true;
}

} // namespace

Peers::Peers(std::unique_ptr<PostgresPeers> database, Timing timing)
    : m_database(std::move(database))
    , m_timing(timing)
    , m_timer(this)
{
    connect(&m_timer, &QTimer::timeout, this, &Peers::poll);
}

Peers::Peers(std::unique_ptr<PostgresPeers> database)
    : Peers(std::move(database), Timing {})
{}

Peers::~Peers() = default;

bool Peers::isOwnerThread() const
{
    return QThread::currentThread() == thread();
}

bool Peers::isDue(qint64 &last, Duration every) const
{
    const qint64 now = steadyMs();
    if (last != 0 && now - last < every.count())
        return false;
    last = now;
    return true;
}

void Peers::start()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            poll();
            m_timer.start(m_timing.poll);
        },
        Qt::QueuedConnection);
}

void Peers::stop()
{
    Q_ASSERT(isOwnerThread());
    m_timer.stop();
    if (!m_database)
        return;
    // A database that is away now will find this server silent; there is nobody to tell.
    (void)m_database->release(m_leases.values());
    (void)m_database->leave();
    m_database.reset();
}

void Peers::poll()
{
    Q_ASSERT(isOwnerThread());
    if (!m_database)
        return;
    // Whatever fails is tried again at the next poll; the engine's own store tells the staff that the database is away.
    for (Result<void> (Peers::*step)() : {&Peers::keepAlive, &Peers::exchangeRuns, &Peers::keepLeases,
                                          &Peers::exchangePresence, &Peers::exchangeFailures}) {
        if (!(this->*step)())
            return;
    }
    if (isDue(m_sweptAt, sweepEvery))
        (void)m_database->sweep();
}

Result<void> Peers::keepAlive()
{
    if (!isDue(m_beatAt, m_timing.beat))
        return {};
    const Result<bool> known = m_database->beat();
    if (!known) {
        m_aliveSince = 0;
        m_beatAt = 0;
        return known.error();
    }
    if (!*known)
        emit announced();
    if (m_aliveSince == 0)
        m_aliveSince = steadyMs();
    // After an outage of the database everybody looks silent. Only one who was heard all the time may judge others.
    if (steadyMs() - m_aliveSince < m_timing.silence.count())
        return {};
    const Result<QStringList> lost = m_database->takeLost(m_timing.silence);
    if (!lost)
        return lost.error();
    for (const QString &instance : *lost)
        emit instanceLost(instance);
    return {};
}

Result<void> Peers::exchangePresence()
{
    if (m_contest.isEmpty())
        return {};
    if (!m_presence.isEmpty() && isDue(m_presenceAt, m_timing.presence)) {
        if (const Result<void> written = m_database->writePresence(m_contest, m_presence); !written)
            return written;
    }
    const Result<QList<PeerPresence>> others = m_database->readPresence(m_contest);
    if (!others)
        return others.error();
    if (!others->isEmpty())
        emit presenceRead(*others);
    return {};
}

Result<void> Peers::exchangeFailures()
{
    if (!m_failures.isEmpty()) {
        if (const Result<void> written = m_database->writeFailures(m_failures); !written)
            return written;
        m_failures.clear();
    }
    if (!isDue(m_slowAt, slowExchange))
        return {};
    const auto read = m_database->failures(slowExchange + overlap);
    if (!read)
        return read.error();
    QList<SignInFailure> fresh;
    for (const auto &[id, failure] : *read) {
        if (isNew(m_seenFailures, id))
            fresh.append(failure);
    }
    if (!fresh.isEmpty())
        emit failuresRead(fresh);
    return {};
}

Result<void> Peers::exchangeRuns()
{
    if (!m_offered.isEmpty()) {
        if (const Result<void> offered = m_database->offerRuns(m_offered); !offered)
            return offered;
        m_offered.clear();
    }
    if (!m_finished.isEmpty()) {
        if (const Result<void> written = m_database->finishRuns(m_finished); !written)
            return written;
        m_finished.clear();
    }
    const Result<QList<PeerRunResult>> finished = m_database->finishedRuns(m_timing.poll + overlap);
    if (!finished)
        return finished.error();
    QList<PeerRunResult> fresh;
    for (const PeerRunResult &result : *finished) {
        if (isNew(m_seenRuns, result.run))
            fresh.append(result);
    }
    if (!fresh.isEmpty())
        emit runsFinished(fresh);
    if (m_freeForRuns <= 0 || m_languages.isEmpty())
        return {};
    const Result<QList<PeerRun>> taken = m_database->takeRuns(m_languages, m_freeForRuns, m_timing.lease);
    if (!taken)
        return taken.error();
    if (taken->isEmpty())
        return {};
    m_freeForRuns -= int(taken->size());
    emit runsTaken(*taken);
    return {};
}

Result<void> Peers::keepLeases()
{
    if (m_leases.isEmpty() || !isDue(m_leasesAt, m_timing.lease / 4))
        return {};
    return m_database->renew(m_leases.values(), m_timing.lease);
}

void Peers::setPresence(const QString &contest, const QList<PeerPresence> &rows)
{
    QMetaObject::invokeMethod(
        this,
        [this, contest, rows] {
            m_contest = contest;
            m_presence = rows;
        },
        Qt::QueuedConnection);
}

void Peers::addFailure(const SignInFailure &failure)
{
    QMetaObject::invokeMethod(
        this, [this, failure] { m_failures.append(failure); }, Qt::QueuedConnection);
}

void Peers::claim(const QStringList &jobs, QObject *receiver, Granted granted)
{
    QMetaObject::invokeMethod(
        this,
        [this, jobs, receiver, granted = std::move(granted)] {
            if (!m_database)
                return;
            const Result<QSet<QString>> answer = m_database->claim(jobs, m_timing.lease);
            const QSet<QString> ours = answer ? *answer : QSet<QString>();
            m_leases.unite(ours);
            QMetaObject::invokeMethod(
                receiver, [granted, ours] { granted(ours); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void Peers::release(const QStringList &jobs)
{
    QMetaObject::invokeMethod(
        this,
        [this, jobs] {
            QStringList held;
            for (const QString &job : jobs) {
                if (m_leases.remove(job))
                    held.append(job);
            }
            // One that cannot be given back runs out by itself.
            if (m_database && !held.isEmpty())
                (void)m_database->release(held);
        },
        Qt::QueuedConnection);
}

void Peers::offerRun(const PeerRun &run)
{
    QMetaObject::invokeMethod(
        this, [this, run] { m_offered.append(run); }, Qt::QueuedConnection);
}

void Peers::finishRun(const PeerRunResult &result)
{
    QMetaObject::invokeMethod(
        this, [this, result] { m_finished.append(result); }, Qt::QueuedConnection);
}

void Peers::setRunCapacity(const QStringList &languages, int free)
{
    QMetaObject::invokeMethod(
        this,
        [this, languages, free] {
            m_languages = languages;
            m_freeForRuns = free;
        },
        Qt::QueuedConnection);
}

} // namespace Marathon

#include "moc_Peers.cpp"
