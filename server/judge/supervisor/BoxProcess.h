#pragma once

#include "server/judge/box/BoxProtocol.h"

#include <string>
#include <sys/types.h>

namespace Marathon::Box {

class ControlGroup;

/// A started bubblewrap and our ends of what connects us with it. All descriptors are closed at the end.
struct BoxProcess
{
    pid_t pid = -1;
    int handle = -1; ///< pidfd: readable when bubblewrap ended
    int runner = -1; ///< SEQPACKET socket to the runner. A socket, because a pipe could be opened again through /proc.
    int output = -1;
    int error = -1;

    BoxProcess() = default;
    ~BoxProcess();
    BoxProcess(const BoxProcess &) = delete;
    BoxProcess &operator=(const BoxProcess &) = delete;
};

/// Starts `command` (bubblewrap first) in the group, under the box's own uid. Returns an empty text or what failed.
std::string startBox(const Order &order, const ControlGroup &group, char **command, BoxProcess &box);

} // namespace Marathon::Box
