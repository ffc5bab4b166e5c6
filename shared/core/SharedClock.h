#pragma once

#include "shared/core/Clock.h"

#include <array>
#include <atomic>

namespace Marathon {

/// The one clock of all servers that share a database: this machine's, moved by as much as the database's own clock was
/// seen to differ. So the end of a round is the same moment everywhere, whatever the machines' clocks say. Without a
/// shared database it is the machine's clock. now() may be called from any thread, observe() from one.
class SharedClock final : public Clock
{
public:
    explicit SharedClock(const Clock &machine)
        : m_machine(machine)
    {}

    Instant now() const override { return m_machine.now() + Duration(m_offset.load()); }
    /// The database said `databaseNow` a moment ago. Its answer can only have become older on the way, so that of the
    /// last observations the one that was quickest counts (as NTP's clock filter does: RFC 5905, section 10).
    void observe(Instant databaseNow);
    /// How far this machine's clock is behind the database's; negative when it is ahead.
    Duration offset() const { return Duration(m_offset.load()); }

private:
    const Clock &m_machine;
    std::atomic<Duration::rep> m_offset = 0;
    std::array<Duration::rep, 16> m_seen {};
    std::size_t m_count = 0;
};

} // namespace Marathon
