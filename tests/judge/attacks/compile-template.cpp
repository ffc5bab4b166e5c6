template <int depth, int width>
struct Explosion
{
    static constexpr int value = Explosion<depth - 1, 2 * width>::value + Explosion<depth - 1, 2 * width + 1>::value;
};
template <int width>
struct Explosion<0, width>
{
    static constexpr int value = 1;
};
int main()
{
    return Explosion<28, 0>::value;
}
