#pragma once

#include "server/store/Tables.h"
#include "shared/core/Clock.h"
#include "shared/protocol/Json.h"

#include <QCryptographicHash>
#include <QVariant>

/// The lines of a backup. Every line is one JSON text in UTF-8 that ends with a line feed:
///   the header (BackupHeader); for each table its name and columns, then one array per row (bytes in base64, RFC
///   4648); the trailer (BackupTrailer). The same rows always give the same lines.
namespace Marathon {

inline constexpr int backupFormat = 1;

/// What a backup says of itself before anything else.
struct BackupHeader
{
    int format = backupFormat;
    QString program; ///< version of the program that made it
    Instant madeAt {};
    QString contest; ///< id of the newest one; empty: none
    qint64 seq = 0;  ///< of that contest's last ledger entry
    QString epoch;
    QMap<QString, qint64> rows; ///< by table

    qint64 rowCount() const;
};
template <typename Fields>
void describe(Fields &fields, BackupHeader &header)
{
    fields("marathon_backup", header.format);
    fields("program", header.program);
    fields("made_at", header.madeAt);
    fields("contest_id", header.contest);
    fields("seq", header.seq);
    fields("epoch", header.epoch);
    fields("rows", header.rows);
}

struct BackupTable
{
    QString table;
    QStringList columns;
};
template <typename Fields>
void describe(Fields &fields, BackupTable &table)
{
    fields("table", table.table);
    fields("columns", table.columns);
}

/// What a whole backup ends with.
struct BackupTrailer
{
    qint64 rows = 0;
    QString sha256; ///< of all lines before this one, with their line feeds
};
template <typename Fields>
void describe(Fields &fields, BackupTrailer &trailer)
{
    fields("rows_in_all", trailer.rows);
    fields("sha256", trailer.sha256);
}

QByteArray headerLine(const BackupHeader &header);
QByteArray tableLine(const TableSpec &table);
QByteArray trailerLine(const BackupTrailer &trailer);

/// Appends one row's line.
void appendRowLine(QByteArray &out, const TableSpec &table, const QVariantList &row);
/// Error: Malformed, for a line that is no row of this table.
Result<QVariantList> rowOfLine(const TableSpec &table, const QByteArray &line);

/// The SHA-256 that a backup of these rows would have in its trailer: two stores with the same one hold the same.
class RowsHash
{
public:
    explicit RowsHash(const BackupHeader &header);
    void beginTable(const TableSpec &table);
    void add(const TableSpec &table, const QVariantList &row);
    QString result() const;

private:
    QCryptographicHash m_hash;
    QByteArray m_line;
};

} // namespace Marathon
