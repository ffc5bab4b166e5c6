/* Spinning grandchildren whose parent is gone; the program itself only sleeps. */
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    for (int i = 0; i < 2; ++i) {
        if (fork() == 0) {
            if (fork() == 0) {
                for (volatile unsigned long counter = 0;; ++counter) { }
            }
            _exit(0);
        }
        wait(NULL);
    }
    for (;;)
        pause();
}
