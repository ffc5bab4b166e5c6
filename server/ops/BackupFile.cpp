#include "server/ops/BackupFile.h"

#include <QDir>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype pieceSize = 256 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("Backup", text);
}

/// A new name is on the disk only when its folder is (fsync(2)). Where folders cannot be synced, the system does it.
bool syncFolderOf(const QString &path)
{
#ifdef Q_OS_UNIX
    const QByteArray folder = QFile::encodeName(QFileInfo(path).absolutePath());
    const int descriptor = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const bool synced = ::fsync(descriptor) == 0 || errno == EINVAL;
    return ::close(descriptor) == 0 && synced;
#else
    Q_UNUSED(path)
    return true;
#endif
}

} // namespace

BackupWriter::BackupWriter(const QString &path)
    : m_file(path)
    , m_hash(QCryptographicHash::Sha256)
{}

Error BackupWriter::refused() const
{
    return {
        ErrorKind::Unavailable,
        tr("The backup %1 cannot be written: %2. Nothing was left there; check the folder and the space on its disk.")
            .arg(m_file.fileName(), m_file.errorString())};
}

Result<std::unique_ptr<BackupWriter>> BackupWriter::open(const QString &path, const BackupHeader &header)
{
    std::unique_ptr<BackupWriter> writer(new BackupWriter(path));
    if (!writer->m_file.open(QIODevice::WriteOnly) ||
        !writer->m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return writer->refused();
    writer->m_lines = headerLine(header);
    return writer;
}

void BackupWriter::beginTable(const TableSpec &table)
{
    m_table = &table;
    m_lines += tableLine(table);
}

Result<void> BackupWriter::add(const QVariantList &row)
{
    appendRowLine(m_lines, *m_table, row);
    ++m_rows;
    return m_lines.size() < pieceSize ? Result<void>() : flush();
}

Result<void> BackupWriter::flush()
{
    m_hash.addData(m_lines);
    const QByteArray coded = m_gzip.add(m_lines);
    m_lines.clear();
    if (m_file.write(coded) != coded.size())
        return refused();
    return {};
}

Result<QString> BackupWriter::finish()
{
    if (const Result<void> flushed = flush(); !flushed)
        return flushed.error();
    const QString sha256 = QString::fromLatin1(m_hash.result().toHex());
    QByteArray coded = m_gzip.add(trailerLine({m_rows, sha256}));
    coded += m_gzip.finish();
    // commit() syncs the file before it gets its name.
    if (m_file.write(coded) != coded.size() || !m_file.commit())
        return refused();
    if (!syncFolderOf(m_file.fileName()))
        return Error {ErrorKind::Unavailable, tr("The backup %1 was written, but its folder cannot be brought to the "
                                                 "disk; a power cut may lose it. Check the disk.")
                                                  .arg(m_file.fileName())};
    return sha256;
}

namespace {

/// Takes a backup line by line: which line may come next, and whether all is as the header and the trailer say.
class BackupReading
{
public:
    BackupReading(const QString &path, const BackupTaker &taker)
        : m_path(path)
        , m_taker(taker)
        , m_hash(QCryptographicHash::Sha256)
    {}

    Result<void> takeHeader(const QByteArray &line)
    {
        const Result<QJsonObject> json = parseObject(line);
        if (!json || !json->value("marathon_backup"_L1).isDouble())
            return invalid(tr("it is no backup of Debug Marathon"));
        const int format = json->value("marathon_backup"_L1).toInt();
        if (format > backupFormat)
            return invalid(tr("it was made by a newer program (format %1, version %2), and this one knows format %3. "
                              "Update this program")
                               .arg(format)
                               .arg(json->value("program"_L1).toString())
                               .arg(backupFormat));
        Result<BackupHeader> header = fromJson<BackupHeader>(*json);
        if (!header)
            return invalid(tr("its header is wrong"));
        m_header = std::move(*header);
        count(line);
        return m_taker.header(m_header);
    }

    /// A row, or the beginning of a table.
    Result<void> takeLine(const QByteArray &line)
    {
        count(line);
        if (!line.startsWith('['))
            return takeTable(line);
        if (m_table == durableTables().size())
            return invalid(tr("it has a row of no table"));
        const TableSpec &table = durableTables()[m_table];
        const Result<QVariantList> row = rowOfLine(table, line);
        if (!row)
            return invalid(row.error().message);
        ++m_rows;
        ++m_rowsOfTable;
        return m_taker.row(table, *row);
    }

    Result<BackupTrailer> takeTrailer(const QJsonObject &json)
    {
        const Result<BackupTrailer> trailer = fromJson<BackupTrailer>(json);
        if (!trailer)
            return invalid(tr("its end is wrong"));
        if (const Result<void> whole = endTable(); !whole)
            return whole.error();
        if (m_next != durableTables().size())
            return invalid(tr("the table %1 is missing").arg(QString(durableTables()[m_next].name)));
        if (trailer->rows != m_rows || trailer->sha256.toLatin1() != m_hash.result().toHex())
            return invalid(tr("it was changed: its rows do not have the SHA-256 that it names"));
        return *trailer;
    }

    Error invalid(const QString &why) const
    {
        return {ErrorKind::Invalid, tr("The backup %1 cannot be used: %2.").arg(m_path, why)};
    }

private:
    void count(const QByteArray &line)
    {
        m_hash.addData(line);
        m_hash.addData("\n"_ba);
    }

    Result<void> takeTable(const QByteArray &line)
    {
        if (const Result<void> whole = endTable(); !whole)
            return whole;
        // Tables come in their order, so that references are there before whoever refers to them.
        if (m_next == durableTables().size() || line + '\n' != tableLine(durableTables()[m_next]))
            return invalid(tr("it has a table that is not expected there: %1").arg(QString::fromUtf8(line.left(200))));
        m_table = m_next++;
        m_rowsOfTable = 0;
        return m_taker.table(durableTables()[m_table]);
    }

    Result<void> endTable() const
    {
        if (m_table == durableTables().size())
            return {};
        const QString name(durableTables()[m_table].name);
        if (m_header.rows.value(name, -1) == m_rowsOfTable)
            return {};
        return invalid(
            tr("the table %1 has %2 rows instead of %3").arg(name).arg(m_rowsOfTable).arg(m_header.rows.value(name)));
    }

    QString m_path;
    const BackupTaker &m_taker;
    QCryptographicHash m_hash;
    BackupHeader m_header;
    std::size_t m_table = durableTables().size(); ///< that is being read; one after the last: none
    std::size_t m_next = 0;
    qint64 m_rows = 0;
    qint64 m_rowsOfTable = 0;
};

} // namespace

Result<BackupTrailer> readBackup(const QString &path, const BackupTaker &taker)
{
    const Result<std::unique_ptr<GzipLines>> lines = GzipLines::open(path);
    if (!lines)
        return lines.error();
    BackupReading reading(path, taker);
    const Result<QByteArray> header = (*lines)->next();
    if (!header)
        return header.error();
    if (const Result<void> taken = reading.takeHeader(*header); !taken)
        return taken.error();
    while (true) {
        const Result<QByteArray> line = (*lines)->next();
        if (!line)
            return line.error();
        if (line->startsWith("{\"rows_in_all\"")) {
            const Result<QJsonObject> json = parseObject(*line);
            if (!json)
                return reading.invalid(tr("its end is wrong"));
            // Only the end of the stream has the checksum over the last bytes.
            const Result<bool> ended = (*lines)->atEnd();
            if (!ended)
                return ended.error();
            return *ended ? reading.takeTrailer(*json) : reading.invalid(tr("something follows its end"));
        }
        if (const Result<void> taken = reading.takeLine(*line); !taken)
            return taken.error();
    }
}

} // namespace Marathon
