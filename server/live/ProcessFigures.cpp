#include "server/live/ProcessFigures.h"

#include <QFile>
#include <QThread>

#include <sys/resource.h>

namespace Marathon {

namespace {

/// A value of /proc/meminfo or /proc/self/status, in bytes; 0 when the system has no such file.
qint64 bytesFrom(const char *path, QByteArrayView key)
{
    QFile file(QString::fromLatin1(path));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith(key))
            return line.simplified().split(' ').value(1).toLongLong() * 1024;
    }
    return 0;
}

} // namespace

ProcessFigures processFigures()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    ProcessFigures figures;
    figures.cpuSeconds = double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                         double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    figures.cores = std::max(1, QThread::idealThreadCount());
    figures.residentBytes = bytesFrom("/proc/self/status", "VmRSS:");
    const qint64 total = bytesFrom("/proc/meminfo", "MemTotal:");
    if (total > 0)
        figures.memoryShare = 1.0 - double(bytesFrom("/proc/meminfo", "MemAvailable:")) / double(total);
    return figures;
}

} // namespace Marathon
