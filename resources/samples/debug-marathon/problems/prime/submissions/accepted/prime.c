#include <stdbool.h>
#include <stdio.h>

/* Tries 2 and then every odd divisor up to the square root. */
static bool is_prime(int n)
{
    if (n < 2) {
        return false;
    }
    if (n == 2) {
        return true;
    }
    if (n % 2 == 0) {
        return false;
    }
    for (int divisor = 3; divisor * divisor <= n; divisor += 2) {
        if (n % divisor == 0) {
            return false;
        }
    }
    return true;
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
        puts(is_prime(n) ? "prime" : "not prime");
    }
    return 0;
}
