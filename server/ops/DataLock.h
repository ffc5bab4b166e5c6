#pragma once

#include "server/ops/DataDirectory.h"

#include <QLockFile>
#include <memory>

namespace Marathon {

/// The right to write in a data directory; one process has it at a time, until this object is gone. One that a process
/// left behind when it died is taken over.
class DataLock
{
public:
    /// Errors: Conflict, naming the process that has it; Unavailable, when the folder cannot be written.
    static Result<std::unique_ptr<DataLock>> acquire(const DataDirectory &directory);

private:
    explicit DataLock(const QString &path)
        : m_file(path)
    {}
    QLockFile m_file;
};

} // namespace Marathon
