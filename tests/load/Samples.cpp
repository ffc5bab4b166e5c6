#include "tests/load/Samples.h"

#include <algorithm>
#include <cmath>

namespace Marathon {

Summary Samples::summary() const
{
    if (m_micros.empty())
        return {};
    std::vector<qint64> sorted = m_micros;
    std::sort(sorted.begin(), sorted.end());
    const auto atRank = [&sorted](double share) {
        const auto rank = static_cast<std::size_t>(std::ceil(share * double(sorted.size())));
        return double(sorted[std::max<std::size_t>(rank, 1) - 1]) / 1000.0;
    };
    return {count(), atRank(0.50), atRank(0.95), atRank(0.99), double(sorted.back()) / 1000.0};
}

} // namespace Marathon
