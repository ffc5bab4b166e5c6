#pragma once

#include "shared/core/Result.h"

namespace Marathon {

/// Where one installation keeps everything: marathon.db (SQLite, with -wal and -shm beside it), control.json while a
/// server runs, and marathon.lock while anything writes.
class DataDirectory
{
public:
    explicit DataDirectory(QString path);

    /// Absolute.
    const QString &path() const { return m_path; }
    QString databasePath() const;
    QString controlPath() const;
    QString lockPath() const;
    QString backupsPath() const;
    /// Of the folded state, for a fast start (StateFile.h).
    QString statePath() const;

    bool exists() const;
    /// Makes the folder, readable by its owner alone (mode 0700); one that exists stays as it is. Error: Unavailable.
    Result<void> make() const;

private:
    QString m_path;
};

} // namespace Marathon
