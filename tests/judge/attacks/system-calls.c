/* Each of these must be refused as such, not only fail for its arguments. Harmless where the filter does not hold. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>
struct call { const char *name; long number, a, b, c, d; };
#define CALL(name, ...) {#name, SYS_##name, __VA_ARGS__}
static const struct call calls[] = {
    CALL(ptrace, 0, 0, 0, 0), CALL(process_vm_readv, 1, 0, 0, 0), CALL(process_vm_writev, 1, 0, 0, 0), CALL(kcmp, 1, 1, 0, 0),
    CALL(bpf, 0, 0, 0, 0), CALL(perf_event_open, 0, 0, 0, 0), CALL(userfaultfd, 0, 0, 0, 0), CALL(io_uring_setup, 1, 0, 0, 0),
    CALL(open_by_handle_at, -1, 0, 0, 0), CALL(add_key, 0, 0, 0, 0), CALL(request_key, 0, 0, 0, 0), CALL(keyctl, 0, 0, 0, 0),
    CALL(fanotify_init, 0, 0, 0, 0), CALL(inotify_init1, 0, 0, 0, 0), CALL(vmsplice, -1, 0, 0, 0), CALL(splice, -1, 0, -1, 0),
    CALL(tee, -1, -1, 0, 0), CALL(mount, 0, 0, 0, 0), CALL(umount2, 0, 0, 0, 0), CALL(pivot_root, 0, 0, 0, 0), CALL(chroot, 0, 0, 0, 0),
    CALL(setns, -1, 0, 0, 0), CALL(unshare, CLONE_NEWUSER, 0, 0, 0), CALL(kexec_load, 0, 0, 0, 0), CALL(init_module, 0, 0, 0, 0),
    CALL(finit_module, -1, 0, 0, 0), CALL(delete_module, 0, 0, 0, 0), CALL(reboot, 0, 0, 0, 0), CALL(swapon, 0, 0, 0, 0),
    CALL(swapoff, 0, 0, 0, 0), CALL(acct, 1, 0, 0, 0), CALL(quotactl, 0, 0, 0, 0), CALL(sethostname, 0, 0, 0, 0),
    CALL(setdomainname, 0, 0, 0, 0), CALL(settimeofday, 0, 1, 0, 0), CALL(clock_settime, 0, 0, 0, 0), CALL(syslog, 3, 0, 0, 0),
    CALL(personality, 0xffffffff, 0, 0, 0), CALL(mbind, 0, 0, 0, 0), CALL(migrate_pages, 0, 0, 0, 0), CALL(move_pages, 0, 0, 0, 0),
    CALL(sched_setscheduler, 0, -1, 0, 0), CALL(sched_setattr, 0, 0, 0, 0), CALL(setpriority, 0, 0, 19, 0), CALL(socket, 1, 1, 0, 0),
    CALL(msgget, 0, 01000, 0, 0), CALL(semget, 0, 1, 01000, 0), CALL(shmget, 0, 4096, 01000, 0), CALL(mq_unlink, 0, 0, 0, 0),
    CALL(mknodat, -1, 0, 0, 0), CALL(fchownat, -1, 0, 0, 0), CALL(fchown, 0, -1, -1, 0), CALL(flock, 0, LOCK_EX, 0, 0),
    CALL(fcntl, 0, F_SETLK, 0, 0), CALL(fcntl, 0, F_SETLKW, 0, 0), CALL(fcntl, 0, F_OFD_SETLK, 0, 0), CALL(fcntl, 0, F_SETLEASE, F_UNLCK, 0),
    CALL(fcntl, 0, F_SETLK | (1L << 32), 0, 0), CALL(ioctl, 0, TIOCSTI, 0, 0), CALL(ioctl, 0, TIOCSTI | (1L << 32), 0, 0),
    CALL(ioctl, 0, 0x541C, 0, 0), CALL(clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0), CALL(clone, CLONE_NEWNS | SIGCHLD, 0, 0, 0),
    CALL(clone, CLONE_NEWNET | SIGCHLD, 0, 0, 0),
#ifdef SYS_pidfd_getfd
    CALL(pidfd_getfd, -1, 0, 0, 0),
#endif
#ifdef SYS_open_tree
    CALL(open_tree, -1, 0, 0, 0), CALL(move_mount, -1, 0, 0, 0), CALL(fsopen, 0, 0, 0, 0), CALL(fsmount, -1, 0, 0, 0),
#endif
#ifdef __x86_64__
    CALL(iopl, 0, 0, 0, 0), CALL(ioperm, 0, 0, 0, 0), CALL(modify_ldt, 0, 0, 0, 0),
#endif
};
int main(void)
{
    int broken = 0;
    for (unsigned i = 0; i < sizeof calls / sizeof *calls; ++i) {
        const struct call *call = &calls[i];
        errno = 0;
        long result = syscall(call->number, call->a, call->b, call->c, call->d, 0, 0);
        if (result == 0 && call->number == SYS_clone)
            _exit(0);
        if (result != -1 || errno != EPERM) {
            printf("broken: %s(%ld, %ld): %ld, %s\n", call->name, call->a, call->b, result, strerror(errno));
            broken = 1;
        }
    }
#ifdef SYS_clone3
    errno = 0;
    if (syscall(SYS_clone3, 0, 0) != -1 || errno != ENOSYS) {
        printf("broken: clone3: %s\n", strerror(errno));
        broken = 1;
    }
#endif
    if (!broken)
        puts("held");
    return 0;
}
