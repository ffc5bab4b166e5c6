#pragma once

#include "shared/core/Clock.h"

#include <QStringList>
#include <optional>

namespace Marathon {

/// When backups are made by themselves, and how many stay.
struct BackupPlan
{
    std::chrono::minutes every {60}; ///< 0: never
    int keep = 48;                   ///< at least 1
};

/// How scheduled backups are going, for the health of the server.
struct BackupState
{
    std::optional<Instant> lastBackup; ///< the newest one that is whole
    QString lastError;                 ///< why the last attempt failed; empty: it did not
};

/// "marathon-20260129-053000.backup.gz", in UTC.
QString backupFileName(Instant at);
/// Nothing for a file with another name, which is not ours to count or remove.
std::optional<Instant> backupTime(const QString &fileName);

/// When the newest of these files was made. A file from the future, which a clock that was set back leaves, does not
/// count: else there would be no backup until then.
std::optional<Instant> newestBackup(const QStringList &fileNames, Instant now);

bool isBackupDue(const BackupPlan &plan, std::optional<Instant> newest, Instant now);

/// Which of these files are over the number to keep: the oldest ones.
QStringList surplusBackups(const QStringList &fileNames, int keep);

} // namespace Marathon
