constexpr long spin(long depth)
{
    long sum = 0;
    for (long i = 0; i < 200000; ++i)
        sum += i ^ depth;
    return sum;
}
#define TEN(a) one(a##0) one(a##1) one(a##2) one(a##3) one(a##4) one(a##5) one(a##6) one(a##7) one(a##8) one(a##9)
#define HUNDRED(a) TEN(a##0) TEN(a##1) TEN(a##2) TEN(a##3) TEN(a##4) TEN(a##5) TEN(a##6) TEN(a##7) TEN(a##8) TEN(a##9)
#define one(a) constexpr long value##a = spin(1##a);
HUNDRED(0)
HUNDRED(1)
HUNDRED(2)
HUNDRED(3)
HUNDRED(4)
int main()
{
    return value000 != 0;
}
