#pragma once

#include <QtGlobal>

namespace Marathon {

/// What the system says of this process.
struct ProcessFigures
{
    double cpuSeconds = 0; ///< used so far, user and system
    int cores = 1;
    qint64 residentBytes = 0;
    double memoryShare = 0; ///< of the machine's memory in use, 0 to 1
};
ProcessFigures processFigures();

} // namespace Marathon
