#pragma once

#include "shared/core/Clock.h"

#include <QSemaphore>
#include <atomic>
#include <memory>

class QThread;

namespace Marathon {

/// Breaks a connection off when its owner has waited too long for an answer: libpq itself waits for ever while the
/// other side is there but stopped. The owner then sees a lost connection. A thread looks four times a second; the two
/// share nothing but one atomic number.
class SocketWatchdog
{
public:
    /// @param socket stays the owner's; the watchdog works on a duplicate, so that it never meets another one's socket
    explicit SocketWatchdog(qintptr socket);
    ~SocketWatchdog();

    /// From now on at most so long; zero: without limit.
    void expect(Duration patience);
    /// The answer is there.
    void rest() { m_deadline = 0; }

private:
    void look();

    int m_socket;
    std::atomic<qint64> m_deadline {0}; ///< milliseconds of the steady clock
    QSemaphore m_end;
    std::unique_ptr<QThread> m_thread;
};

} // namespace Marathon
