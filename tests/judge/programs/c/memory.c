#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(void)
{
    long total = 0;
    for (int i = 0; i < 1024; ++i) {
        char *block = malloc(1 << 20);
        if (!block)
            return 1;
        memset(block, i, 1 << 20);
        total += block[i];
    }
    printf("%ld\n", total);
    return 0;
}
