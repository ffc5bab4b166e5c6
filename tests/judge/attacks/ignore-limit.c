#include <signal.h>
int main(void)
{
    for (int number = 1; number < 32; ++number)
        signal(number, SIG_IGN);
    for (volatile unsigned long counter = 0;; ++counter) { }
}
