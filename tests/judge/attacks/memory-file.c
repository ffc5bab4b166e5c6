/* Memory hidden in a nameless file. */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <unistd.h>
int main(void)
{
    static char block[1 << 20];
    int file = memfd_create("hog", 0);
    for (;;) {
        if (write(file, block, sizeof block) != sizeof block)
            return 1;
    }
}
