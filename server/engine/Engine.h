#pragma once

#include "server/engine/DueWatch.h"
#include "server/engine/Request.h"
#include "server/engine/Snapshot.h"
#include "server/engine/StateKeeper.h"
#include "server/store/Store.h"
#include "shared/core/SharedClock.h"

#include <QTimer>
#include <atomic>

namespace Marathon {

struct EngineOptions
{
    QString instance {};       ///< name of this server among those that share a database
    int queue = 20'000;        ///< requests waiting; more are refused with "not stored, retry"
    int batch = 500;           ///< requests per transaction
    QString stateFile {};      ///< where the folded state is kept for a fast start; empty: nowhere
    qint64 saveEvery = 50'000; ///< so many new entries make a new one
};

/// How it stands with the database; from any thread.
struct StoreHealth
{
    bool isHealthy = false;
    QString trouble;               ///< of the last failure, while not healthy
    Instant freshAt {};            ///< when the snapshot was last known to be the newest
    qint64 commitMicroseconds = 0; ///< duration of the last commit
    qint64 lostEntries = 0;        ///< acknowledged entries that a failover of the database lost, since the start
};

/// The only writer of this process. Takes all waiting requests, decides them in order, makes the whole batch durable in
/// one transaction (natural group commit: whatever queued during the last commit), and only then answers and publishes.
/// What other servers on the same database wrote is folded and published too: before each batch, and when the store
/// wakes it up or every 250 ms. Lives on one thread; post() may be called from any.
class Engine : public QObject
{
    Q_OBJECT

public:
    Engine(StoreFactory openStore, SharedClock &clock, PublicationSink &sink, EngineOptions options = {});
    ~Engine() override;

    /// Opens the store and folds the ledger. On the engine's thread. Errors: those of the store, or a ledger that
    /// cannot be read.
    Result<void> start();
    /// Decides and commits everything that waits. On the engine's thread.
    void drain();
    /// drain(), then closes the store. On the engine's thread; nothing is decided any more.
    void stop();

    void post(EngineRequest request);
    /// Looks at the database now, and then calls `then` on the receiver's thread; from any thread. Those who ask at the
    /// same time share one look.
    void refresh(QObject *receiver, std::function<void()> then);
    /// Whether other servers may write to the same database; from any thread, after start().
    bool isShared() const { return m_isShared.load(); }
    /// The state as of the last commit; from any thread.
    SnapshotPtr snapshot() const { return m_snapshot.load(); }
    int queued() const { return m_queued.load(); }
    StoreHealth storeHealth() const { return *m_health.load(); }
    const QString &instance() const { return m_options.instance; }

private:
    struct Work;
    void enqueue(EngineRequest request);
    void processBatch();
    Result<void> createContests(const std::vector<EngineRequest> &requests);
    Result<void> beginBatch(Work &work);
    LookUps lookUpsOf(const std::vector<EngineRequest> &requests) const;

    // Following the ledger (EngineFollow.cpp).
    Result<void> load();
    /// Starts from the saved state when the ledger still has its last entry, else from nothing.
    Result<void> beginFromSaved(const ContestId &contest, ContestState &state, QByteArray &hash,
                                const LedgerHead &head);
    /// Folds what others wrote up to this head and publishes it. A ledger that lost its end is loaded anew.
    Result<void> follow(const LedgerHead &head);
    enum class Prefix { Ours, Lost };
    /// Folds entries up to `head` into `state`; tells whether they go on where ours end.
    Result<Prefix> fold(ContestState &state, QByteArray &hash, const LedgerHead &head, QList<Event> *events);
    Result<void> startAnew(const LedgerHead &head);
    void tail();
    EngineAnswer decideRequest(Work &work, const EngineRequest &request);
    EngineAnswer decideNew(Work &work, const EngineRequest &request);
    Result<QJsonObject> execute(Work &work, const EngineRequest &request);
    Result<QJsonObject> executeDraft(Work &work, const DraftWrite &write);
    Result<void> append(Work &work, Decision &decision, const CommandContext &context);
    void record(Work &work, Event event);
    void adopt(Work &work);
    void take(const TableChanges &changes);
    void publish(QList<Event> events, QList<SessionId> endedSessions, Publication::Continuity continuity);
    std::optional<Duration> untilDue() const;
    void answerAll(Work &work);
    void note(const Result<void> &contact);

    StoreFactory m_openStore;
    SharedClock &m_clock;
    PublicationSink &m_sink;
    EngineOptions m_options;
    StateKeeper m_keeper;
    std::unique_ptr<Store> m_store;
    ContestState m_state;
    LedgerHead m_head;
    std::shared_ptr<const Directory> m_directory;
    ShardedHash<QString, SessionRow> m_sessions;
    std::vector<EngineRequest> m_waiting;
    std::vector<std::pair<QObject *, std::function<void()>>> m_refreshing;
    bool m_isScheduled = false;
    DueWatch m_due;
    QTimer m_tail;
    std::atomic<std::shared_ptr<const Snapshot>> m_snapshot;
    std::atomic<std::shared_ptr<const StoreHealth>> m_health;
    std::atomic<int> m_queued = 0;
    std::atomic<bool> m_isShared = false;
};

} // namespace Marathon
