#pragma once

#include <QtGlobal>
#include <array>
#include <atomic>
#include <chrono>

namespace Marathon {

/// Durations in classes of equal ratio (eight to a doubling, so a quantile is at most one eighth too large), from 1 us
/// to a day. A value: copies can be added up over threads and subtracted over time.
struct LatencyCounts
{
    static constexpr std::size_t classes = 8 + 34 * 8;
    std::array<quint64, classes> counts {};

    static std::size_t classOf(std::chrono::microseconds duration);
    /// The largest duration of a class.
    static std::chrono::microseconds upperBound(std::size_t index);

    quint64 total() const;
    /// The duration which `share` (0 to 1) of all did not exceed; 0 when there are none.
    std::chrono::microseconds quantile(double share) const;
    LatencyCounts &operator+=(const LatencyCounts &other);
    /// What came since `earlier`, an older copy of the same counts.
    LatencyCounts since(const LatencyCounts &earlier) const;
};

/// What one front did since it started, for /metrics and health.
struct FrontFigures
{
    std::array<quint64, 5> answersByClass {}; ///< 1xx to 5xx; 101 counts accepted upgrades
    LatencyCounts latency;                    ///< from the complete request to its answer being handed to the socket
    quint64 acceptedConnections = 0;
    quint64 refusedConnections = 0; ///< closed at accept: over a cap
    quint64 failedAccepts = 0;      ///< the system had no descriptor
    qint64 openConnections = 0;     ///< HTTP and WebSocket
    qint64 openWebSockets = 0;
    FrontFigures &operator+=(const FrontFigures &other);
};

/// The figures of one thread. Its owner alone writes; whoever asks reads relaxed atomics, so neither waits.
class FrontMetrics
{
public:
    void countAnswer(int status);
    void countLatency(std::chrono::microseconds duration);
    void countWebSockets(int change) { m_openWebSockets.fetch_add(change, std::memory_order_relaxed); }
    FrontFigures figures() const;

private:
    std::array<std::atomic<quint64>, 5> m_answersByClass {};
    std::array<std::atomic<quint64>, LatencyCounts::classes> m_latency {};
    std::atomic<qint64> m_openWebSockets {0};
};

} // namespace Marathon
