#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    for (int i = 0; i < 6; ++i) {
        if (fork() == 0) {
            for (;;) {
                char *block = malloc(1 << 20);
                if (!block)
                    pause();
                memset(block, 1, 1 << 20);
            }
        }
    }
    while (wait(NULL) > 0) { }
    return 0;
}
