#pragma once

#include "server/store/PeerRows.h"
#include "shared/core/Result.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <functional>
#include <memory>

namespace Marathon {

class PostgresPeers;

/// How this server and the others on the same database know of each other beside the ledger: who is alive, who is
/// connected where, who judges what, whose sign-ins failed. Lives on a thread of its own with a connection of its own,
/// so that nobody waits for it. While the database is away nothing is exchanged, and every server goes on with what it
/// knows. The public functions may be called from any thread; what comes in arrives as signals.
class Peers : public QObject
{
    Q_OBJECT

public:
    struct Timing
    {
        Duration poll {250};
        Duration beat {2'000};
        Duration silence {15'000}; ///< after so long without a beat a server counts as dead
        Duration presence {5'000};
        Duration lease {20'000}; ///< of a judge job; renewed every fourth part of it
    };

    Peers(std::unique_ptr<PostgresPeers> database, Timing timing);
    explicit Peers(std::unique_ptr<PostgresPeers> database);
    ~Peers() override;

    void start();
    /// On its thread: says goodbye, so that nobody waits for this server to be found dead.
    void stop();

    /// The participants that are connected here, whole; the last ones said are written every 5 s.
    void setPresence(const QString &contest, const QList<PeerPresence> &rows);
    void addFailure(const SignInFailure &failure);

    using Granted = std::function<void(const QSet<QString> &)>;
    /// Asks for the right to judge these; none are granted while the database is away. Granted ones are kept until
    /// release().
    void claim(const QStringList &jobs, QObject *receiver, Granted granted);
    void release(const QStringList &jobs);

    void offerRun(const PeerRun &run);
    void finishRun(const PeerRunResult &result);
    /// How many runs may be taken, in these languages.
    void setRunCapacity(const QStringList &languages, int free);

signals:
    void presenceRead(const QList<Marathon::PeerPresence> &others);
    /// A server is gone; told to one of the others only.
    void instanceLost(const QString &instance);
    /// The others took this server for dead, or it has just begun: whoever is connected here must be said again.
    void announced();
    void failuresRead(const QList<Marathon::SignInFailure> &failures);
    void runsTaken(const QList<Marathon::PeerRun> &runs);
    void runsFinished(const QList<Marathon::PeerRunResult> &results);

private:
    void poll();
    Result<void> keepAlive();
    Result<void> exchangePresence();
    Result<void> exchangeFailures();
    Result<void> exchangeRuns();
    Result<void> keepLeases();
    bool isDue(qint64 &last, Duration every) const;
    bool isOwnerThread() const;

    std::unique_ptr<PostgresPeers> m_database;
    Timing m_timing;
    QTimer m_timer;
    QString m_contest;
    QList<PeerPresence> m_presence;
    QList<SignInFailure> m_failures; ///< not written yet
    QList<PeerRun> m_offered;        ///< not written yet
    QList<PeerRunResult> m_finished; ///< not written yet
    QStringList m_languages;
    int m_freeForRuns = 0;
    QSet<QString> m_leases;
    QSet<QString> m_seenRuns;
    QSet<qint64> m_seenFailures;
    qint64 m_beatAt = 0;
    qint64 m_presenceAt = 0;
    qint64 m_slowAt = 0;
    qint64 m_leasesAt = 0;
    qint64 m_sweptAt = 0;
    qint64 m_aliveSince = 0; ///< since when every beat went through; 0: the last one did not
};

} // namespace Marathon
