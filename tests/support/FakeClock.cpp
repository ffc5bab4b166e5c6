#include "tests/support/FakeClock.h"

namespace Marathon {

FakeClock::FakeClock()
    : m_now(std::chrono::sys_days(std::chrono::January / 29 / 2026) + std::chrono::hours(5) + std::chrono::minutes(30))
{}

Instant FakeClock::now() const
{
    return m_now;
}

void FakeClock::advance(Duration time)
{
    m_now += time;
}

void FakeClock::set(Instant now)
{
    m_now = now;
}

} // namespace Marathon
