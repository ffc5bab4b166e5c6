#pragma once

#include "server/auth/PasswordHash.h"

#include <QObject>
#include <QThreadPool>
#include <atomic>
#include <functional>

namespace Marathon {

/// Checks passwords on threads of its own which give way to all others, so that the one expensive thing never holds up
/// an io thread. Bounded: when too many wait, the next is told to come back.
class HashPool
{
public:
    explicit HashPool(int threads, int mostWaiting = 2000);
    ~HashPool();

    /// Finishes what is running, drops what waits; from then on verify() answers false.
    void stop();

    /// Calls `done` on the receiver's thread. An empty hash (unknown account) costs the same time and never matches, so
    /// that the answer's time does not tell who exists. False when the pool is full or stopped; `done` is then not
    /// called.
    bool verify(const QString &hash, const QByteArray &password, QObject *receiver,
                std::function<void(bool matches)> done);
    int waiting() const { return m_waiting.load(); }

private:
    QThreadPool m_pool;
    QString m_decoy;
    int m_mostWaiting;
    std::atomic<int> m_waiting = 0;
    std::atomic<bool> m_isStopped = false;
};

} // namespace Marathon
