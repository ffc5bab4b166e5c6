/* What /proc tells about the host. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static int broken;
static void check(int ok, const char *what)
{
    if (!ok) {
        printf("broken: %s\n", what);
        broken = 1;
    }
}
static ssize_t content(const char *path, char *buffer, size_t size)
{
    int file = open(path, O_RDONLY | O_NONBLOCK);
    ssize_t count = file < 0 ? -1 : read(file, buffer, size);
    if (file >= 0)
        close(file);
    return count;
}
int main(void)
{
    static char buffer[65536];
    const char expected[] = "PATH=/usr/bin:/bin";
    ssize_t count = content("/proc/1/environ", buffer, sizeof buffer);
    check(count <= 0 || (count == sizeof expected && memcmp(buffer, expected, sizeof expected) == 0), "environment of pid 1");
    check(content("/proc/cmdline", buffer, sizeof buffer) <= 0, "kernel command line");
    check(open("/proc/1/mem", O_RDWR) < 0 || content("/proc/1/mem", buffer, 1) <= 0, "memory of pid 1");
    check(open("/proc/2/mem", O_RDWR) < 0, "memory of the runner");
    check(content("/proc/2/environ", buffer, sizeof buffer) < 0, "environment of the runner");
    count = content("/proc/1/cmdline", buffer, sizeof buffer - 1);
    for (ssize_t i = 0; i < count; ++i)
        buffer[i] = buffer[i] ? buffer[i] : ' ';
    buffer[count > 0 ? count : 0] = 0;
    check(!strstr(buffer, "/home") && !strstr(buffer, "/root") && !strstr(buffer, "marathon"), "command line of pid 1");
    count = content("/proc/self/mountinfo", buffer, sizeof buffer - 1);
    buffer[count > 0 ? count : 0] = 0;
    check(!strstr(buffer, "/home") && !strstr(buffer, "/root") && !strstr(buffer, "marathon"), "host paths in the mount table");
    /* No process of the host is visible. */
    DIR *processes = opendir("/proc");
    for (struct dirent *entry; processes && (entry = readdir(processes));)
        check(atoi(entry->d_name) <= 8, "a process of the host");
    check(access("/sys", F_OK) != 0, "/sys");
    if (!broken)
        puts("held");
    return 0;
}
