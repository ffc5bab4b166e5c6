#pragma once

#include "server/auth/PasswordHash.h"

#include <QObject>
#include <QThreadPool>
#include <atomic>
#include <chrono>
#include <functional>

namespace Marathon {

/// What became of a password that was to be checked.
enum class PasswordCheck {
    Matches,
    Differs,
    NotChecked ///< it waited too long: whoever asked should come back, and is then checked anew
};

/// Checks passwords on threads of its own which give way to all others, so that the one expensive thing never holds up
/// an io thread. When more sign in than can be checked, those who have waited for `patience` are sent back without a
/// hash: working for requests whose answers nobody awaits any more would let nobody in at all.
class HashPool
{
public:
    /// @param patience longest wait for a thread; less than the deadline of a request (FrontLimits::answer)
    explicit HashPool(int threads, int mostWaiting = 2000,
                      std::chrono::milliseconds patience = std::chrono::seconds(5));
    ~HashPool();

    /// Finishes what is running, drops what waits; from then on verify() answers false.
    void stop();

    /// Calls `done` on the receiver's thread. An empty hash (unknown account) costs the same time and never matches, so
    /// that the answer's time does not tell who exists. False when the pool is full or stopped; `done` is then not
    /// called.
    bool verify(const QString &hash, const QByteArray &password, QObject *receiver,
                std::function<void(PasswordCheck)> done);
    int waiting() const { return m_waiting.load(); }

private:
    QThreadPool m_pool;
    QString m_decoy;
    int m_mostWaiting;
    std::chrono::milliseconds m_patience;
    std::atomic<int> m_waiting = 0;
    std::atomic<bool> m_isStopped = false;
};

} // namespace Marathon
