#include "tests/judge/OuterCap.h"

#include <QFile>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr char insideName[] = "MARATHON_TEST_OUTER_CAP";
constexpr int skipped = 77;

bool writeTo(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && file.write(text) == text.size();
}

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The directories of one group per controller (v1) or of one for all (v2); empty when none can be made.
QStringList makeGroup()
{
    const QString name = u"/marathon-attacks-%1"_s.arg(getpid());
    const QString root = u"/sys/fs/cgroup"_s;
    const bool unified = QFile::exists(root + u"/cgroup.controllers"_s);
    const QStringList directories =
        unified ? QStringList {root + name} : QStringList {root + u"/memory"_s + name, root + u"/pids"_s + name};
    for (const QString &directory : directories) {
        if (mkdir(QFile::encodeName(directory).constData(), 0755) != 0)
            return {};
    }
    const bool limited = writeTo(directories.last() + u"/pids.max"_s, QByteArray::number(OuterCap::processes)) &&
                         writeTo(directories.first() + (unified ? u"/memory.max"_s : u"/memory.limit_in_bytes"_s),
                                 QByteArray::number(OuterCap::memoryBytes));
    if (limited)
        return directories;
    for (const QString &directory : directories)
        rmdir(QFile::encodeName(directory).constData());
    return {};
}

void killGroup(const QStringList &directories)
{
    writeTo(directories.last() + u"/pids.max"_s, "0");
    for (int attempt = 0; attempt < 200; ++attempt) {
        const QByteArray members = content(directories.last() + u"/cgroup.procs"_s).simplified();
        if (members.isEmpty())
            break;
        for (const QByteArray &member : members.split(' '))
            kill(member.toInt(), SIGKILL);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    for (const QString &directory : directories)
        rmdir(QFile::encodeName(directory).constData());
}

} // namespace

int OuterCap::runInside(char **argv, int seconds)
{
    if (getenv(insideName))
        return -1;
    const QStringList group = geteuid() == 0 ? makeGroup() : QStringList();
    if (geteuid() == 0 && group.isEmpty()) {
        std::fputs("SKIP: attacks are not run as root without control groups for a second wall.\n", stderr);
        return skipped;
    }
    const pid_t inside = fork();
    if (inside == 0) {
        bool ready = setpgid(0, 0) == 0;
        for (const QString &directory : group)
            ready = ready && writeTo(directory + u"/cgroup.procs"_s, "0");
        if (group.isEmpty()) {
            const rlimit limit {processes, processes};
            ready = ready && setrlimit(RLIMIT_NPROC, &limit) == 0;
        }
        setenv(insideName, group.isEmpty() ? "limits" : "groups", 1);
        if (ready)
            execv("/proc/self/exe", argv);
        _exit(1);
    }
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    int status = 0;
    while (waitpid(inside, &status, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() > deadline) {
            std::fprintf(stderr, "The attacks did not end within %d s; everything is killed.\n", seconds);
            kill(-inside, SIGKILL);
            status = SIGKILL;
            break;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    if (!group.isEmpty())
        killGroup(group);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

bool OuterCap::limitsMemory()
{
    return qgetenv(insideName) == "groups";
}

} // namespace Marathon
