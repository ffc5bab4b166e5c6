#include "server/judge/supervisor/ProcessTree.h"

#include "server/judge/supervisor/SmallFile.h"

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

void appendChildren(pid_t process, std::vector<pid_t> &found)
{
    // proc(5): every thread has its own list of children.
    DIR *threads = opendir(procFile(process, "task").c_str());
    if (!threads)
        return; // it ended meanwhile
    while (const dirent *thread = readdir(threads)) {
        if (thread->d_name[0] == '.')
            continue;
        const std::string file = procFile(process, "task/") + thread->d_name + "/children";
        const std::vector<pid_t> children = numbers(readSmallFile(file));
        found.insert(found.end(), children.begin(), children.end());
    }
    closedir(threads);
}

/// `root` and everything below it.
std::vector<pid_t> tree(pid_t root)
{
    std::vector<pid_t> found {root};
    for (std::size_t next = 0; next < found.size() && found.size() < mostProcesses; ++next)
        appendChildren(found[next], found);
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
        if (name == std::string::npos
            || std::sscanf(stat.c_str() + name + 1,
                   " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lld %lld %lld %lld %*d %*d %*d %*d %*u %*u %ld", &user,
                   &system, &childUser, &childSystem, &resident) != 5)
            continue;
        use.cpu += (user + system + childUser + childSystem) * tick;
        use.memory += resident * page;
    }
    return use;
}

void killTree(pid_t root)
{
    for (const pid_t process : tree(root))
        kill(process, SIGKILL);
}

} // namespace Marathon::Box
