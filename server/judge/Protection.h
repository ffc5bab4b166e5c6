#pragma once

#include "server/judge/BubblewrapSandbox.h"
#include "shared/protocol/JudgeWorker.h"

namespace Marathon {

/// Tries on this host what the sandbox promises: each check runs a harmless self-test in a box and looks at what came
/// of it; nothing is inferred from versions. Takes about a second.
///   full     every check held
///   reduced  boxes and filter hold, and no program runs as root without a limit of processes
///   none     the worker must refuse to judge
ProtectionReport protectionReport(const BubblewrapSandbox &sandbox);

/// The report as a table for people.
QString protectionTable(const ProtectionReport &report);

} // namespace Marathon
