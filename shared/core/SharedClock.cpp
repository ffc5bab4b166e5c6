#include "shared/core/SharedClock.h"

#include <algorithm>

namespace Marathon {

void SharedClock::observe(Instant databaseNow)
{
    m_seen[m_count % m_seen.size()] = (databaseNow - m_machine.now()).count();
    ++m_count;
    m_offset = *std::max_element(m_seen.begin(), m_seen.begin() + std::ptrdiff_t(std::min(m_count, m_seen.size())));
}

} // namespace Marathon
