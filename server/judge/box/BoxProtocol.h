#pragma once

#include <cstdint>

/// What the worker, the supervisor and the runner inside the box say to each other: plain structs over SEQPACKET
/// sockets, and fixed descriptor numbers. All three programs are built from the same tree, and `version` says so.
namespace Marathon::Box {

inline constexpr std::uint32_t version = 1;

/// Descriptors of the supervisor when it starts. The box itself gets 0, 1, 2, `runnerFd` and `artifactFd`; bubblewrap
/// reads and closes `argumentsFd`, `filterFd` and the files.
inline constexpr int controlFd = 3;
inline constexpr int runnerFd = 3;
inline constexpr int inputFd = 4;
inline constexpr int outputFd = 5;
inline constexpr int errorFd = 6;
inline constexpr int argumentsFd = 7;
inline constexpr int filterFd = 8;
inline constexpr int artifactFd = 9;
inline constexpr int firstFileFd = 10;

/// Processes of the box which are not the participant's: bubblewrap outside, its pid 1 inside, and the runner.
inline constexpr std::uint32_t ownProcesses = 3;

/// On a busy host the wall limit is stretched by what the box waited for a processor, up to so many times the limit.
inline constexpr std::int64_t mostStarvation = 4;

enum class GroupKind : std::uint32_t { None, V1, V2 };

/// Worker to supervisor, once, before anything starts. Sizes in bytes, times in microseconds.
struct Order
{
    std::uint32_t protocol = version;
    GroupKind groupKind = GroupKind::None;
    char memoryGroup[256] = {}; ///< directory in which the run's own group is made; one directory for all in v2
    char pidsGroup[256] = {};
    char cpuGroup[256] = {};    ///< empty in v1 without cpuacct: the processes are asked instead
    std::uint32_t firstUid = 0; ///< the run takes this plus the supervisor's pid; 0: stay who we are (never root)
    std::uint32_t fileCount = 0;
    std::uint32_t processes = 1;
    std::uint32_t hasArtifact = 0;
    std::int64_t cpuLimit = 0;
    std::int64_t wallLimit = 0;
    std::int64_t memoryLimit = 0;
    std::int64_t outputLimit = 0;
    std::int64_t errorLimit = 0;
};

/// Worker to supervisor after the order.
enum class WorkerSays : std::uint32_t { Go, Stop };

enum class End : std::uint32_t {
    Exited,    ///< `status` is the program's exit code
    Signalled, ///< `status` is the signal
    CpuTime,
    WallTime,
    Memory,
    Output,
    NoReport,  ///< the box ended without telling how the program ended: the program killed its runner
    Cancelled, ///< the worker asked for it, or went away
    Failed,    ///< a fault of ours; `failure` says which
};

/// Supervisor to worker, once, after everything of the run is gone.
struct Report
{
    std::uint32_t protocol = version;
    End end = End::Failed;
    std::int32_t status = 0;
    std::uint32_t oomKills = 0;
    std::uint32_t groupLeaked = 0; ///< 1: processes were left after the kill
    std::uint32_t boxUid = 0;      ///< of the box on the host, as /proc showed it while it ran
    std::int64_t cpu = 0;
    std::int64_t wall = 0;
    std::int64_t peakMemory = 0;
    char failure[256] = {};
};

enum class RunnerSays : std::uint32_t {
    Ready,      ///< everything is set up; the runner waits for one byte, then the program starts
    Ended,      ///< the program ended; `waitStatus` as wait(2) gives it
    CannotExec, ///< the program could not be started; `waitStatus` is errno
};

/// Runner to supervisor.
struct RunnerReport
{
    RunnerSays says = RunnerSays::Ready;
    std::int32_t waitStatus = 0;
    std::int64_t cpu = 0;    ///< of the program and what it waited for, microseconds
    std::int64_t maxRss = 0; ///< bytes, of the largest process
};

/// Before each file that the runner writes to `artifactFd`: this header, the name, the bytes.
struct ArtifactHeader
{
    std::uint32_t nameLength = 0;
    std::uint32_t executable = 0;
    std::uint64_t size = 0;
};
inline constexpr std::uint32_t largestArtifactName = 200;
inline constexpr std::uint32_t mostArtifacts = 512;

} // namespace Marathon::Box
