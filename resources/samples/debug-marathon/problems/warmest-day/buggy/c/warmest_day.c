#include <stdio.h>

#define MAX_DAYS 1000

static int temperatures[MAX_DAYS];

static int read_temperatures(void)
{
    int days;
    if (scanf("%d", &days) != 1) {
        return 0;
    }
    for (int day = 0; day < days; day++) {
        if (scanf("%d", &temperatures[day]) != 1) {
            return 0;
        }
    }
    return days;
}

int main(void)
{
    int days = read_temperatures();
    int warmest = 0;
    int warmest_day = 0;

    for (int day = 0; day < days; day++) {
        if (temperatures[day] > warmest) {
            warmest = temperatures[day];
            warmest_day = day + 1;
        }
    }

    printf("%d %d\n", warmest_day, warmest);
    return 0;
}
