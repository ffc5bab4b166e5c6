#include "server/judge/supervisor/ControlGroup.h"

#include "server/judge/supervisor/SmallFile.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace Marathon::Box {

namespace {

std::string runDirectory(const char *base)
{
    return *base ? std::string(base) + "/run-" + std::to_string(getpid()) : std::string();
}

std::string cannot(const std::string &what)
{
    return what + ": " + std::strerror(errno);
}

} // namespace

ControlGroup::ControlGroup(const Order &order)
    : m_kind(order.groupKind)
    , m_memory(runDirectory(order.memoryGroup))
    , m_pids(runDirectory(order.pidsGroup))
    , m_cpu(runDirectory(order.cpuGroup))
{}

ControlGroup::~ControlGroup()
{
    if (m_oomDescriptor >= 0)
        close(m_oomDescriptor);
    if (m_oomControl >= 0)
        close(m_oomControl);
    if (!exists())
        return;
    for (const std::string &directory : {m_memory, m_pids, m_cpu}) {
        // The last process may be listed for a moment after its end; after that, the next start of the worker cleans
        // up.
        for (int attempt = 0; attempt < 50 && !directory.empty() && rmdir(directory.c_str()) != 0 && errno == EBUSY;
             ++attempt)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

std::string ControlGroup::create(const Order &order)
{
    std::string previous;
    for (const std::string &directory : {m_memory, m_pids, m_cpu}) {
        if (directory.empty() || directory == previous)
            continue;
        // Our pid is new, so a directory with its number is the remainder of a supervisor that was killed.
        if (mkdir(directory.c_str(), 0755) != 0 &&
            (errno != EEXIST || rmdir(directory.c_str()) != 0 || mkdir(directory.c_str(), 0755) != 0))
            return cannot("cannot make the control group " + directory);
        previous = directory;
    }
    return m_kind == GroupKind::V1 ? createV1(order) : createV2(order);
}

std::string ControlGroup::createV1(const Order &order)
{
    const std::string memory = std::to_string(order.memoryLimit);
    if (!writeSmallFile(m_memory + "/memory.limit_in_bytes", memory))
        return cannot("cannot set the memory limit");
    // Exists only with swap accounting; where it is missing, the protection report tells whether there is swap at all.
    const std::string withSwap = m_memory + "/memory.memsw.limit_in_bytes";
    if (access(withSwap.c_str(), F_OK) == 0 && !writeSmallFile(withSwap, memory))
        return cannot("cannot set the limit of memory and swap");
    if (!writeSmallFile(m_pids + "/pids.max", std::to_string(order.processes + ownProcesses)))
        return cannot("cannot set the limit of processes");
    m_oomDescriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    m_oomControl = open((m_memory + "/memory.oom_control").c_str(), O_RDONLY | O_CLOEXEC);
    if (m_oomDescriptor < 0 || m_oomControl < 0 ||
        !writeSmallFile(m_memory + "/cgroup.event_control",
                        std::to_string(m_oomDescriptor) + " " + std::to_string(m_oomControl)))
        return cannot("cannot watch for memory exhaustion");
    return {};
}

std::string ControlGroup::createV2(const Order &order)
{
    if (!writeSmallFile(m_memory + "/memory.max", std::to_string(order.memoryLimit)))
        return cannot("cannot set the memory limit");
    const std::string swap = m_memory + "/memory.swap.max";
    if (access(swap.c_str(), F_OK) == 0 && !writeSmallFile(swap, "0"))
        return cannot("cannot forbid swap");
    if (!writeSmallFile(m_pids + "/pids.max", std::to_string(order.processes + ownProcesses)))
        return cannot("cannot set the limit of processes");
    m_oomDescriptor = open((m_memory + "/memory.events").c_str(), O_RDONLY | O_CLOEXEC);
    return m_oomDescriptor < 0 ? cannot("cannot watch for memory exhaustion") : std::string();
}

bool ControlGroup::join() const
{
    // In v2 all three are the same directory; joining it again changes nothing.
    for (const std::string &directory : {m_memory, m_pids, m_cpu}) {
        if (!directory.empty() && !writeSmallFile(directory + "/cgroup.procs", "0"))
            return false;
    }
    return true;
}

std::int64_t ControlGroup::cpu() const
{
    if (m_cpu.empty())
        return 0;
    if (m_kind == GroupKind::V1)
        return toNumber(readSmallFile(m_cpu + "/cpuacct.usage")) / 1000;
    return numberAfter(readSmallFile(m_cpu + "/cpu.stat"), "usage_usec ");
}

std::int64_t ControlGroup::peakMemory() const
{
    if (!exists())
        return 0;
    return toNumber(
        readSmallFile(m_memory + (m_kind == GroupKind::V1 ? "/memory.max_usage_in_bytes" : "/memory.peak")));
}

std::uint32_t ControlGroup::oomKills() const
{
    if (!exists())
        return 0;
    const char *file = m_kind == GroupKind::V1 ? "/memory.oom_control" : "/memory.events";
    return static_cast<std::uint32_t>(numberAfter(readSmallFile(m_memory + file), "oom_kill "));
}

void ControlGroup::resetPeak() const
{
    if (m_kind == GroupKind::V1)
        writeSmallFile(m_memory + "/memory.max_usage_in_bytes", "0");
}

bool ControlGroup::killAll(std::chrono::milliseconds patience) const
{
    if (!exists())
        return true;
    writeSmallFile(m_pids + "/pids.max", "0");
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (true) {
        // cgroup.kill (v2, Linux 5.14) cannot be outrun; the list of processes can, hence the limit of 0 above.
        if (m_kind == GroupKind::V2)
            writeSmallFile(m_pids + "/cgroup.kill", "1");
        const std::vector<pid_t> members = numbers(readSmallFile(m_pids + "/cgroup.procs"));
        if (members.empty())
            return true;
        for (const pid_t member : members)
            kill(member, SIGKILL);
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

} // namespace Marathon::Box
