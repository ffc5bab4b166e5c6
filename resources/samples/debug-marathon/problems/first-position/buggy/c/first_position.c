#include <stdio.h>

#define MAX_BOOKS 100000

static int years[MAX_BOOKS];

/* Binary search: returns the position of the first book of a year, or 0. */
static int first_position(int books, int year)
{
    int low = 0;
    int high = books - 1;

    while (low <= high) {
        int middle = low + (high - low) / 2;
        if (years[middle] == year) {
            return middle + 1;
        } else if (years[middle] < year) {
            low = middle + 1;
        } else {
            high = middle - 1;
        }
    }
    return 0;
}

int main(void)
{
    int books, questions;
    if (scanf("%d %d", &books, &questions) != 2) {
        return 1;
    }
    for (int i = 0; i < books; i++) {
        if (scanf("%d", &years[i]) != 1) {
            return 1;
        }
    }
    for (int i = 0; i < questions; i++) {
        int year;
        if (scanf("%d", &year) != 1) {
            return 1;
        }
        printf("%d\n", first_position(books, year));
    }
    return 0;
}
