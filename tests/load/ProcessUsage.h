#pragma once

#include <QList>
#include <QString>
#include <chrono>
#include <optional>

namespace Marathon {

/// What a process has used so far, from /proc (proc(5)); nothing where there is no /proc or no such process.
struct ProcessUsage
{
    std::chrono::milliseconds cpu {0}; ///< user and system, with the children that it has waited for
    qint64 residentKib = 0;

    static std::optional<ProcessUsage> of(qint64 pid);
    static qint64 machineMemoryKib();
    static int machineCores();
};

/// How busy the whole machine was over a span, whoever made it so (/proc/stat, proc(5)).
class MachineMeter
{
public:
    void begin() { m_first = now(); }
    /// From 0 to 1 since begin(); 0 where there is no /proc.
    double busyShare() const;

private:
    struct Ticks
    {
        qint64 busy = 0;
        qint64 all = 0;
    };
    static Ticks now();

    Ticks m_first;
};

/// The usage of a few processes together over a rehearsal. Shares are of the whole machine, from 0 to 1.
class UsageMeter
{
public:
    explicit UsageMeter(QList<qint64> pids)
        : m_pids(std::move(pids))
    {}

    void begin();
    /// Called every few seconds.
    void sample();
    bool isMeasured() const { return m_isMeasured; }
    double meanCpu() const;
    double peakCpu() const { return m_peakCpu; }
    double peakMemory() const;
    qint64 firstKib() const { return m_firstKib; }
    qint64 peakKib() const { return m_peakKib; }

private:
    std::optional<ProcessUsage> total() const;

    QList<qint64> m_pids;
    bool m_isMeasured = false;
    std::chrono::steady_clock::time_point m_begunAt {};
    std::chrono::steady_clock::time_point m_lastAt {};
    std::chrono::milliseconds m_firstCpu {0};
    std::chrono::milliseconds m_lastCpu {0};
    double m_peakCpu = 0;
    qint64 m_firstKib = 0;
    qint64 m_peakKib = 0;
};

} // namespace Marathon
