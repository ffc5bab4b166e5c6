#pragma once

#include "server/judge/box/BoxProtocol.h"
#include "server/judge/supervisor/BoxProcess.h"
#include "server/judge/supervisor/ControlGroup.h"

#include <chrono>
#include <optional>
#include <poll.h>
#include <string>

namespace Marathon::Box {

/// Watches one run from the set-up to the end of the last process: output, CPU, wall, memory, the worker's wishes. The
/// program starts when the box is ready and the worker says "go". In the end it kills everything, waits until all is
/// gone and says what happened, in the order of verdicts.
class Watch
{
public:
    Watch(const Order &order, ControlGroup &group, BoxProcess &box);

    Report run();

private:
    using SteadyClock = std::chrono::steady_clock;

    /// One stream of the box: what was read goes to the worker's memory file, up to its limit.
    struct Stream
    {
        int from;
        int to;
        std::int64_t limit;
        std::int64_t count = 0;
        bool open = true;
        bool exceeded() const { return count > limit; }
    };

    void loop();
    int patience() const; ///< milliseconds until something may be due
    void hearRunner();
    void hearWorker();
    void begin();
    void drain(Stream &stream);
    void checkUse();
    void clear();
    std::int64_t cpuUsed() const;
    std::int64_t wallUsed() const;
    std::string setUpError() const;
    Report report() const;

    const Order &m_order;
    ControlGroup &m_group;
    BoxProcess &m_box;
    Stream m_output;
    Stream m_error;
    SteadyClock::time_point m_start = SteadyClock::now(); ///< of the set-up, then of the program
    bool m_ready = false;                                 ///< the box is set up
    bool m_wanted = false;                                ///< the worker said "go"
    bool m_begun = false;                                 ///< both, and the program runs
    bool m_ended = false;                                 ///< nothing is left to wait for
    bool m_cancelled = false;
    bool m_overMemory = false;
    bool m_leaked = false;
    std::uint32_t m_boxUid = 0;
    std::int64_t m_cpuBefore = 0;
    std::int64_t m_memoryBefore = 0;
    std::int64_t m_polledCpu = 0;
    std::int64_t m_polledPeak = 0;
    std::int64_t m_wall = 0;
    std::int64_t m_cpuAtEnd = 0;
    std::int64_t m_starved = 0;
    std::optional<RunnerReport> m_outcome;
};

} // namespace Marathon::Box
