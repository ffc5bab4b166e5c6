/* Leaves its children unburied; the limit of processes must count them. */
#include <stdio.h>
#include <unistd.h>
int main(void)
{
    int count = 0;
    while (count < 1000) {
        pid_t child = fork();
        if (child < 0)
            break;
        if (child == 0)
            _exit(0);
        ++count;
    }
    puts(count < 100 ? "held" : "broken: no limit");
    return 0;
}
