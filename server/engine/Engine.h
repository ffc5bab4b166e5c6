#pragma once

#include "server/engine/Request.h"
#include "server/engine/Snapshot.h"
#include "server/store/Store.h"

#include <QTimer>
#include <atomic>

namespace Marathon {

struct EngineLimits
{
    int queue = 20'000; ///< requests waiting; more are refused with "not stored, retry"
    int batch = 500;    ///< requests per transaction
};

/// The only writer. Takes all waiting requests, decides them in order, makes the whole batch durable in one transaction
/// (natural group commit: whatever queued during the last commit), and only then answers and publishes.
/// Lives on one thread; post() may be called from any.
class Engine : public QObject
{
    Q_OBJECT

public:
    using StoreFactory = std::function<Result<std::unique_ptr<Store>>()>;

    Engine(StoreFactory openStore, const Clock &clock, PublicationSink &sink, EngineLimits limits = {});
    ~Engine() override;

    /// Opens the store and folds the ledger. On the engine's thread. Errors: those of the store, or a ledger that
    /// cannot be read.
    Result<void> start();
    /// Decides and commits everything that waits. On the engine's thread.
    void drain();
    /// drain(), then closes the store. On the engine's thread; nothing is decided any more.
    void stop();

    void post(EngineRequest request);
    /// The state as of the last commit; from any thread.
    SnapshotPtr snapshot() const { return m_snapshot.load(); }
    int queued() const { return m_queued.load(); }
    /// Duration of the last commit, in microseconds.
    qint64 lastCommitMicroseconds() const { return m_commitMicroseconds.load(); }
    bool isStoreHealthy() const { return m_healthy.load(); }

private:
    struct Work;
    void enqueue(EngineRequest request);
    void processBatch();
    Result<void> load();
    Result<void> catchUp(const LedgerHead &head);
    EngineAnswer decideRequest(Work &work, const EngineRequest &request);
    EngineAnswer decideNew(Work &work, const EngineRequest &request);
    Result<QJsonObject> execute(Work &work, const EngineRequest &request);
    Result<QJsonObject> executeDraft(Work &work, const DraftWrite &write);
    Result<void> append(Work &work, Decision &decision, const CommandContext &context);
    void record(Work &work, Event event);
    void adopt(Work &work);
    void publish(Work &work);
    void schedule();
    void answerAll(Work &work);

    StoreFactory m_openStore;
    const Clock &m_clock;
    PublicationSink &m_sink;
    EngineLimits m_limits;
    std::unique_ptr<Store> m_store;
    ContestState m_state;
    LedgerHead m_head;
    std::shared_ptr<const Directory> m_directory;
    QHash<QString, SessionRow> m_sessions;
    QHash<QPair<QString, QString>, qint64> m_streams; ///< by participant and client id
    std::vector<EngineRequest> m_waiting;
    bool m_isScheduled = false;
    QTimer m_due;
    std::atomic<std::shared_ptr<const Snapshot>> m_snapshot;
    std::atomic<int> m_queued = 0;
    std::atomic<qint64> m_commitMicroseconds = 0;
    std::atomic<bool> m_healthy = false;
};

} // namespace Marathon
