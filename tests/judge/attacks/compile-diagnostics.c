/* Over a megabyte of diagnostics: this file includes itself, and each level complains at length. */
#define TEN(x) x x x x x x x x x x
#define HUNDRED(x) TEN(TEN(x))
HUNDRED(int x = "text"; int x = "text"; int x = "text"; int x = "text"; int x = "text"; int x = "text"; int x = "text"; int x = "text";)
HUNDRED(int y = "text"; int y = "text"; int y = "text"; int y = "text"; int y = "text"; int y = "text"; int y = "text"; int y = "text";)
#include __FILE__
