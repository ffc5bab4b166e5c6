static char giant[1 << 30] = {1};
int main(int argc, char **argv) { (void)argv; return giant[argc]; }
