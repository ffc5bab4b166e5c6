#include "server/judge/BoxArguments.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto boxUser = "65534"_L1;
constexpr auto runnerInBox = "/.runner"_L1;
constexpr qint64 mebibyte = 1LL << 20;
constexpr int openFiles = 256;

/// Seconds, rounded up, plus one: only a backstop behind the supervisor's own clock.
qint64 cpuSeconds(std::chrono::milliseconds limit)
{
    return (limit.count() + 999) / 1000 + 1;
}

QString limit(const char *name, qint64 value)
{
    return QLatin1StringView(name) + QString::number(value);
}

} // namespace

QByteArray boxArguments(const BoxRequest &request)
{
    QStringList options {
        u"--unshare-user"_s,
        u"--unshare-pid"_s,
        u"--unshare-net"_s,
        u"--unshare-ipc"_s,
        u"--unshare-uts"_s,
        u"--unshare-cgroup-try"_s,
        u"--disable-userns"_s,
        u"--die-with-parent"_s,
        u"--new-session"_s,
        u"--cap-drop"_s,
        u"ALL"_s,
        u"--uid"_s,
        boxUser,
        u"--gid"_s,
        boxUser,
        u"--hostname"_s,
        u"box"_s,
        u"--clearenv"_s,
        u"--setenv"_s,
        u"PATH"_s,
        u"/usr/bin:/bin"_s,
        u"--setenv"_s,
        u"LANG"_s,
        u"C.UTF-8"_s,
        u"--setenv"_s,
        u"HOME"_s,
        u"/tmp"_s,
        u"--ro-bind"_s,
        u"/usr"_s,
        u"/usr"_s,
        u"--symlink"_s,
        u"usr/bin"_s,
        u"/bin"_s,
        u"--symlink"_s,
        u"usr/lib"_s,
        u"/lib"_s,
        u"--symlink"_s,
        u"usr/lib64"_s,
        u"/lib64"_s,
        u"--ro-bind-try"_s,
        u"/etc/alternatives"_s,
        u"/etc/alternatives"_s,
        u"--ro-bind-try"_s,
        u"/etc/ld.so.cache"_s,
        u"/etc/ld.so.cache"_s,
        u"--proc"_s,
        u"/proc"_s,
        u"--ro-bind"_s,
        u"/dev/null"_s,
        u"/proc/cmdline"_s,
        u"--dev"_s,
        u"/dev"_s,
        u"--tmpfs"_s,
        u"/usr/local"_s,
        u"--tmpfs"_s,
        u"/usr/src"_s,
    };
    for (const BoxBind &bind : request.binds)
        options << u"--ro-bind-try"_s << bind.host << bind.box;
    if (request.limits.scratchBytes > 0)
        options << u"--size"_s << QString::number(request.limits.scratchBytes) << u"--tmpfs"_s << u"/tmp"_s
                << u"--dir"_s << u"/tmp/out"_s;
    else
        options << u"--dir"_s << u"/tmp"_s;
    options << u"--dir"_s << u"/box"_s;
    int descriptor = Box::firstFileFd;
    options << u"--perms"_s << u"0555"_s << u"--file"_s << QString::number(descriptor++) << runnerInBox;
    for (const BoxFile &file : request.files)
        options << u"--perms"_s << (file.executable ? u"0555"_s : u"0444"_s) << u"--file"_s
                << QString::number(descriptor++) << file.path;
    // Without these, /usr/local, /dev (with /dev/shm) and / would be writable and without a size.
    for (const auto place : {"/usr/local"_L1, "/usr/src"_L1, "/dev"_L1, "/"_L1})
        options << u"--remount-ro"_s << place;
    options << u"--chdir"_s << u"/box"_s << u"--seccomp"_s << QString::number(Box::filterFd);

    QByteArray bytes;
    for (const QString &option : std::as_const(options))
        bytes += option.toUtf8() + '\0';
    return bytes;
}

QStringList runnerCommand(const BoxRequest &request)
{
    const BoxLimits &limits = request.limits;
    QStringList command {
        runnerInBox,
        limit("cpu=", cpuSeconds(limits.cpu)),
        // Nothing but the scratch folder can be written; standard output is a pipe, which this limit does not touch.
        limit("fsize=", limits.scratchBytes),
        limit("nofile=", openFiles),
        limit("stack=", limits.memoryBytes),
        // Four times: address space is not memory, and a wall that is hit first would turn "memory" into "run-time
        // error".
        limit("as=", limits.limitAddressSpace ? 4 * limits.memoryBytes + 256 * mebibyte : 0),
        limit("nproc=", limits.processes + Box::ownProcesses),
        limit("collect=", request.collect ? limits.scratchBytes : 0),
        u"--"_s,
    };
    return command + request.command;
}

} // namespace Marathon
