#include "server/store/SocketWatchdog.h"

#include <QThread>
#include <chrono>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace Marathon {

namespace {

constexpr int glancesApartMs = 250;

qint64 steadyNow()
{
    return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace

SocketWatchdog::SocketWatchdog(qintptr socket)
    : m_socket(::fcntl(int(socket), F_DUPFD_CLOEXEC, 0))
    , m_thread(QThread::create([this] { look(); }))
{
    m_thread->start();
}

SocketWatchdog::~SocketWatchdog()
{
    m_end.release();
    m_thread->wait();
    if (m_socket >= 0)
        ::close(m_socket);
}

void SocketWatchdog::expect(Duration patience)
{
    m_deadline = patience > Duration() ? steadyNow() + patience.count() : 0;
}

void SocketWatchdog::look()
{
    while (!m_end.tryAcquire(1, glancesApartMs)) {
        const qint64 deadline = m_deadline;
        if (deadline != 0 && steadyNow() > deadline)
            ::shutdown(m_socket, SHUT_RDWR);
    }
}

} // namespace Marathon
