#pragma once

#include "tests/load/Moment.h"

#include <vector>

namespace Marathon {

/// What a set of measured spans amounts to, in milliseconds; all zero when nothing was measured.
struct Summary
{
    qint64 count = 0;
    double p50 = 0;
    double p95 = 0;
    double p99 = 0;
    double max = 0;
};

/// Measured spans. Every one is kept, so that the percentiles are exact.
class Samples
{
public:
    void add(Span span) { m_micros.push_back(span.count()); }
    void add(const Samples &other) { m_micros.insert(m_micros.end(), other.m_micros.begin(), other.m_micros.end()); }
    qint64 count() const { return static_cast<qint64>(m_micros.size()); }

    /// Percentiles by the nearest-rank method: the smallest span that at least p per cent do not exceed.
    Summary summary() const;

private:
    std::vector<qint64> m_micros;
};

} // namespace Marathon
