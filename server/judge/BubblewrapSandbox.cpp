#include "server/judge/BubblewrapSandbox.h"

#include "server/judge/BoxLaunch.h"
#include "server/judge/SeccompFilter.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <cstring>
#include <unistd.h>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A range that Debian, systemd and containers leave alone (systemd: "Users, Groups, UIDs and GIDs"), as long as the
/// largest process number: the run's uid is the base plus the number of its supervisor, hence unique on the host.
constexpr quint32 firstUid = 1900000000;
constexpr quint32 uidCount = 1U << 22;

/// In a container with a short uid map the range may not exist.
bool uidsAreMapped()
{
    QFile file(u"/proc/self/uid_map"_s);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const QList<QByteArray> fields = line.simplified().split(' ');
        if (fields.size() != 3)
            continue;
        const quint64 from = fields[0].toULongLong(), count = fields[2].toULongLong();
        if (firstUid >= from && quint64(firstUid) + uidCount <= from + count)
            return true;
    }
    return false;
}

template <std::size_t Size>
void copyPath(char (&target)[Size], const QString &path)
{
    const QByteArray bytes = QFile::encodeName(path);
    Q_ASSERT(bytes.size() < qsizetype(Size));
    std::memcpy(target, bytes.constData(), std::min<std::size_t>(Size - 1, static_cast<std::size_t>(bytes.size())));
}

} // namespace

Result<std::unique_ptr<BubblewrapSandbox>> BubblewrapSandbox::open(const QString &programs)
{
    const QDir here(programs.isEmpty() ? QCoreApplication::applicationDirPath() : programs);
    const QString supervisor = here.filePath(u"marathon-supervisor"_s);
    const QString runner = here.filePath(u"marathon-runner"_s);
    for (const QString &program : {u"/usr/bin/bwrap"_s, supervisor, runner}) {
        if (!QFileInfo(program).isExecutable())
            return Error {ErrorKind::Unavailable,
                          QCoreApplication::translate(
                              "Judge", "%1 is missing. Install bubblewrap, and keep marathon-supervisor and "
                                       "marathon-runner in the folder of this program.")
                              .arg(program)};
    }
    const Result<QByteArray> filter = seccompFilter();
    if (!filter)
        return filter.error();
    std::unique_ptr<BubblewrapSandbox> sandbox(new BubblewrapSandbox);
    sandbox->m_supervisor = QFile::encodeName(supervisor);
    sandbox->m_runner = QFile::encodeName(runner);
    sandbox->m_filter = *filter;
    sandbox->m_groups = GroupHome::find();
    sandbox->m_ownUids = geteuid() == 0 && uidsAreMapped();
    return sandbox;
}

Box::Order BubblewrapSandbox::orderFor(const BoxRequest &request) const
{
    const auto micros = [](std::chrono::milliseconds time) { return std::chrono::microseconds(time).count(); };
    Box::Order order;
    order.groupKind = m_groups.kind();
    copyPath(order.memoryGroup, m_groups.memory());
    copyPath(order.pidsGroup, m_groups.pids());
    copyPath(order.cpuGroup, m_groups.cpu());
    order.firstUid = m_ownUids ? firstUid : 0;
    order.fileCount = static_cast<quint32>(request.files.size() + 1);
    order.processes = static_cast<quint32>(request.limits.processes);
    order.hasArtifact = request.collect;
    order.cpuLimit = micros(request.limits.cpu);
    order.wallLimit = micros(request.limits.wall);
    order.memoryLimit = request.limits.memoryBytes;
    order.outputLimit = request.limits.outputBytes;
    order.errorLimit = request.limits.errorBytes;
    return order;
}

std::unique_ptr<PreparedBox> BubblewrapSandbox::prepare(const BoxRequest &request) const
{
    return std::make_unique<BoxLaunch>(BoxLaunch::Programs {m_supervisor, m_runner, m_filter}, request,
                                       orderFor(request));
}

} // namespace Marathon
