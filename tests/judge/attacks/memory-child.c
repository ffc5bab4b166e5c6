/* The child runs out of memory, the parent says that all is well. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    if (fork() == 0) {
        for (;;)
            memset(malloc(1 << 20), 1, 1 << 20);
    }
    wait(NULL);
    puts("held");
    return 0;
}
