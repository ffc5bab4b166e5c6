// The only program of ours inside the box. It is linked statically, sets the last limits, starts the participant's
// program and tells the supervisor how it really ended; bubblewrap alone would fold signals into exit codes.
//
//   runner cpu=S fsize=B nofile=N stack=B as=B nproc=N collect=B -- program arguments...
//   runner --probe NAME [ARGUMENT]

#include "server/judge/box/BoxProtocol.h"
#include "server/judge/runner/Runner.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace Marathon::Box;

constexpr int brokenSetUp = 120;

struct Limits
{
    long long cpu = 0, fsize = 0, nofile = 0, stack = 0, as = 0, nproc = 0;
    long long collect = 0; ///< bytes of results that may leave; 0: nothing leaves
};

struct LimitName
{
    const char *name;
    long long Limits::*field;
};

constexpr LimitName limitNames[] = {
    {"cpu=", &Limits::cpu}, {"fsize=", &Limits::fsize}, {"nofile=", &Limits::nofile},   {"stack=", &Limits::stack},
    {"as=", &Limits::as},   {"nproc=", &Limits::nproc}, {"collect=", &Limits::collect},
};

bool readLimit(const char *text, Limits &limits)
{
    for (const LimitName &entry : limitNames) {
        const std::size_t length = std::strlen(entry.name);
        if (std::strncmp(text, entry.name, length) == 0) {
            limits.*entry.field = std::atoll(text + length);
            return true;
        }
    }
    return false;
}

bool limit(int resource, long long soft, long long hard)
{
    const rlimit value {static_cast<rlim_t>(soft), static_cast<rlim_t>(hard)};
    return setrlimit(static_cast<__rlimit_resource_t>(resource), &value) == 0;
}

bool applyLimits(const Limits &limits)
{
    // A soft limit one second below the hard one: SIGXCPU first, SIGKILL for those who ignore it.
    bool ok = limit(RLIMIT_CPU, limits.cpu, limits.cpu + 1);
    ok = ok && limit(RLIMIT_FSIZE, limits.fsize, limits.fsize);
    ok = ok && limit(RLIMIT_CORE, 0, 0);
    ok = ok && limit(RLIMIT_NOFILE, limits.nofile, limits.nofile);
    ok = ok && limit(RLIMIT_STACK, limits.stack, limits.stack);
    ok = ok && limit(RLIMIT_MEMLOCK, 0, 0);
    ok = ok && limit(RLIMIT_MSGQUEUE, 0, 0);
    ok = ok && limit(RLIMIT_NPROC, limits.nproc, limits.nproc);
    if (limits.as > 0)
        ok = ok && limit(RLIMIT_AS, limits.as, limits.as);
    return ok;
}

[[noreturn]] void runProgram(const Limits &limits, char **command, int errorPipe)
{
    // No descriptor of ours reaches the program; the error pipe closes by itself when exec succeeds.
    syscall(SYS_close_range, 3, static_cast<unsigned>(errorPipe) - 1, 0);
    syscall(SYS_close_range, static_cast<unsigned>(errorPipe) + 1, ~0U, 0);
    if (applyLimits(limits))
        execv(command[0], command);
    const int error = errno;
    if (write(errorPipe, &error, sizeof error) != sizeof error)
        _exit(brokenSetUp);
    _exit(brokenSetUp);
}

bool say(const RunnerReport &report)
{
    return send(runnerFd, &report, sizeof report, MSG_NOSIGNAL) == sizeof report;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc >= 3 && std::strcmp(argv[1], "--probe") == 0)
        return runProbe(argv[2], argc >= 4 ? argv[3] : "");

    Limits limits;
    int next = 1;
    while (next < argc && std::strcmp(argv[next], "--") != 0) {
        if (!readLimit(argv[next], limits))
            return brokenSetUp;
        ++next;
    }
    ++next;
    if (next >= argc)
        return brokenSetUp;

    // Without it the program, which has our uid, could read our memory and descriptors through /proc.
    if (prctl(PR_SET_DUMPABLE, 0) != 0)
        return brokenSetUp;
    int errorPipe[2];
    if (pipe2(errorPipe, O_CLOEXEC) != 0)
        return brokenSetUp;
    char go = 0;
    if (!say({RunnerSays::Ready}) || recv(runnerFd, &go, 1, 0) != 1)
        return brokenSetUp;

    const pid_t program = fork();
    if (program < 0) {
        say({RunnerSays::CannotExec, errno});
        return brokenSetUp;
    }
    if (program == 0)
        runProgram(limits, argv + next, errorPipe[1]);
    // The program has its own copies; holding ours open would keep a pipe alive that it closed.
    close(0);
    close(1);
    close(2);
    close(errorPipe[1]);
    int error = 0;
    if (read(errorPipe[0], &error, sizeof error) == sizeof error) {
        say({RunnerSays::CannotExec, error});
        return brokenSetUp;
    }

    int status = 0;
    rusage usage {};
    while (wait4(program, &status, 0, &usage) < 0) {
        if (errno != EINTR)
            return brokenSetUp;
    }
    if (limits.collect > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 &&
        !collectArtifacts("/tmp/out", limits.collect))
        return brokenSetUp;
    const auto micros = [](const timeval &time) { return time.tv_sec * 1000000LL + time.tv_usec; };
    return say({RunnerSays::Ended, status, micros(usage.ru_utime) + micros(usage.ru_stime), usage.ru_maxrss * 1024LL})
               ? 0
               : brokenSetUp;
}
