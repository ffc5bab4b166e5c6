#include "tests/load/StopSignal.h"

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace Marathon {

namespace {

// Only write() is allowed in a signal handler (signal-safety(7)), so the news goes through a pipe.
int pipeEnds[2] = {-1, -1};

void onSignal(int)
{
    const char byte = 1;
    const ssize_t written = write(pipeEnds[1], &byte, 1);
    static_cast<void>(written);
}

} // namespace

StopSignal::StopSignal()
{
    if (pipe2(pipeEnds, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(pipeEnds[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char bytes[16];
        if (read(pipeEnds[0], bytes, sizeof bytes) > 0)
            emit requested();
    });
    for (const int number : {SIGINT, SIGTERM})
        std::signal(number, onSignal);
}

StopSignal::~StopSignal()
{
    for (const int number : {SIGINT, SIGTERM})
        std::signal(number, SIG_DFL);
    m_notifier.reset();
    for (const int end : pipeEnds) {
        if (end >= 0)
            close(end);
    }
}

void raiseOpenFileLimit()
{
    rlimit limit {};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace Marathon

#include "moc_StopSignal.cpp"
