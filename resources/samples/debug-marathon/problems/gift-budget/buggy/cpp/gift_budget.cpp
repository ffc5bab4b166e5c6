#include <algorithm>
#include <iostream>
#include <vector>

struct Gift
{
    int price;
    int joy;
};

/// best[money] is the greatest joy for at most that much money, with the gifts seen so far.
int greatestJoy(const std::vector<Gift> &gifts, int budget)
{
    std::vector<int> best(budget + 1, 0);
    for (const Gift &gift : gifts) {
        for (int money = gift.price; money <= budget; ++money) {
            const int withGift = best[money - gift.price] + gift.joy;
            best[money] = std::max(best[money], withGift);
        }
    }
    return best[budget];
}

int main()
{
    int count = 0;
    int budget = 0;
    std::cin >> count >> budget;
    std::vector<Gift> gifts(count);
    for (Gift &gift : gifts)
        std::cin >> gift.price >> gift.joy;

    std::cout << greatestJoy(gifts, budget) << '\n';
    return 0;
}
