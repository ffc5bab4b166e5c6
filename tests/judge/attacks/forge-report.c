/* Tries to tell the judge that all went well, through every descriptor it can find, and then fails. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
int main(void)
{
    struct { unsigned says; int status; long long cpu, memory; } report = {1, 0, 0, 0};
    for (int descriptor = 3; descriptor < 1024; ++descriptor) {
        send(descriptor, &report, sizeof report, MSG_NOSIGNAL);
        if (write(descriptor, &report, sizeof report) > 0)
            puts("wrote");
    }
    for (int process = 1; process < 10; ++process) {
        for (int number = 3; number < 64; ++number) {
            char path[64];
            snprintf(path, sizeof path, "/proc/%d/fd/%d", process, number);
            int file = open(path, O_WRONLY | O_NONBLOCK);
            if (file >= 0 && write(file, &report, sizeof report) > 0)
                printf("wrote to %s\n", path);
        }
    }
    return 1;
}
