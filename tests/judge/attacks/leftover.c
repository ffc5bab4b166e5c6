/* Two tests of one submission must not see each other. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
int main(void)
{
    const char *places[] = {"/tmp/mark", "/box/mark", "/dev/shm/mark", "/mark", "/var/tmp/mark"};
    int seen = 0;
    for (int i = 0; i < 5; ++i) {
        seen |= access(places[i], F_OK) == 0;
        close(open(places[i], O_CREAT | O_WRONLY, 0666));
    }
    if (fork() == 0) {
        setsid();
        sleep(5);
        _exit(0);
    }
    puts(seen ? "broken: something was left" : "held");
    return 0;
}
