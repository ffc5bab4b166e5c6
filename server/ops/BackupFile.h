#pragma once

#include "server/ops/BackupLines.h"
#include "server/ops/GzipStream.h"

#include <QSaveFile>
#include <functional>
#include <memory>

namespace Marathon {

/// Writes a backup: gzip (RFC 1952) over the lines of BackupLines.h, readable by its owner only, since it holds
/// password hashes. The file has its name only when it is whole and on the disk; an abandoned one leaves nothing.
class BackupWriter
{
public:
    /// Error: Unavailable, when the file cannot be made.
    static Result<std::unique_ptr<BackupWriter>> open(const QString &path, const BackupHeader &header);

    void beginTable(const TableSpec &table);
    /// Error: Unavailable, when the disk refuses.
    Result<void> add(const QVariantList &row);
    /// Error: Unavailable. Gives the SHA-256 of the trailer.
    Result<QString> finish();

private:
    explicit BackupWriter(const QString &path);
    Result<void> flush();
    Error refused() const;

    QSaveFile m_file;
    GzipWriter m_gzip;
    QCryptographicHash m_hash;
    const TableSpec *m_table = nullptr;
    QByteArray m_lines;
    qint64 m_rows = 0;
};

/// What a backup hands to whoever reads it.
struct BackupTaker
{
    std::function<Result<void>(const BackupHeader &header)> header;
    std::function<Result<void>(const TableSpec &table)> table;
    std::function<Result<void>(const TableSpec &table, const QVariantList &row)> row;
};

/// Reads a backup from its first line to its trailer, row by row. Whoever takes the rows keeps them only when this
/// succeeds. Errors: NotFound, for a file that cannot be opened; Invalid, for one that is no backup, is cut off, was
/// changed, or was made by a newer program; and those of the taker.
Result<BackupTrailer> readBackup(const QString &path, const BackupTaker &taker);

} // namespace Marathon
