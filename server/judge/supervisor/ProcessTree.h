#pragma once

#include <cstdint>
#include <sys/types.h>

namespace Marathon::Box {

/// What the processes of a box use, summed over the tree below bubblewrap. Orphans of the box belong to its pid 1, so
/// nothing leaves the tree. It is measurement, not protection: a bomb can outrun it. Only used without control groups.
struct TreeUse
{
    std::int64_t cpu = 0;    ///< microseconds, with the children that were waited for
    std::int64_t memory = 0; ///< bytes: resident, shared pages counted once per process
};

TreeUse treeUse(pid_t root);

/// How long the thread below `root` that waited longest for a processor has waited, in microseconds: what the box lost
/// to other work of the host, not to itself.
std::int64_t starvation(pid_t root);

/// Sends SIGKILL to every process below `root`.
void killTree(pid_t root);

} // namespace Marathon::Box
