#include "server/judge/supervisor/ProcessTree.h"

#include "server/judge/supervisor/SmallFile.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <dirent.h>
#include <unistd.h>
#include <vector>

namespace Marathon::Box {

namespace {

constexpr std::size_t mostProcesses = 4096;

std::string procFile(pid_t process, const char *name)
{
    return "/proc/" + std::to_string(process) + "/" + name;
}

/// Calls `visit` with the folder of every thread of a process, if it still exists.
template <typename Visit>
void eachThread(pid_t process, Visit visit)
{
    const std::string folder = procFile(process, "task/");
    DIR *threads = opendir(folder.c_str());
    if (!threads)
        return; // it ended meanwhile
    while (const dirent *thread = readdir(threads)) {
        if (thread->d_name[0] != '.')
            visit(folder + thread->d_name);
    }
    closedir(threads);
}

/// `root` and everything below it.
std::vector<pid_t> tree(pid_t root)
{
    std::vector<pid_t> found {root};
    for (std::size_t next = 0; next < found.size() && found.size() < mostProcesses; ++next) {
        // proc(5): every thread has its own list of children.
        eachThread(found[next], [&found](const std::string &thread) {
            const std::vector<pid_t> children = numbers(readSmallFile(thread + "/children"));
            found.insert(found.end(), children.begin(), children.end());
        });
    }
    return found;
}

} // namespace

TreeUse treeUse(pid_t root)
{
    TreeUse use;
    const std::int64_t tick = 1000000 / sysconf(_SC_CLK_TCK);
    const std::int64_t page = sysconf(_SC_PAGESIZE);
    for (const pid_t process : tree(root)) {
        const std::string stat = readSmallFile(procFile(process, "stat"));
        const std::size_t name = stat.rfind(')');
        long long user = 0, system = 0, childUser = 0, childSystem = 0;
        long resident = 0;
        if (name == std::string::npos ||
            std::sscanf(stat.c_str() + name + 1,
                        " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lld %lld %lld %lld %*d %*d %*d %*d %*u %*u %ld",
                        &user, &system, &childUser, &childSystem, &resident) != 5)
            continue;
        use.cpu += (user + system + childUser + childSystem) * tick;
        use.memory += resident * page;
    }
    return use;
}

std::int64_t starvation(pid_t root)
{
    std::int64_t longest = 0;
    for (const pid_t process : tree(root)) {
        eachThread(process, [&longest](const std::string &thread) {
            // "time on a processor, time waiting for one, time slices", in nanoseconds.
            long long waited = 0;
            if (std::sscanf(readSmallFile(thread + "/schedstat").c_str(), "%*d %lld", &waited) == 1)
                longest = std::max<std::int64_t>(longest, waited / 1000);
        });
    }
    return longest;
}

void killTree(pid_t root)
{
    for (const pid_t process : tree(root))
        kill(process, SIGKILL);
}

} // namespace Marathon::Box
