#include <stdio.h>

/* Returns 1 + 2 + ... + n, by the formula of Gauss. */
static long long sum_to(int n)
{
    return (long long)n * (n + 1) / 2;
}

int main(void)
{
    int questions;
    if (scanf("%d", &questions) != 1) {
        return 1;
    }

    for (int i = 0; i < questions; i++) {
        int n;
        if (scanf("%d", &n) != 1) {
            return 1;
        }
        printf("%lld\n", sum_to(n));
    }
    return 0;
}
