#include "tests/load/ProcessUsage.h"

#include <QFile>
#include <QThread>
#include <unistd.h>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

double shareOf(std::chrono::milliseconds cpu, std::chrono::steady_clock::duration wall)
{
    const double available = std::chrono::duration<double, std::milli>(wall).count() * ProcessUsage::machineCores();
    return available > 0 ? double(cpu.count()) / available : 0;
}

} // namespace

std::optional<ProcessUsage> ProcessUsage::of(qint64 pid)
{
    QFile file(u"/proc/%1/stat"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArray line = file.readAll();
    // The name in brackets may hold spaces; fields are counted from behind it: state is the third.
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    if (fields.size() < 22)
        return std::nullopt;
    qint64 ticks = 0;
    for (int field = 11; field <= 14; ++field)
        ticks += fields.at(field).toLongLong();
    return ProcessUsage {std::chrono::milliseconds(ticks * 1'000 / sysconf(_SC_CLK_TCK)),
                         fields.at(21).toLongLong() * (sysconf(_SC_PAGESIZE) / 1'024)};
}

qint64 ProcessUsage::machineMemoryKib()
{
    return sysconf(_SC_PHYS_PAGES) * (sysconf(_SC_PAGESIZE) / 1'024);
}

int ProcessUsage::machineCores()
{
    return QThread::idealThreadCount();
}

MachineMeter::Ticks MachineMeter::now()
{
    QFile file(u"/proc/stat"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    // cpu  user nice system idle iowait irq softirq steal
    const QList<QByteArray> fields = file.readLine().simplified().split(' ');
    Ticks ticks;
    for (qsizetype field = 1; field < std::min<qsizetype>(fields.size(), 9); ++field) {
        const bool isIdle = field == 4 || field == 5;
        ticks.all += fields.at(field).toLongLong();
        ticks.busy += isIdle ? 0 : fields.at(field).toLongLong();
    }
    return ticks;
}

double MachineMeter::busyShare() const
{
    const Ticks last = now();
    return last.all > m_first.all ? double(last.busy - m_first.busy) / double(last.all - m_first.all) : 0;
}

std::optional<ProcessUsage> UsageMeter::total() const
{
    ProcessUsage sum;
    for (const qint64 pid : m_pids) {
        const std::optional<ProcessUsage> usage = ProcessUsage::of(pid);
        if (!usage)
            return std::nullopt;
        sum.cpu += usage->cpu;
        sum.residentKib += usage->residentKib;
    }
    return m_pids.isEmpty() ? std::nullopt : std::optional(sum);
}

void UsageMeter::begin()
{
    const std::optional<ProcessUsage> usage = total();
    if (!usage)
        return;
    m_isMeasured = true;
    m_begunAt = m_lastAt = std::chrono::steady_clock::now();
    m_firstCpu = m_lastCpu = usage->cpu;
    m_firstKib = m_peakKib = usage->residentKib;
}

void UsageMeter::sample()
{
    const std::optional<ProcessUsage> usage = m_isMeasured ? total() : std::nullopt;
    if (!usage)
        return;
    const auto now = std::chrono::steady_clock::now();
    m_peakCpu = std::max(m_peakCpu, shareOf(usage->cpu - m_lastCpu, now - m_lastAt));
    m_lastAt = now;
    m_lastCpu = usage->cpu;
    m_peakKib = std::max(m_peakKib, usage->residentKib);
}

double UsageMeter::meanCpu() const
{
    return shareOf(m_lastCpu - m_firstCpu, m_lastAt - m_begunAt);
}

double UsageMeter::peakMemory() const
{
    return double(m_peakKib) / double(ProcessUsage::machineMemoryKib());
}

} // namespace Marathon
