#include "server/http/FrontMetrics.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace Marathon {

std::size_t LatencyCounts::classOf(std::chrono::microseconds duration)
{
    const quint64 value = static_cast<quint64>(std::max<qint64>(0, duration.count()));
    if (value < 8)
        return static_cast<std::size_t>(value);
    const int exponent = std::bit_width(value) - 1;
    const std::size_t index = static_cast<std::size_t>((exponent - 2) * 8) + ((value >> (exponent - 3)) & 7);
    return std::min(index, classes - 1);
}

std::chrono::microseconds LatencyCounts::upperBound(std::size_t index)
{
    if (index < 8)
        return std::chrono::microseconds(index);
    const int exponent = static_cast<int>(index / 8) + 2;
    const quint64 step = quint64(1) << (exponent - 3);
    return std::chrono::microseconds((8 + index % 8 + 1) * step - 1);
}

quint64 LatencyCounts::total() const
{
    quint64 sum = 0;
    for (const quint64 count : counts)
        sum += count;
    return sum;
}

std::chrono::microseconds LatencyCounts::quantile(double share) const
{
    const quint64 all = total();
    if (all == 0)
        return {};
    const quint64 wanted =
        std::clamp<quint64>(static_cast<quint64>(std::ceil(share * static_cast<double>(all))), 1, all);
    quint64 seen = 0;
    for (std::size_t index = 0; index < classes; ++index) {
        seen += counts[index];
        if (seen >= wanted)
            return upperBound(index);
    }
    return upperBound(classes - 1);
}

LatencyCounts &LatencyCounts::operator+=(const LatencyCounts &other)
{
    for (std::size_t index = 0; index < classes; ++index)
        counts[index] += other.counts[index];
    return *this;
}

LatencyCounts LatencyCounts::since(const LatencyCounts &earlier) const
{
    LatencyCounts difference;
    for (std::size_t index = 0; index < classes; ++index)
        difference.counts[index] = counts[index] - earlier.counts[index];
    return difference;
}

FrontFigures &FrontFigures::operator+=(const FrontFigures &other)
{
    for (std::size_t index = 0; index < answersByClass.size(); ++index)
        answersByClass[index] += other.answersByClass[index];
    latency += other.latency;
    acceptedConnections += other.acceptedConnections;
    refusedConnections += other.refusedConnections;
    failedAccepts += other.failedAccepts;
    openConnections += other.openConnections;
    openWebSockets += other.openWebSockets;
    return *this;
}

void FrontMetrics::countAnswer(int status)
{
    if (status >= 100 && status < 600)
        m_answersByClass[static_cast<std::size_t>(status / 100 - 1)].fetch_add(1, std::memory_order_relaxed);
}

void FrontMetrics::countLatency(std::chrono::microseconds duration)
{
    m_latency[LatencyCounts::classOf(duration)].fetch_add(1, std::memory_order_relaxed);
}

FrontFigures FrontMetrics::figures() const
{
    FrontFigures figures;
    for (std::size_t index = 0; index < m_answersByClass.size(); ++index)
        figures.answersByClass[index] = m_answersByClass[index].load(std::memory_order_relaxed);
    for (std::size_t index = 0; index < LatencyCounts::classes; ++index)
        figures.latency.counts[index] = m_latency[index].load(std::memory_order_relaxed);
    figures.openWebSockets = m_openWebSockets.load(std::memory_order_relaxed);
    return figures;
}

} // namespace Marathon
