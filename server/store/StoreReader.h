#pragma once

#include "server/store/Store.h"

#include <QObject>
#include <functional>
#include <memory>

namespace Marathon {

/// Reads for requests on a thread and a connection of its own, so that neither the engine nor an io thread waits for a
/// disk. Move it to its thread before the first read.
class StoreReader : public QObject
{
    Q_OBJECT

public:
    explicit StoreReader(StoreFactory open)
        : m_open(std::move(open))
    {}

    /// Runs `read` on the reader's thread and `done` on the receiver's, which must outlive the reader.
    template <typename T>
    void read(const ContestId &contest, QObject *receiver, std::function<Result<T>(Store &)> job,
              std::function<void(Result<T>)> done)
    {
        QMetaObject::invokeMethod(
            this,
            [this, contest, receiver, job = std::move(job), done = std::move(done)] {
                const Result<Store *> store = opened();
                if (store)
                    (*store)->select(contest);
                auto answer = std::make_shared<Result<T>>(store ? job(**store) : Result<T>(store.error()));
                QMetaObject::invokeMethod(
                    receiver, [done, answer] { done(std::move(*answer)); }, Qt::QueuedConnection);
            },
            Qt::QueuedConnection);
    }

    /// On the reader's thread, before it ends.
    void close() { m_store.reset(); }

private:
    Result<Store *> opened();

    StoreFactory m_open;
    std::unique_ptr<Store> m_store;
};

} // namespace Marathon
