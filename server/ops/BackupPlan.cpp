#include "server/ops/BackupPlan.h"

#include <QDateTime>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString prefix = u"marathon-"_s;
const QString timeFormat = u"yyyyMMdd-HHmmss"_s;
const QString suffix = u".backup.gz"_s;

} // namespace

QString backupFileName(Instant at)
{
    return prefix + QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count(), Qt::UTC).toString(timeFormat) +
           suffix;
}

std::optional<Instant> backupTime(const QString &fileName)
{
    if (!fileName.startsWith(prefix) || !fileName.endsWith(suffix))
        return {};
    QDateTime time = QDateTime::fromString(fileName.sliced(prefix.size()).chopped(suffix.size()), timeFormat);
    time.setTimeSpec(Qt::UTC);
    if (!time.isValid())
        return {};
    const Instant at {Duration(time.toMSecsSinceEpoch())};
    return backupFileName(at) == fileName ? std::optional(at) : std::nullopt;
}

std::optional<Instant> newestBackup(const QStringList &fileNames, Instant now)
{
    std::optional<Instant> newest;
    for (const QString &name : fileNames) {
        const std::optional<Instant> at = backupTime(name);
        if (at && *at <= now && (!newest || *at > *newest))
            newest = at;
    }
    return newest;
}

bool isBackupDue(const BackupPlan &plan, std::optional<Instant> newest, Instant now)
{
    return plan.every.count() > 0 && (!newest || now - *newest >= plan.every);
}

QStringList surplusBackups(const QStringList &fileNames, int keep)
{
    QStringList ours;
    for (const QString &name : fileNames) {
        if (backupTime(name))
            ours.append(name);
    }
    ours.sort(); // the names sort by time
    return ours.first(std::max<qsizetype>(0, ours.size() - keep));
}

} // namespace Marathon
