#include "server/judge/SeccompFilter.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <linux/sched.h>
#include <memory>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

// By name, because a name that this libseccomp or this processor does not know is left out by itself.
constexpr std::array refused {
    // other processes
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "kcmp",
    "pidfd_getfd",
    "pidfd_open",
    // wide kernel surfaces
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "open_by_handle_at",
    "name_to_handle_at",
    "add_key",
    "request_key",
    "keyctl",
    "fanotify_init",
    "fanotify_mark",
    "inotify_init",
    "inotify_init1",
    "inotify_add_watch",
    "memfd_secret",
    "vmsplice",
    "splice",
    "tee",
    "lookup_dcookie",
    "nfsservctl",
    // mounts and namespaces
    "mount",
    "umount",
    "umount2",
    "pivot_root",
    "chroot",
    "setns",
    "unshare",
    "open_tree",
    "open_tree_attr",
    "move_mount",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "mount_setattr",
    "statmount",
    "listmount",
    // the machine
    "kexec_load",
    "kexec_file_load",
    "init_module",
    "finit_module",
    "delete_module",
    "create_module",
    "reboot",
    "swapon",
    "swapoff",
    "acct",
    "quotactl",
    "quotactl_fd",
    "sethostname",
    "setdomainname",
    "settimeofday",
    "clock_settime",
    "clock_adjtime",
    "adjtimex",
    "stime",
    "syslog",
    "iopl",
    "ioperm",
    "modify_ldt",
    "personality",
    "vhangup",
    "ustat",
    "sysfs",
    "_sysctl",
    "uselib",
    // memory placement and priorities of others
    "mbind",
    "set_mempolicy",
    "get_mempolicy",
    "migrate_pages",
    "move_pages",
    "set_mempolicy_home_node",
    "sched_setscheduler",
    "sched_setattr",
    "sched_setparam",
    "setpriority",
    "ioprio_set",
    // network and message channels; socketpair stays, which runtimes use for themselves
    "socket",
    "bind",
    "connect",
    "listen",
    "accept",
    "accept4",
    "msgget",
    "msgsnd",
    "msgrcv",
    "msgctl",
    "semget",
    "semop",
    "semtimedop",
    "semctl",
    "shmget",
    "shmat",
    "shmdt",
    "shmctl",
    "mq_open",
    "mq_unlink",
    "mq_timedsend",
    "mq_timedreceive",
    "mq_notify",
    "mq_getsetattr",
    // files: other kinds, other owners, and locks, which are a channel between boxes that show the same file
    "mknod",
    "mknodat",
    "chown",
    "fchown",
    "lchown",
    "fchownat",
    "flock",
};

constexpr std::array<std::uint64_t, 8> newNamespaces {CLONE_NEWNS,  CLONE_NEWCGROUP, CLONE_NEWUTS,
                                                      CLONE_NEWIPC, CLONE_NEWUSER,   CLONE_NEWPID,
                                                      CLONE_NEWNET, 0x00000080 /* CLONE_NEWTIME */};
constexpr std::array<std::uint64_t, 7> lockCommands {F_SETLK,      F_SETLKW,   F_GETLK, F_OFD_SETLK,
                                                     F_OFD_SETLKW, F_SETLEASE, F_NOTIFY};
constexpr std::array<std::uint64_t, 2> terminalCommands {TIOCSTI, TIOCLINUX};
constexpr std::uint64_t lowHalf = 0xffffffff; ///< the kernel looks at no more of these arguments

using Context = std::unique_ptr<void, decltype(&seccomp_release)>;

bool refuse(const Context &context, const char *name)
{
    const int call = seccomp_syscall_resolve_name(name);
    return call == __NR_SCMP_ERROR || seccomp_rule_add(context.get(), SCMP_ACT_ERRNO(EPERM), call, 0) == 0;
}

bool refuseArguments(const Context &context)
{
    bool ok = true;
    for (const std::uint64_t flag : newNamespaces)
        ok = ok && seccomp_rule_add(context.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                                    SCMP_A0(SCMP_CMP_MASKED_EQ, flag, flag)) == 0;
    for (const std::uint64_t command : lockCommands)
        ok = ok && seccomp_rule_add(context.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(fcntl), 1,
                                    SCMP_A1(SCMP_CMP_MASKED_EQ, lowHalf, command)) == 0;
    for (const std::uint64_t command : terminalCommands)
        ok = ok && seccomp_rule_add(context.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
                                    SCMP_A1(SCMP_CMP_MASKED_EQ, lowHalf, command)) == 0;
    // Its flags are behind a pointer which a filter cannot read; libraries fall back to clone.
    return ok && seccomp_rule_add(context.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

} // namespace

Result<QByteArray> seccompFilter()
{
    const Context context(seccomp_init(SCMP_ACT_ALLOW), &seccomp_release);
    bool ok = context && seccomp_attr_set(context.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0;
    // A tree instead of a list: every call of a program passes the filter.
    ok = ok && seccomp_attr_set(context.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0;
    for (const char *name : refused)
        ok = ok && refuse(context, name);
    if (!ok || !refuseArguments(context))
        return systemError(u"cannot build the system call filter"_s);
    Result<Descriptor> memory = emptyMemory();
    if (!memory)
        return memory.error();
    if (seccomp_export_bpf(context.get(), memory->number()) != 0)
        return systemError(u"cannot write the system call filter"_s);
    return contentOf(*memory, 1 << 20);
}

} // namespace Marathon
