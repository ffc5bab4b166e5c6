/* Its input is the path of a file of the host that everybody there may read. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
int main(void)
{
    static char path[1000], dotted[1100];
    if (!fgets(path, sizeof path, stdin))
        return 1;
    path[strcspn(path, "\n")] = 0;
    snprintf(dotted, sizeof dotted, "/box/../..%s", path);
    const char *paths[] = {path, dotted, "/etc/passwd", "/etc/shadow", "/etc/hostname", "/proc/1/root/etc/passwd",
        "/proc/self/root/etc/passwd", "/root", "/home", "/var", "/srv", "/opt", "/sys", "/run", "/boot", "/etc/ssh", "/tmp/.X11-unix",
        "/dev/sda", "/dev/vda", "/dev/mem", "/dev/kmsg", "/dev/fuse", "/dev/kvm", "/usr/local/bin", "/usr/src/linux", "/oldroot", "/newroot"};
    int broken = 0;
    for (unsigned i = 0; i < sizeof paths / sizeof *paths; ++i) {
        if (open(paths[i], O_RDONLY) >= 0) {
            printf("broken: %s\n", paths[i]);
            broken = 1;
        }
    }
    if (!broken)
        puts("held");
    return 0;
}
