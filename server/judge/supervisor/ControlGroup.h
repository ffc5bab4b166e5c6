#pragma once

#include "server/judge/box/BoxProtocol.h"

#include <chrono>
#include <string>

namespace Marathon::Box {

/// The control group of one run: made fresh, because limits and counters of a used one carry over; gone afterwards.
/// Knows the two layouts of the kernel: v1 (a directory per controller) and v2 (one directory, delegated to us).
/// Without any group all questions answer 0 and `exists()` is false.
class ControlGroup
{
public:
    explicit ControlGroup(const Order &order);
    ~ControlGroup();
    ControlGroup(const ControlGroup &) = delete;
    ControlGroup &operator=(const ControlGroup &) = delete;

    /// Makes the directories and sets the limits. Returns an empty text or what failed.
    std::string create(const Order &order);
    bool exists() const { return m_kind != GroupKind::None; }
    bool countsCpu() const { return !m_cpu.empty(); }

    /// Moves the calling process in; called by the child before it drops its rights.
    bool join() const;

    std::int64_t cpu() const;        ///< microseconds of everything that ever ran in it
    std::int64_t peakMemory() const; ///< bytes
    std::uint32_t oomKills() const;
    int oomDescriptor() const
    {
        return m_oomDescriptor;
    } ///< becomes readable (v1) or has an exception (v2) at an OOM kill
    /// Forgets the memory peak of our own set-up where the kernel can.
    void resetPeak() const;

    /// Lets nothing fork any more and kills everything inside; repeats until it is empty or the time is over.
    bool killAll(std::chrono::milliseconds patience) const;

private:
    std::string createV1(const Order &order);
    std::string createV2(const Order &order);

    GroupKind m_kind;
    std::string m_memory, m_pids, m_cpu;
    int m_oomDescriptor = -1;
    int m_oomControl = -1;
};

} // namespace Marathon::Box
