/* A child writes after its parent has ended: that must not count. */
#include <stdio.h>
#include <unistd.h>
int main(void)
{
    if (fork() == 0) {
        setsid();
        usleep(500000);
        puts("broken: late output");
        fflush(stdout);
        _exit(0);
    }
    puts("held");
    return 0;
}
