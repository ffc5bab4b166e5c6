#include "server/auth/FailureLimiter.h"

#include <algorithm>

namespace Marathon {

Duration FailureLimiter::waitIn(Times &times, int most, Duration window, Instant now)
{
    times.erase(std::remove_if(times.begin(), times.end(), [&](Instant at) { return now - at >= window; }),
                times.end());
    if (times.size() < most)
        return Duration(0);
    return window - (now - times[times.size() - most]);
}

Duration FailureLimiter::waitFor(const QString &account, const QString &address, bool isKnownBrowser, Instant now)
{
    forgetOld(now);
    Duration wait {0};
    if (const auto pair = m_pairs.find({account, address}); pair != m_pairs.end())
        wait = waitIn(*pair, m_limits.perPair, m_limits.pairWindow, now);
    if (const auto own = m_addresses.find(address); own != m_addresses.end() && !isKnownBrowser)
        wait = std::max(wait, waitIn(*own, m_limits.perAddress, m_limits.addressWindow, now));
    return wait;
}

void FailureLimiter::fail(const QString &account, const QString &address, Instant now)
{
    m_pairs[{account, address}].append(now);
    m_addresses[address].append(now);
}

void FailureLimiter::clear(const QString &account)
{
    m_pairs.removeIf([&account](const auto &entry) { return entry.key().first == account; });
}

void FailureLimiter::forgetOld(Instant now)
{
    if (now - m_cleanedAt < std::chrono::minutes(1))
        return;
    m_cleanedAt = now;
    m_pairs.removeIf([&](const auto &entry) { return now - entry.value().last() >= m_limits.pairWindow; });
    m_addresses.removeIf([&](const auto &entry) { return now - entry.value().last() >= m_limits.addressWindow; });
}

} // namespace Marathon
