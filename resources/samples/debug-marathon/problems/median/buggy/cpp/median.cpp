#include <algorithm>
#include <iostream>
#include <vector>

std::vector<int> readValues()
{
    std::size_t count = 0;
    std::cin >> count;
    std::vector<int> values(count);
    for (int &value : values)
        std::cin >> value;
    return values;
}

int median(std::vector<int> values)
{
    std::sort(values.begin(), values.end() - 1);
    return values[(values.size() - 1) / 2];
}

int main()
{
    std::ios::sync_with_stdio(false);
    const std::vector<int> values = readValues();
    std::cout << median(values) << '\n';
    return 0;
}
