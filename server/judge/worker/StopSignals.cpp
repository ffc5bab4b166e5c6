#include "server/judge/worker/StopSignals.h"

#include <csignal>
#include <cstdint>
#include <sys/eventfd.h>
#include <unistd.h>

namespace Marathon {

namespace {

volatile std::sig_atomic_t wakeDescriptor = -1;

void wake(int)
{
    const std::uint64_t one = 1;
    // Nothing can be done here about a failure; the next signal tries again.
    [[maybe_unused]] const ssize_t written = write(wakeDescriptor, &one, sizeof one);
}

} // namespace

StopSignals::StopSignals()
    : m_descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , m_notifier(m_descriptor, QSocketNotifier::Read)
{
    wakeDescriptor = m_descriptor;
    connect(&m_notifier, &QSocketNotifier::activated, this, &StopSignals::read);
    struct sigaction action
    {};
    action.sa_handler = wake;
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
}

StopSignals::~StopSignals()
{
    signal(SIGTERM, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    wakeDescriptor = -1;
    close(m_descriptor);
}

void StopSignals::read()
{
    std::uint64_t times = 0;
    if (::read(m_descriptor, &times, sizeof times) != sizeof times)
        return;
    ++m_count;
    if (m_count == 1)
        emit first();
    else
        emit second();
}

} // namespace Marathon

#include "moc_StopSignals.cpp"
