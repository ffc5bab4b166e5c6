#pragma once

#include "server/engine/Engine.h"
#include "tests/load/Samples.h"

#include <QMutex>
#include <QThread>

namespace Marathon {

/// One engine on a thread of its own, which notes when it published what.
class BenchServer final : public PublicationSink
{
public:
    BenchServer(StoreFactory store, const QString &name, const QString &stateFile = {});
    ~BenchServer() override;

    Result<void> start();
    /// Makes a contest of so many participants whom no limit stops, when there is none.
    Result<void> makeContest(int people);
    void stop();
    Engine &engine() { return m_engine; }

    void published(const PublicationPtr &publication) override;
    /// When each entry was published, by its number.
    QHash<qint64, Moment> publishedAt() const;
    /// How many entries each publication had.
    std::vector<qint64> batches() const;
    void forget();

private:
    Result<QJsonObject> ask(EngineRequest request);

    SystemClock m_machine;
    SharedClock m_clock {m_machine};
    Engine m_engine;
    QThread m_thread;
    mutable QMutex m_mutex;
    QHash<qint64, Moment> m_publishedAt;
    std::vector<qint64> m_batches;
};

/// What happened to the incidents that were offered at a steady rate.
struct Offered
{
    Samples acknowledged; ///< post() to its answer, on another thread
    qint64 refused = 0;
    double perSecond = 0; ///< answered, from the first to the last answer
};
Offered offer(BenchServer &server, int perSecond, int seconds, int people);

} // namespace Marathon
