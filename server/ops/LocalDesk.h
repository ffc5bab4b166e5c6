#pragma once

#include "server/ops/AdminDesk.h"
#include "server/ops/DataLock.h"

namespace Marathon {

/// An engine and a desk of its own, all on the calling thread: on a data directory that no server uses, or as one more
/// server on a shared database. For the command line, which does nothing else meanwhile.
class LocalDesk
{
public:
    /// Opens the database, which is made when it is missing.
    /// @param lock of the data directory; null with a shared database
    /// Errors: those of the store and of the engine's start.
    static Result<std::unique_ptr<LocalDesk>> open(const StoreAddress &place, std::unique_ptr<DataLock> lock);

    /// Carries one command out and gives its answer; runs an event loop meanwhile.
    Result<QJsonObject> run(const QJsonObject &request);

private:
    LocalDesk(const StoreAddress &place, std::unique_ptr<DataLock> lock);

    /// Nobody listens.
    class Silence final : public PublicationSink
    {
    public:
        void published(const PublicationPtr &) override {}
    };

    std::unique_ptr<DataLock> m_lock;
    SystemClock m_machine;
    SharedClock m_clock {m_machine};
    Silence m_sink;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<AdminDesk> m_desk;
};

} // namespace Marathon
