#pragma once

#include "server/ops/BackupLines.h"
#include "server/ops/StoreAudit.h"
#include "server/store/Store.h"

namespace Marathon {

/// Called now and then with how many of how many steps are done. False ends the work with the error Unavailable;
/// nothing is left behind then.
using CopyProgress = std::function<bool(qint64 done, qint64 total)>;

struct BackupReport
{
    BackupHeader header;
    QString sha256;   ///< of the rows
    qint64 bytes = 0; ///< of the file
};

struct RestoreReport
{
    BackupHeader header;
    AuditReport audit;
};

/// Writes everything that a store holds, as of one moment, into a file that any store can be restored from. Works while
/// servers write; holds one row in memory. Errors: those of the store; Unavailable, when the file cannot be written.
Result<BackupReport> backup(Store &store, const QString &path, Instant now, const CopyProgress &progress);

/// Puts a backup into an empty store, whole or not at all: what was written is read back, audited, and compared by its
/// hash before it becomes durable. Errors: Conflict, for a place that is not empty; Invalid, for a file that is torn,
/// changed or newer; Internal, for one whose rows do not fit together; those of the store.
Result<RestoreReport> restore(const QString &path, Store &store, const CopyProgress &progress);

/// Reads a whole backup and audits it. Errors: as those of restore().
Result<RestoreReport> verifyBackup(const QString &path, const CopyProgress &progress);

/// Audits a store as of one moment. Errors: Internal, naming what does not fit; those of the store.
Result<AuditReport> verifyStore(Store &store, const CopyProgress &progress);

/// Puts everything that one store holds into another, empty one, as restore() does. Nobody may write into `from`
/// meanwhile: what came later would be left behind.
Result<AuditReport> moveStore(Store &from, Store &to, Instant now, const CopyProgress &progress);

} // namespace Marathon
