#include "server/judge/supervisor/BoxProcess.h"

#include "server/judge/supervisor/ControlGroup.h"
#include "server/judge/supervisor/SmallFile.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace Marathon::Box {

namespace {

constexpr int niceBelowUs = 2; ///< enough that we always get to stop it

struct ChildEnds
{
    int runner, output, error;
};

[[noreturn]] void giveUp(const char *what)
{
    // Standard error is the box's by now, or still ours; either way the supervisor hears it before "ready".
    std::fprintf(stderr, "%s: %s\n", what, std::strerror(errno));
    _exit(121);
}

/// A user id that no other process of the host has: numbers of living supervisors are unique.
void dropRights(std::uint32_t firstUid, pid_t supervisor)
{
    if (firstUid == 0)
        return;
    const uid_t uid = firstUid + static_cast<uid_t>(supervisor);
    if (setgroups(0, nullptr) != 0 || setresgid(uid, uid, uid) != 0 || setresuid(uid, uid, uid) != 0)
        giveUp("cannot take the box's own user id");
}

[[noreturn]] void becomeBox(const Order &order, const ControlGroup &group, char **command, ChildEnds ends, pid_t parent)
{
    if (dup2(ends.error, 2) != 2)
        _exit(121);
    // All of our own ends are above the numbers that the box expects, so no dup2 can hit one which is still needed.
    if (dup2(inputFd, 0) != 0 || dup2(ends.output, 1) != 1 || dup2(ends.runner, runnerFd) != runnerFd)
        giveUp("cannot connect the box");
    close(inputFd);
    close(outputFd);
    close(errorFd);
    if (!order.hasArtifact)
        close(artifactFd);
    syscall(SYS_close_range, static_cast<unsigned>(firstFileFd) + order.fileCount, ~0U, 0);

    if (!group.join())
        giveUp("cannot join the control group");
    // The kernel's last resort on a full host should be a box, never the server.
    if (!writeSmallFile("/proc/self/oom_score_adj", "500"))
        giveUp("cannot set the memory priority");
    if (setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + niceBelowUs) != 0)
        giveUp("cannot lower the priority");
    dropRights(order.firstUid, parent);
    // The kernel forgets this at every change of uid, so it comes after it.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(121);
    umask(022);
    signal(SIGPIPE, SIG_DFL);
    // Pid 1 of the box is bubblewrap itself and shows its environment in /proc/1/environ.
    char path[] = "PATH=/usr/bin:/bin";
    char *environment[] = {path, nullptr};
    execve(command[0], command, environment);
    giveUp("cannot start bubblewrap");
}

} // namespace

BoxProcess::~BoxProcess()
{
    for (const int descriptor : {handle, runner, output, error}) {
        if (descriptor >= 0)
            close(descriptor);
    }
}

std::string startBox(const Order &order, const ControlGroup &group, char **command, BoxProcess &box)
{
    int runner[2], output[2], error[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, runner) != 0)
        return "cannot make a socket";
    box.runner = runner[0];
    if (pipe2(output, O_CLOEXEC) != 0)
        return "cannot make a pipe";
    box.output = output[0];
    if (pipe2(error, O_CLOEXEC) != 0)
        return "cannot make a pipe";
    box.error = error[0];
    // Only our ends: the program's own must block as usual.
    for (const int descriptor : {box.output, box.error})
        fcntl(descriptor, F_SETFL, O_NONBLOCK);

    const pid_t parent = getpid();
    box.pid = fork();
    if (box.pid == 0)
        becomeBox(order, group, command, {runner[1], output[1], error[1]}, parent);
    for (const int descriptor : {runner[1], output[1], error[1]})
        close(descriptor);
    if (box.pid < 0)
        return std::string("cannot fork: ") + std::strerror(errno);
    box.handle = static_cast<int>(syscall(SYS_pidfd_open, box.pid, 0));
    return box.handle < 0 ? std::string("cannot watch the box: ") + std::strerror(errno) : std::string();
}

} // namespace Marathon::Box
