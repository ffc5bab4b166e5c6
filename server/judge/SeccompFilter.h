#pragma once

#include "server/judge/Descriptor.h"

namespace Marathon {

/// The system calls which a box may not make, compiled for bubblewrap's --seccomp. Everything else is allowed, so that
/// five runtimes work unchanged; what is listed reaches other processes, the kernel's wider surfaces, the network, or a
/// channel between two boxes. Refused calls answer EPERM; foreign calling conventions (32-bit, x32) kill the process.
/// Error: Internal, when this kernel's filter cannot be built.
Result<QByteArray> seccompFilter();

} // namespace Marathon
