#include <unistd.h>
int main(int argc, char **argv)
{
    (void)argc;
    execv("/box/main", argv);
    return 1;
}
