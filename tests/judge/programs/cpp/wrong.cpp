#include <bits/stdc++.h>
int main()
{
    int n;
    std::cin >> n;
    std::vector<long long> values(n);
    for (auto &value : values)
        std::cin >> value;
    std::cout << std::accumulate(values.begin(), values.end(), 1LL) << '\n';
}
