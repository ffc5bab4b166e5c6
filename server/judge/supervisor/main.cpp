// Runs one program in one box and says how it ended. Small and separate on purpose: it forks, so it must not carry the
// worker's memory, and in a root worker it is the only part that still has rights while a participant's program runs.
//
//   marathon-supervisor BUBBLEWRAP RUNNER-COMMAND...      with descriptors as in BoxProtocol.h

#include "server/judge/supervisor/BoxProcess.h"
#include "server/judge/supervisor/ControlGroup.h"
#include "server/judge/supervisor/Watch.h"

#include <csignal>
#include <cstdio>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace Marathon::Box;

Report failed(const std::string &what)
{
    Report report;
    std::snprintf(report.failure, sizeof report.failure, "%s", what.c_str());
    return report;
}

Report runBox(const Order &order, int argc, char **argv)
{
    if (geteuid() == 0 && order.firstUid == 0)
        return failed("refusing to run a program as root: the box needs a user id of its own");
    ControlGroup group(order);
    if (group.exists()) {
        const std::string problem = group.create(order);
        if (!problem.empty())
            return failed(problem);
    }
    static char byFile[] = "--args", argumentsNumber[] = "7", end[] = "--";
    static_assert(argumentsFd == 7);
    std::vector<char *> command {argv[1], byFile, argumentsNumber, end};
    command.insert(command.end(), argv + 2, argv + argc);
    command.push_back(nullptr);

    BoxProcess box;
    const std::string problem = startBox(order, group, command.data(), box);
    if (!problem.empty()) {
        if (box.pid > 0)
            kill(box.pid, SIGKILL);
        return failed(problem);
    }
    return Watch(order, group, box).run();
}

} // namespace

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    Order order;
    if (argc < 3 || recv(controlFd, &order, sizeof order, 0) != sizeof order || order.protocol != version) {
        std::fputs("marathon-supervisor is started by marathon-judge, with an order on descriptor 3.\n", stderr);
        return 2;
    }
    const Report report = runBox(order, argc, argv);
    return send(controlFd, &report, sizeof report, MSG_NOSIGNAL) == sizeof report ? 0 : 1;
}
