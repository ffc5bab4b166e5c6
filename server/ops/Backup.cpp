#include "server/ops/Backup.h"

#include "server/ops/BackupFile.h"

#include <QFileInfo>

namespace Marathon {

namespace {

constexpr qsizetype rowsPerWrite = 500;
constexpr qsizetype bytesPerWrite = 4 * 1024 * 1024; ///< some rows are blobs of megabytes
constexpr qint64 rowsPerStep = 2000;

QString tr(const char *text)
{
    return QCoreApplication::translate("Backup", text);
}

/// Counts steps, and tells somebody now and then.
class Steps
{
public:
    Steps(const CopyProgress &progress, qint64 total)
        : m_progress(progress)
        , m_total(total)
    {}
    Result<void> one()
    {
        const bool isDue = ++m_done % rowsPerStep == 0 || m_done == m_total;
        if (!isDue || !m_progress || m_progress(m_done, m_total))
            return {};
        return Error {ErrorKind::Unavailable, tr("Stopped before it was done; nothing was kept.")};
    }
    void setTotal(qint64 total) { m_total = total; }

private:
    const CopyProgress &m_progress;
    qint64 m_total;
    qint64 m_done = 0;
};

/// Gives a store its rest: whatever was begun is ended, unless it was finished.
class Ending
{
public:
    explicit Ending(Store &store)
        : m_store(&store)
    {}
    ~Ending()
    {
        if (m_store)
            m_store->rollback();
    }
    void isDone() { m_store = nullptr; }
    Q_DISABLE_COPY(Ending)

private:
    Store *m_store;
};

using RowTaker = std::function<Result<void>(const TableSpec &table, const QVariantList &row)>;

/// Every row of every table.
Result<void> readAll(Store &store, const std::function<void(const TableSpec &table)> &beginTable, const RowTaker &take)
{
    for (const TableSpec &table : durableTables()) {
        beginTable(table);
        const auto each = [&](const QVariantList &row) { return take(table, row); };
        if (const Result<void> read = store.readTable(table, each); !read)
            return read;
    }
    return {};
}

/// What the header of a backup made now would say; inside beginReading().
Result<BackupHeader> headerOf(Store &store, Instant now)
{
    BackupHeader header {.program = QStringLiteral(MARATHON_VERSION), .madeAt = now};
    for (const TableSpec &table : durableTables()) {
        const Result<qint64> rows = store.countRows(table);
        if (!rows)
            return rows.error();
        header.rows.insert(QString(table.name), *rows);
    }
    const Result<std::optional<ContestId>> contest = store.newestContest();
    if (!contest)
        return contest.error();
    if (!*contest)
        return header;
    store.select(**contest);
    const Result<LedgerHead> head = store.head();
    if (!head)
        return head.error();
    header.contest = (*contest)->toString();
    header.seq = head->seq;
    header.epoch = head->epoch;
    return header;
}

/// Writes rows into a store that is being restored, several at a time.
class RowWriter
{
public:
    explicit RowWriter(Store &store)
        : m_store(store)
    {}
    Result<void> add(const TableSpec &table, const QVariantList &row)
    {
        if (m_table != &table || m_rows.size() >= rowsPerWrite || m_bytes >= bytesPerWrite) {
            if (const Result<void> flushed = flush(); !flushed)
                return flushed;
        }
        m_table = &table;
        m_rows.append(row);
        for (const QVariant &value : row)
            m_bytes += value.typeId() == QMetaType::QByteArray ? value.toByteArray().size() : value.toString().size();
        return {};
    }
    Result<void> flush()
    {
        if (m_rows.isEmpty())
            return {};
        m_bytes = 0;
        return m_store.writeRows(*m_table, std::exchange(m_rows, {}));
    }

private:
    Store &m_store;
    const TableSpec *m_table = nullptr;
    QList<QVariantList> m_rows;
    qsizetype m_bytes = 0;
};

/// Audits what was written, which must have the hash of its source, before it becomes durable.
Result<AuditReport> auditRestored(Store &store, const BackupHeader &header, const QString &sha256, Steps &steps)
{
    StoreAudit audit;
    RowsHash hash(header);
    const auto take = [&](const TableSpec &table, const QVariantList &row) -> Result<void> {
        hash.add(table, row);
        if (const Result<void> taken = audit.take(table, row); !taken)
            return taken;
        return steps.one();
    };
    const Result<void> read = readAll(
        store, [&](const TableSpec &table) { hash.beginTable(table); }, take);
    if (!read)
        return read.error();
    if (hash.result() != sha256)
        return Error {ErrorKind::Internal, tr("The rows came back from the database otherwise than they were written. "
                                              "Nothing was kept.")};
    return audit.finish();
}

} // namespace

Result<BackupReport> backup(Store &store, const QString &path, Instant now, const CopyProgress &progress)
{
    if (const Result<void> begun = store.beginReading(); !begun)
        return begun.error();
    const Ending ending(store);
    const Result<BackupHeader> header = headerOf(store, now);
    if (!header)
        return header.error();
    const Result<std::unique_ptr<BackupWriter>> writer = BackupWriter::open(path, *header);
    if (!writer)
        return writer.error();
    Steps steps(progress, header->rowCount());
    const auto take = [&](const TableSpec &, const QVariantList &row) -> Result<void> {
        if (const Result<void> added = (*writer)->add(row); !added)
            return added;
        return steps.one();
    };
    const Result<void> read = readAll(
        store, [&](const TableSpec &table) { (*writer)->beginTable(table); }, take);
    if (!read)
        return read.error();
    const Result<QString> sha256 = (*writer)->finish();
    if (!sha256)
        return sha256.error();
    return BackupReport {*header, *sha256, QFileInfo(path).size()};
}

Result<RestoreReport> restore(const QString &path, Store &store, const CopyProgress &progress)
{
    if (const Result<void> begun = store.beginRestoring(); !begun)
        return begun.error();
    Ending ending(store);
    Steps steps(progress, 0);
    RestoreReport report;
    RowWriter writer(store);
    // A changed byte in the file may be a row that the store refuses: what is wrong with the file is the better reason,
    // so it is read to its end.
    Result<void> written;
    const BackupTaker taker {.header = [&](const BackupHeader &header) -> Result<void> {
                                 report.header = header;
                                 steps.setTotal(2 * header.rowCount());
                                 return {};
                             },
                             .table = [](const TableSpec &) { return Result<void>(); },
                             .row = [&](const TableSpec &table, const QVariantList &row) -> Result<void> {
                                 if (written)
                                     written = writer.add(table, row);
                                 return steps.one();
                             }};
    const Result<BackupTrailer> trailer = readBackup(path, taker);
    if (!trailer)
        return trailer.error();
    if (written)
        written = writer.flush();
    if (!written)
        return written.error();
    Result<AuditReport> audit = auditRestored(store, report.header, trailer->sha256, steps);
    if (!audit)
        return audit.error();
    report.audit = std::move(*audit);
    ending.isDone();
    if (const Result<void> finished = store.finishRestoring(); !finished)
        return finished.error();
    return report;
}

Result<RestoreReport> verifyBackup(const QString &path, const CopyProgress &progress)
{
    RestoreReport report;
    StoreAudit audit;
    Steps steps(progress, 0);
    // As in restore(): a wrong file is the better reason than a row that does not fit.
    Result<void> fits;
    const BackupTaker taker {.header = [&](const BackupHeader &header) -> Result<void> {
                                 report.header = header;
                                 steps.setTotal(header.rowCount());
                                 return {};
                             },
                             .table = [](const TableSpec &) { return Result<void>(); },
                             .row = [&](const TableSpec &table, const QVariantList &row) -> Result<void> {
                                 if (fits)
                                     fits = audit.take(table, row);
                                 return steps.one();
                             }};
    const Result<BackupTrailer> trailer = readBackup(path, taker);
    if (!trailer)
        return trailer.error();
    if (!fits)
        return fits.error();
    Result<AuditReport> audited = audit.finish();
    if (!audited)
        return audited.error();
    report.audit = std::move(*audited);
    return report;
}

Result<AuditReport> verifyStore(Store &store, const CopyProgress &progress)
{
    if (const Result<void> begun = store.beginReading(); !begun)
        return begun.error();
    const Ending ending(store);
    const Result<BackupHeader> header = headerOf(store, Instant {});
    if (!header)
        return header.error();
    StoreAudit audit;
    Steps steps(progress, header->rowCount());
    const auto take = [&](const TableSpec &table, const QVariantList &row) -> Result<void> {
        if (const Result<void> taken = audit.take(table, row); !taken)
            return taken;
        return steps.one();
    };
    if (const Result<void> read = readAll(
            store, [](const TableSpec &) {}, take);
        !read)
        return read.error();
    return audit.finish();
}

Result<AuditReport> moveStore(Store &from, Store &to, Instant now, const CopyProgress &progress)
{
    if (const Result<void> begun = to.beginRestoring(); !begun)
        return begun.error();
    Ending ending(to);
    if (const Result<void> begun = from.beginReading(); !begun)
        return begun.error();
    const Ending reading(from);
    const Result<BackupHeader> header = headerOf(from, now);
    if (!header)
        return header.error();
    Steps steps(progress, 2 * header->rowCount());
    RowsHash hash(*header);
    RowWriter writer(to);
    const auto take = [&](const TableSpec &table, const QVariantList &row) -> Result<void> {
        hash.add(table, row);
        if (const Result<void> written = writer.add(table, row); !written)
            return written;
        return steps.one();
    };
    Result<void> moved = readAll(
        from, [&](const TableSpec &table) { hash.beginTable(table); }, take);
    if (moved)
        moved = writer.flush();
    if (!moved)
        return moved.error();
    Result<AuditReport> audit = auditRestored(to, *header, hash.result(), steps);
    if (!audit)
        return audit;
    ending.isDone();
    if (const Result<void> finished = to.finishRestoring(); !finished)
        return finished.error();
    return audit;
}

} // namespace Marathon
