#include <stdio.h>
#include <sys/socket.h>
int main(void)
{
    int broken = 0;
    for (int family = 0; family < 50; ++family) {
        for (int type = 1; type < 11; ++type) {
            if (socket(family, type, 0) >= 0 || socket(family, type | SOCK_CLOEXEC, 0) >= 0) {
                printf("broken: family %d, type %d\n", family, type);
                broken = 1;
            }
        }
    }
    if (!broken)
        puts("held");
    return 0;
}
