// Self-tests that the worker runs inside the box at start. Each tries one thing which the box must refuse and says on
// standard output what happened. All of them are bounded, so that they are harmless where the box does not hold.

#include "server/judge/runner/Runner.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace Marathon::Box {

namespace {

constexpr int held = 0;
constexpr int broken = 1;

int probeStart(const char *)
{
    std::puts("started");
    return held;
}

int probeSeccomp(const char *)
{
    const bool traced = ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0 || errno != EPERM;
    const bool unshared = unshare(CLONE_NEWUSER) == 0 || errno != EPERM;
    std::printf("ptrace %s, unshare %s\n", traced ? "allowed" : "refused", unshared ? "allowed" : "refused");
    return traced || unshared ? broken : held;
}

/// Forks until refused, at most `argument` times; says how many lived at once.
int probeProcesses(const char *argument)
{
    const int most = std::atoi(argument);
    int children = 0;
    while (children < most) {
        const pid_t child = fork();
        if (child < 0)
            break;
        if (child == 0) {
            pause();
            _exit(0);
        }
        ++children;
    }
    std::printf("%d\n", children);
    return children < most ? held : broken;
}

/// Touches `argument` MiB. A box that holds kills it on the way.
int probeMemory(const char *argument)
{
    const std::size_t size = static_cast<std::size_t>(std::atoi(argument)) << 20;
    void *memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (memory == MAP_FAILED)
        return held;
    std::memset(memory, 1, size);
    std::puts("touched everything");
    return broken;
}

/// The same from a child, while the parent ends well: only the group's own count tells.
int probeChildMemory(const char *argument)
{
    const pid_t child = fork();
    if (child == 0)
        _exit(probeMemory(argument));
    int status = 0;
    if (child > 0)
        waitpid(child, &status, 0);
    return held;
}

/// Leaves a process behind that ignores every polite signal.
int probeLeftover(const char *)
{
    const pid_t child = fork();
    if (child == 0) {
        setsid();
        sleep(30);
        _exit(0);
    }
    std::puts(child > 0 ? "left one behind" : "could not fork");
    return child > 0 ? held : broken;
}

int probeNetwork(const char *)
{
    const int inet = socket(AF_INET, SOCK_STREAM, 0);
    const int unixSocket = socket(AF_UNIX, SOCK_STREAM, 0);
    std::printf("inet %s, unix %s\n", inet < 0 ? "refused" : "allowed", unixSocket < 0 ? "refused" : "allowed");
    return inet < 0 && unixSocket < 0 ? held : broken;
}

int probeSecret(const char *path)
{
    const int file = open(path, O_RDONLY);
    std::puts(file < 0 ? std::strerror(errno) : "could be read");
    return file < 0 ? held : broken;
}

struct Probe
{
    const char *name;
    int (*run)(const char *argument);
};

constexpr Probe probes[] = {
    {"start", probeStart},
    {"seccomp", probeSeccomp},
    {"processes", probeProcesses},
    {"memory", probeMemory},
    {"child-memory", probeChildMemory},
    {"leftover", probeLeftover},
    {"network", probeNetwork},
    {"secret", probeSecret},
};

} // namespace

int runProbe(const char *name, const char *argument)
{
    for (const Probe &probe : probes) {
        if (std::strcmp(name, probe.name) == 0) {
            const int outcome = probe.run(argument);
            std::fflush(stdout);
            return outcome;
        }
    }
    return 2;
}

} // namespace Marathon::Box
