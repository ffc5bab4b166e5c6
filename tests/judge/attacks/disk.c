/* Nothing in the box of a program may be writable. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
int main(void)
{
    const char *places[] = {"/tmp", "/box", "/dev", "/dev/shm", "/dev/pts", "/", "/usr", "/usr/local", "/usr/src", "/etc",
        "/proc", "/var/tmp", "/run", "/home", "."};
    int broken = 0;
    for (unsigned i = 0; i < sizeof places / sizeof *places; ++i) {
        char path[200];
        snprintf(path, sizeof path, "%s/file", places[i]);
        int file = open(path, O_CREAT | O_WRONLY, 0600);
        snprintf(path, sizeof path, "%s/folder", places[i]);
        if (file >= 0 || mkdir(path, 0700) == 0 || symlink("/etc/passwd", path) == 0) {
            printf("broken: %s is writable\n", places[i]);
            broken = 1;
        }
    }
    if (!broken)
        puts("held");
    return 0;
}
