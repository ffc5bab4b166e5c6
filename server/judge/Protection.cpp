#include "server/judge/Protection.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryFile>
#include <functional>
#include <unistd.h>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1LL << 20;
constexpr int probeProcesses = 12;
constexpr int mostForks = 64; ///< bounded, so that the test is harmless where nothing holds
constexpr int probeMemoryMib = 32;

QString tr(const char *text)
{
    return QCoreApplication::translate("Protection", text);
}

BoxReport probe(const Sandbox &sandbox, const QString &name, const QString &argument = {})
{
    BoxRequest request;
    request.command = QStringList {u"/.runner"_s, u"--probe"_s, name, argument};
    request.limits.memoryBytes = probeMemoryMib * mebibyte;
    request.limits.processes = probeProcesses;
    request.limits.cpu = std::chrono::seconds(2);
    request.limits.wall = std::chrono::seconds(6);
    return sandbox.run(request, {});
}

QString said(const BoxReport &report)
{
    if (report.end == Box::End::Failed)
        return report.failure;
    return QString::fromUtf8(report.output).trimmed();
}

bool endedWell(const BoxReport &report)
{
    return report.end == Box::End::Exited && report.status == 0;
}

/// What one check found out.
struct Finding
{
    bool held;
    QString detail;
};

Finding held(const BoxReport &report)
{
    return {endedWell(report), said(report)};
}

Finding processLimit(const BubblewrapSandbox &sandbox)
{
    const BoxReport report = probe(sandbox, u"processes"_s, QString::number(mostForks));
    return {endedWell(report) && report.output.trimmed().toInt() <= probeProcesses,
            tr("%1 of at most %2 processes lived at once").arg(said(report)).arg(probeProcesses)};
}

Finding memoryLimit(const BubblewrapSandbox &sandbox)
{
    const BoxReport report = probe(sandbox, u"memory"_s, QString::number(2 * probeMemoryMib));
    const bool stopped = report.end == Box::End::Memory;
    return {stopped, stopped ? tr("a hog was stopped at %1 KiB").arg(report.peakBytes / 1024) : said(report)};
}

Finding childMemory(const BubblewrapSandbox &sandbox)
{
    const BoxReport report = probe(sandbox, u"child-memory"_s, QString::number(2 * probeMemoryMib));
    return {report.end == Box::End::Memory && report.oomKills > 0,
            report.oomKills > 0 ? tr("a child's memory exhaustion is seen though its parent ended well")
                                : tr("only polled: a child's exhaustion can be missed")};
}

Finding groupKill(const BubblewrapSandbox &sandbox)
{
    const BoxReport report = probe(sandbox, u"leftover"_s);
    return {endedWell(report) && !report.leaked,
            report.leaked ? tr("processes outlived their run") : tr("nothing outlives its run")};
}

Finding ownUid(const BubblewrapSandbox &sandbox)
{
    const BoxReport report = probe(sandbox, u"start"_s);
    const bool own = report.boxUid != 0 && report.boxUid != geteuid();
    return {own, own ? tr("each run has a user id of its own, like %1").arg(report.boxUid)
                     : tr("boxes share the worker's user id; run the worker as root for one per run")};
}

Finding swapOff(const BubblewrapSandbox &sandbox)
{
    QFile swaps(u"/proc/swaps"_s);
    const bool none = swaps.open(QIODevice::ReadOnly) && swaps.readAll().count('\n') <= 1;
    if (none)
        return {true, tr("this host has no swap")};
    const GroupHome &groups = sandbox.groups();
    const bool accounted =
        groups.kind() == Box::GroupKind::V2 ||
        (groups.kind() == Box::GroupKind::V1 && QFile::exists(groups.memory() + u"/memory.memsw.limit_in_bytes"_s));
    return {accounted, accounted ? tr("swap counts against the memory limit")
                                 : tr("the host has swap which no limit covers; turn it off (swapoff -a)")};
}

Finding secretUnreadable(const BubblewrapSandbox &sandbox)
{
    QTemporaryFile secret;
    if (!secret.open() || secret.write("secret") != 6 || !secret.flush() ||
        !secret.setPermissions(QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther))
        return {false, secret.errorString()};
    return held(probe(sandbox, u"secret"_s, secret.fileName()));
}

struct Check
{
    const char *name;
    bool required;
    std::function<Finding(const BubblewrapSandbox &)> run;
};

const std::vector<Check> &checks()
{
    static const std::vector<Check> all {
        {QT_TRANSLATE_NOOP("Protection", "box starts"), true,
         [](const auto &sandbox) { return held(probe(sandbox, u"start"_s)); }},
        {QT_TRANSLATE_NOOP("Protection", "system call filter"), true,
         [](const auto &sandbox) { return held(probe(sandbox, u"seccomp"_s)); }},
        {QT_TRANSLATE_NOOP("Protection", "network refused"), true,
         [](const auto &sandbox) { return held(probe(sandbox, u"network"_s)); }},
        {QT_TRANSLATE_NOOP("Protection", "secret file unreadable"), true, secretUnreadable},
        {QT_TRANSLATE_NOOP("Protection", "limit of processes"), true, processLimit},
        {QT_TRANSLATE_NOOP("Protection", "memory limit"), true, memoryLimit},
        {QT_TRANSLATE_NOOP("Protection", "nothing left behind"), true, groupKill},
        {QT_TRANSLATE_NOOP("Protection", "control groups"), false,
         [](const auto &sandbox) {
             return Finding {sandbox.groups().kind() != Box::GroupKind::None, sandbox.groups().explanation()};
         }},
        {QT_TRANSLATE_NOOP("Protection", "memory of the whole group"), false, childMemory},
        {QT_TRANSLATE_NOOP("Protection", "own user id per run"), false, ownUid},
        {QT_TRANSLATE_NOOP("Protection", "swap"), false, swapOff},
    };
    return all;
}

} // namespace

ProtectionReport protectionReport(const BubblewrapSandbox &sandbox)
{
    ProtectionReport report;
    report.level = ProtectionLevel::Full;
    for (const Check &check : checks()) {
        const Finding finding = check.run(sandbox);
        report.checks.append({QString::fromLatin1(check.name), finding.held, check.required, finding.detail});
        if (!finding.held && check.required)
            report.level = ProtectionLevel::None;
        else if (!finding.held && report.level == ProtectionLevel::Full)
            report.level = ProtectionLevel::Reduced;
        // Nothing else can be tried where no box starts, or safely where the filter is missing.
        if (report.level == ProtectionLevel::None)
            break;
    }
    return report;
}

QString protectionTable(const ProtectionReport &report)
{
    QString table;
    for (const ProtectionCheck &check : report.checks) {
        const QString state = check.held ? tr("held") : check.required ? tr("MISSING") : tr("missing");
        table += u"%1  %2  %3\n"_s.arg(tr(check.name.toLatin1().constData()), -28).arg(state, -8).arg(check.detail);
    }
    const QString meaning = report.level == ProtectionLevel::Full ? tr("full: ready for every contest")
                            : report.level == ProtectionLevel::Reduced
                                ? tr("reduced: for practice; for an exam only with the operator's consent")
                                : tr("none: this worker refuses to judge");
    return table + tr("Protection level %1").arg(meaning) + u'\n';
}

} // namespace Marathon
