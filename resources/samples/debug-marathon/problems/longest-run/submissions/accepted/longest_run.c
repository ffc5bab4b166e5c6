#include <stdio.h>
#include <string.h>

#define MAX_LENGTH 1001

struct Run {
    char letter;
    int length;
};

static struct Run longer(struct Run first, struct Run second)
{
    return second.length > first.length ? second : first;
}

static struct Run longest_run(const char *text)
{
    struct Run best = {text[0], 0};
    struct Run current = {text[0], 1};

    for (int i = 1; text[i] != '\0'; i++) {
        if (text[i] == current.letter) {
            current.length++;
        } else {
            best = longer(best, current);
            current.letter = text[i];
            current.length = 1;
        }
    }
    return longer(best, current);
}

int main(void)
{
    char text[MAX_LENGTH];
    if (scanf("%1000s", text) != 1) {
        return 1;
    }

    struct Run run = longest_run(text);
    printf("%c %d\n", run.letter, run.length);
    return 0;
}
