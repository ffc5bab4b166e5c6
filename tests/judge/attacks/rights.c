/* Raising what was lowered. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
static int broken;
static void check(int ok, const char *what)
{
    if (!ok) {
        printf("broken: %s\n", what);
        broken = 1;
    }
}
int main(void)
{
    const int limits[] = {RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_NPROC, RLIMIT_NOFILE, RLIMIT_CORE, RLIMIT_STACK, RLIMIT_MEMLOCK};
    for (unsigned i = 0; i < sizeof limits / sizeof *limits; ++i) {
        struct rlimit value;
        getrlimit(limits[i], &value);
        value.rlim_max += 1;
        check(setrlimit(limits[i], &value) != 0, "a limit was raised");
    }
    check(setuid(0) != 0 && setgid(0) != 0, "became root");
    check(nice(-10) == -1, "raised its priority");
    int score = open("/proc/self/oom_score_adj", O_WRONLY);
    check(score < 0 || write(score, "-1000", 5) != 5, "protected itself from memory exhaustion");
    static char status[8192];
    int file = open("/proc/self/status", O_RDONLY);
    check(read(file, status, sizeof status - 1) > 0, "its own status");
    check(strstr(status, "NoNewPrivs:\t1") != NULL, "setuid programs work");
    check(strstr(status, "Seccomp:\t2") != NULL, "no filter");
    check(strstr(status, "CapPrm:\t0000000000000000") != NULL && strstr(status, "CapBnd:\t0000000000000000") != NULL, "capabilities");
    /* A setuid program of the distribution gives nothing. */
    if (fork() == 0) {
        execl("/usr/bin/su", "su", "-c", "id", (char *)0);
        _exit(1);
    }
    int ended = 0;
    wait(&ended);
    check(ended != 0, "su worked");
    if (!broken)
        puts("held");
    return 0;
}
