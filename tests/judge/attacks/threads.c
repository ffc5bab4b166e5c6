#include <pthread.h>
#include <stddef.h>
static void *spin(void *nothing)
{
    for (volatile unsigned long counter = 0;; ++counter) { }
    return nothing;
}
int main(void)
{
    pthread_t thread;
    for (int i = 0; i < 4; ++i)
        pthread_create(&thread, NULL, spin, NULL);
    spin(NULL);
}
