#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define MAX_LENGTH 1002

static int counts(char character)
{
    return isalnum((unsigned char)character) != 0;
}

static int same(char first, char second)
{
    return tolower((unsigned char)first) == tolower((unsigned char)second);
}

/* Walks inwards from both ends and compares what counts. */
static int is_palindrome(const char *text)
{
    int left = 0;
    int right = (int)strlen(text) - 1;

    while (left < right) {
        while (left < right && !counts(text[left])) {
            left++;
        }
        while (left < right && !counts(text[right])) {
            right--;
        }
        if (!same(text[left], text[right])) {
            return 0;
        }
        left++;
        right--;
    }
    return 1;
}

int main(void)
{
    char line[MAX_LENGTH];
    if (fgets(line, sizeof line, stdin) == NULL) {
        return 1;
    }
    line[strcspn(line, "\r\n")] = '\0';

    printf("%s\n", is_palindrome(line) ? "YES" : "NO");
    return 0;
}
