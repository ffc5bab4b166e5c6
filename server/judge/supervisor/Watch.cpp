#include "server/judge/supervisor/Watch.h"

#include "server/judge/supervisor/ProcessTree.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace Marathon::Box {

namespace {

constexpr std::chrono::seconds setUpLimit {20};
constexpr std::chrono::seconds killPatience {5};
constexpr std::int64_t starvedInterval = 20; ///< milliseconds; looking is not free
constexpr int pollInterval = 10;             ///< milliseconds, where only asking the processes tells what they use

std::int64_t micros(std::chrono::steady_clock::duration time)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

} // namespace

Watch::Watch(const Order &order, ControlGroup &group, BoxProcess &box)
    : m_order(order)
    , m_group(group)
    , m_box(box)
    , m_output {box.output, outputFd, order.outputLimit}
    , m_error {box.error, errorFd, order.errorLimit}
{}

Report Watch::run()
{
    loop();
    clear();
    return report();
}

void Watch::loop()
{
    enum { Worker, Runner, Output, Error, Ended, Oom };
    while (!m_ended) {
        // poll(2) ignores descriptors below 0.
        std::array<pollfd, 6> watched {{
            {controlFd, POLLIN, 0},
            {m_outcome ? -1 : m_box.runner, POLLIN, 0},
            {m_output.open ? m_output.from : -1, POLLIN, 0},
            {m_error.open ? m_error.from : -1, POLLIN, 0},
            {m_box.handle, POLLIN, 0},
            {m_group.oomDescriptor(), static_cast<short>(m_order.groupKind == GroupKind::V2 ? POLLPRI : POLLIN), 0},
        }};
        if (poll(watched.data(), watched.size(), patience()) < 0 && errno != EINTR)
            return;
        if (watched[Worker].revents)
            hearWorker();
        if (watched[Output].revents)
            drain(m_output);
        if (watched[Error].revents)
            drain(m_error);
        if (watched[Runner].revents)
            hearRunner();
        if (watched[Ended].revents) {
            // The report may have come between poll's look at the socket and its look at the process.
            if (!m_outcome)
                hearRunner();
            m_ended = true;
        }
        if (watched[Oom].revents && m_group.oomKills() > 0)
            m_overMemory = m_ended = true;
        checkUse();
    }
}

int Watch::patience() const
{
    if (!m_begun)
        return m_ready ? -1 : 100;
    const bool polling = !m_group.exists() || !m_group.countsCpu();
    const std::int64_t wallLeft = m_order.wallLimit + m_starved - wallUsed();
    // All processors together cannot use up the rest sooner than this.
    const std::int64_t cpuLeft = (m_order.cpuLimit - cpuUsed()) / std::max(1L, sysconf(_SC_NPROCESSORS_ONLN));
    const std::int64_t left = std::max(std::min(wallLeft, cpuLeft) / 1000, m_starved > 0 ? starvedInterval : 1) + 1;
    return static_cast<int>(std::min<std::int64_t>(left, polling ? pollInterval : 1000));
}

void Watch::hearWorker()
{
    // Anything but "go", and a hang-up too, means: stop. It is read in every case, since closing a socket with unread
    // words resets it and would take our report with it.
    WorkerSays word = WorkerSays::Stop;
    if (recv(controlFd, &word, sizeof word, MSG_DONTWAIT) == sizeof word && word == WorkerSays::Go) {
        m_wanted = true;
        begin();
    } else {
        m_cancelled = m_ended = true;
    }
}

void Watch::hearRunner()
{
    RunnerReport said;
    const ssize_t count = recv(m_box.runner, &said, sizeof said, MSG_DONTWAIT);
    if (count != sizeof said) {
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        m_ended = true; // the runner is gone without a report
        return;
    }
    if (said.says != RunnerSays::Ready) {
        m_outcome = said;
        m_wall = wallUsed();
        m_cpuAtEnd = cpuUsed(); // taking the box apart is not the program's time
        m_ended = true;
        return;
    }
    m_ready = true;
    begin();
}

void Watch::begin()
{
    if (!m_ready || !m_wanted)
        return;
    struct stat facts
    {};
    const std::string process = "/proc/" + std::to_string(m_box.pid);
    if (stat(process.c_str(), &facts) == 0)
        m_boxUid = facts.st_uid;
    if (m_group.exists())
        m_group.resetPeak();
    if (!m_group.exists() || !m_group.countsCpu()) {
        const TreeUse use = treeUse(m_box.pid);
        m_cpuBefore = use.cpu;
        m_memoryBefore = use.memory;
    } else {
        m_cpuBefore = m_group.cpu();
    }
    m_begun = true;
    m_start = SteadyClock::now();
    const char go = 1;
    send(m_box.runner, &go, 1, MSG_NOSIGNAL);
}

void Watch::drain(Stream &stream)
{
    static char buffer[65536];
    while (stream.open && !stream.exceeded()) {
        const ssize_t count = read(stream.from, buffer, sizeof buffer);
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (count <= 0) {
            stream.open = false;
            return;
        }
        const std::int64_t kept = std::clamp<std::int64_t>(stream.limit - stream.count, 0, count);
        if (kept > 0 && write(stream.to, buffer, static_cast<std::size_t>(kept)) != kept)
            m_ended = m_cancelled = true; // our own memory file is gone: the worker is
        stream.count += count;
    }
    if (stream.exceeded())
        m_ended = true;
}

void Watch::checkUse()
{
    if (!m_begun) {
        m_ended = m_ended || (!m_ready && SteadyClock::now() - m_start > setUpLimit);
        return;
    }
    if (m_ended)
        return;
    if (!m_group.exists() || !m_group.countsCpu()) {
        const TreeUse use = treeUse(m_box.pid);
        m_polledCpu = std::max(m_polledCpu, use.cpu - m_cpuBefore);
        m_polledPeak = std::max(m_polledPeak, use.memory - m_memoryBefore);
        if (!m_group.exists() && m_polledPeak > m_order.memoryLimit)
            m_overMemory = m_ended = true;
    }
    // A busy host must not turn into the participant's time limit; within reason, so that nothing runs for ever.
    if (wallUsed() > m_order.wallLimit)
        m_starved = std::min(starvation(m_box.pid), mostStarvation * m_order.wallLimit);
    if (cpuUsed() > m_order.cpuLimit || wallUsed() > m_order.wallLimit + m_starved)
        m_ended = true;
}

void Watch::clear()
{
    if (!m_outcome) {
        m_wall = wallUsed();
        m_cpuAtEnd = cpuUsed();
    }
    if (!m_group.exists())
        killTree(m_box.pid);
    // Bubblewrap takes the box's pid 1 with it, and pid 1 takes every process of its namespace.
    m_leaked = !m_group.killAll(killPatience);
    kill(m_box.pid, SIGKILL);
    while (waitpid(m_box.pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    // Without a group, the pipes' ends tell when the last writer is gone.
    const auto deadline = SteadyClock::now() + killPatience;
    for (Stream *stream : {&m_output, &m_error}) {
        while (stream->open && !stream->exceeded() && SteadyClock::now() < deadline) {
            pollfd wait {stream->from, POLLIN, 0};
            poll(&wait, 1, 100);
            drain(*stream);
        }
        m_leaked = m_leaked || (stream->open && !stream->exceeded());
    }
}

std::int64_t Watch::cpuUsed() const
{
    return m_group.countsCpu() ? m_group.cpu() - m_cpuBefore : m_polledCpu;
}

std::int64_t Watch::wallUsed() const
{
    return micros(SteadyClock::now() - m_start);
}

std::string Watch::setUpError() const
{
    char text[200] = {};
    const ssize_t count = pread(errorFd, text, sizeof text - 1, 0);
    std::string message = count > 0 ? std::string(text, static_cast<std::size_t>(count)) : "it said nothing";
    while (!message.empty() && message.back() == '\n')
        message.pop_back();
    return "the box did not start: " + message;
}

Report Watch::report() const
{
    Report report;
    report.boxUid = m_boxUid;
    report.wall = m_wall;
    report.oomKills = m_group.oomKills();
    report.groupLeaked = m_leaked;
    const RunnerReport outcome = m_outcome.value_or(RunnerReport {});
    report.cpu = m_group.countsCpu() ? m_cpuAtEnd : std::max(m_polledCpu, outcome.cpu);
    report.peakMemory = m_group.exists() ? m_group.peakMemory() : std::max(m_polledPeak, outcome.maxRss);

    const auto fail = [&report](const std::string &what) {
        report.end = End::Failed;
        std::snprintf(report.failure, sizeof report.failure, "%s", what.c_str());
        return report;
    };
    if (m_cancelled) {
        report.end = End::Cancelled;
        return report;
    }
    if (!m_begun)
        return fail(setUpError());
    if (m_leaked)
        return fail("processes were left behind after the run");
    // ENOMEM: the program's own image is over the limit. ENOEXEC: the compiler wrote something that is no program.
    const int execError = m_outcome && m_outcome->says == RunnerSays::CannotExec ? outcome.waitStatus : 0;
    if (execError != 0 && execError != ENOMEM && execError != ENOEXEC)
        return fail(std::string("the program could not be started: ") + std::strerror(execError));

    // The order of verdicts: what the box did to the program explains how the program ended.
    if (m_output.exceeded() || m_error.exceeded())
        report.end = End::Output;
    else if (m_overMemory || report.oomKills > 0 || execError == ENOMEM)
        report.end = End::Memory;
    else if (report.cpu > m_order.cpuLimit)
        report.end = End::CpuTime;
    else if (report.wall > m_order.wallLimit + m_starved)
        report.end = End::WallTime;
    else if (!m_outcome || execError != 0)
        report.end = End::NoReport;
    else if (WIFSIGNALED(outcome.waitStatus)) {
        report.end = End::Signalled;
        report.status = WTERMSIG(outcome.waitStatus);
    } else {
        report.end = End::Exited;
        report.status = WEXITSTATUS(outcome.waitStatus);
    }
    return report;
}

} // namespace Marathon::Box
