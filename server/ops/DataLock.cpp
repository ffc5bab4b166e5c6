#include "server/ops/DataLock.h"

#include <QCoreApplication>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("DataLock", text);
}

} // namespace

Result<std::unique_ptr<DataLock>> DataLock::acquire(const DataDirectory &directory)
{
    std::unique_ptr<DataLock> lock(new DataLock(directory.lockPath()));
    // Never stale by age: a server runs for days. A dead process is noticed all the same.
    lock->m_file.setStaleLockTime(0);
    if (lock->m_file.tryLock(0))
        return lock;
    if (lock->m_file.error() != QLockFile::LockFailedError)
        return Error {ErrorKind::Unavailable, tr("The data directory %1 cannot be written. Check that it exists and "
                                                 "its rights, or name another with --data.")
                                                  .arg(directory.path())};
    qint64 pid = 0;
    QString host;
    QString program;
    lock->m_file.getLockInfo(&pid, &host, &program);
    return Error {ErrorKind::Conflict, tr("The data directory %1 is in use by %2 (process %3 on %4). Stop that one "
                                          "first, or name another directory with --data.")
                                           .arg(directory.path(), program)
                                           .arg(pid)
                                           .arg(host)};
}

} // namespace Marathon
