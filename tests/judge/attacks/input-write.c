/* The test's input must not be changed for those who come later. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
int main(void)
{
    int broken = 0;
    const char *paths[] = {"/proc/self/fd/0", "/dev/stdin", "/proc/1/fd/0"};
    for (int i = 0; i < 3; ++i) {
        int file = open(paths[i], O_RDWR);
        if (file < 0)
            continue;
        broken |= write(file, "x", 1) > 0;
        broken |= ftruncate(file, 0) == 0;
        broken |= mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) != MAP_FAILED;
    }
    broken |= write(0, "x", 1) > 0;
    puts(broken ? "broken: the input was changed" : "held");
    return 0;
}
