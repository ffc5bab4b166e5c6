#include "server/judge/GroupHome.h"

#include "server/judge/OwnedDirectory.h"

#include <QFile>
#include <QHash>
#include <sys/stat.h>
#include <unistd.h>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool writeTo(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && file.write(text) == text.size();
}

/// Mount points by controller name ("memory"), and v2's by "".
QHash<QString, QString> groupMounts()
{
    QHash<QString, QString> mounts;
    const QList<QByteArray> lines = content(u"/proc/self/mounts"_s).split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> fields = line.split(' ');
        if (fields.size() < 4)
            continue;
        const QString place = QString::fromLocal8Bit(fields[1]);
        if (fields[2] == "cgroup2")
            mounts.insert(QString(), place);
        if (fields[2] == "cgroup") {
            for (const QByteArray &option : fields[3].split(','))
                mounts.insert(QString::fromLatin1(option), place);
        }
    }
    return mounts;
}

/// Our own group by controller name (proc(5), /proc/self/cgroup), v2's by "".
QHash<QString, QString> ownGroups()
{
    QHash<QString, QString> groups;
    const QStringList lines = QString::fromLocal8Bit(content(u"/proc/self/cgroup"_s)).split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : lines) {
        const QString controllers = line.section(u':', 1, 1);
        const QString path = line.section(u':', 2);
        for (const QString &controller : controllers.split(u','))
            groups.insert(controller, path == "/"_L1 ? QString() : path);
    }
    return groups;
}

bool offers(const QString &directory, const char *file)
{
    const QList<QByteArray> controllers = content(directory + u'/' + QLatin1StringView(file)).simplified().split(' ');
    return controllers.contains("memory") && controllers.contains("pids");
}

} // namespace

GroupHome GroupHome::find()
{
    GroupHome home;
    const QString unified = groupMounts().value(QString());
    if (!unified.isEmpty())
        home.findV2(unified, ownGroups().value(QString()));
    if (home.m_kind == Box::GroupKind::None)
        home.findV1();
    return home;
}

void GroupHome::findV2(const QString &mount, const QString &own)
{
    // A delegated subtree first (systemd: Delegate=yes). Processes may only be in its leaves, so we move into one.
    QString parent = mount + own;
    if (!own.isEmpty() && offers(parent, "cgroup.controllers") &&
        access(QFile::encodeName(parent).constData(), W_OK) == 0) {
        const QString leaf = parent + u"/marathon-worker"_s;
        if ((mkdir(QFile::encodeName(leaf).constData(), 0755) != 0 && errno != EEXIST) ||
            !writeTo(leaf + u"/cgroup.procs"_s, "0") ||
            !writeTo(parent + u"/cgroup.subtree_control"_s, "+memory +pids +cpu"))
            parent.clear();
    } else {
        parent = geteuid() == 0 ? mount : QString();
        // Usually the service manager has done this; where there is none, we may.
        if (!parent.isEmpty() && offers(parent, "cgroup.controllers") && !offers(parent, "cgroup.subtree_control"))
            writeTo(parent + u"/cgroup.subtree_control"_s, "+memory +pids");
    }
    if (parent.isEmpty() || !offers(parent, "cgroup.subtree_control"))
        return;
    const QString home = ownedDirectory(parent);
    if (home.isEmpty())
        return;
    m_memory = m_pids = m_cpu = home;
    m_kind = Box::GroupKind::V2;
    if (!writeTo(home + u"/cgroup.subtree_control"_s, "+memory +pids")) {
        remove();
        return;
    }
    m_explanation = u"control groups v2 under %1"_s.arg(parent);
}

void GroupHome::findV1()
{
    const QHash<QString, QString> mounts = groupMounts();
    const QHash<QString, QString> own = ownGroups();
    if (!mounts.contains(u"memory"_s) || !mounts.contains(u"pids"_s)) {
        m_explanation =
            u"no memory and pids controller can be used; have the service manager delegate a control group"_s;
        return;
    }
    const auto homeOf = [&](const QString &controller) {
        const QString mount = mounts.value(controller);
        return mount.isEmpty() ? QString() : ownedDirectory(mount + own.value(controller));
    };
    m_memory = homeOf(u"memory"_s);
    m_pids = homeOf(u"pids"_s);
    m_cpu = homeOf(u"cpuacct"_s);
    m_kind = Box::GroupKind::V1;
    if (m_memory.isEmpty() || m_pids.isEmpty()) {
        remove();
        m_explanation = u"the memory and pids control groups cannot be written by this user"_s;
        return;
    }
    m_explanation =
        m_cpu.isEmpty() ? u"control groups v1: memory, pids"_s : u"control groups v1: memory, pids, cpuacct"_s;
}

void GroupHome::remove()
{
    for (const QString &directory : {m_memory, m_pids, m_cpu})
        removeOwnedDirectory(directory);
    m_memory.clear();
    m_pids.clear();
    m_cpu.clear();
    m_kind = Box::GroupKind::None;
}

GroupHome::GroupHome(GroupHome &&other) noexcept
{
    *this = std::move(other);
}

GroupHome &GroupHome::operator=(GroupHome &&other) noexcept
{
    std::swap(m_kind, other.m_kind);
    std::swap(m_memory, other.m_memory);
    std::swap(m_pids, other.m_pids);
    std::swap(m_cpu, other.m_cpu);
    std::swap(m_explanation, other.m_explanation);
    return *this;
}

GroupHome::~GroupHome()
{
    remove();
}

} // namespace Marathon
