#include <algorithm>
#include <iostream>
#include <vector>

struct Booking
{
    long long begin;
    long long end;
};

bool beginsEarlier(const Booking &left, const Booking &right)
{
    return left.end < right.end;
}

long long busyMinutes(std::vector<Booking> bookings)
{
    std::sort(bookings.begin(), bookings.end(), beginsEarlier);
    long long total = 0;
    long long begin = 0;
    long long end = 0;

    for (const Booking &booking : bookings) {
        if (booking.begin > end) {
            total += end - begin;
            begin = booking.begin;
            end = booking.end;
        } else {
            end = std::max(end, booking.end);
        }
    }
    return total + (end - begin);
}

int main()
{
    int count = 0;
    std::cin >> count;
    std::vector<Booking> bookings(count);
    for (Booking &booking : bookings)
        std::cin >> booking.begin >> booking.end;

    std::cout << busyMinutes(bookings) << '\n';
    return 0;
}
