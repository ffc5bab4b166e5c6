#pragma once

#include "server/store/PostgresLink.h"
#include "server/store/PostgresStatements.h"
#include "server/store/Store.h"

#include <map>
#include <memory>

namespace Marathon {

class PostgresListener;

/// The store that several servers share: PostgreSQL 15 or newer, one connection, used on the thread that opened it.
///
/// begin() locks the contest's row, so that servers decide one after the other; the table store_state counts the
/// batches that changed other tables, and rows carry that number, so that the others read only what is new. No wait is
/// longer than 2 s for a lock and 5 s for a statement, and a server that stops between begin() and commit() loses its
/// lock after 5 s.
class PostgresStore final : public Store
{
public:
    /// Connects, and brings the tables up to date (ReadWrite). Error: Unavailable, Invalid for a wrong address.
    static Result<std::unique_ptr<Store>> open(const PostgresOptions &options, StoreMode mode);
    ~PostgresStore() override;

    bool isShared() const override { return true; }
    void listen(std::function<void()> changed) override;

    Result<std::optional<ContestId>> newestContest() override;
    Result<void> createContest(const ContestId &id, const QString &name, Instant now) override;
    void select(const ContestId &id) override { m_contest = id.toString(); }

    Result<Begun> begin(const LookUps &wanted) override;
    Result<qint64> commit(const Batch &batch) override;
    void rollback() override;

    Result<LedgerHead> head() override;
    Result<QList<DraftRow>> drafts(const QString &participant) override;
    Result<QByteArray> blob(const QString &sha) override;

    Result<QList<LedgerRow>> events(qint64 afterSeq, int limit) override;
    Result<QList<LedgerRow>> eventsFor(const QString &participant, const QStringList &types, qint64 afterSeq,
                                       int limit) override;
    Result<QHash<QString, QString>> privateTexts(const QSet<QString> &refs) override;
    Result<QList<StreamRow>> streams(const QString &participant) override;
    Result<TableChanges> changesSince(qint64 version, Instant now) override;

    Result<void> beginReading() override;
    Result<qint64> countRows(const TableSpec &table) override;
    Result<void> readTable(const TableSpec &table,
                           const std::function<Result<void>(const QVariantList &row)> &each) override;
    Result<void> beginRestoring() override;
    Result<void> writeRows(const TableSpec &table, const QList<QVariantList> &rows) override;
    Result<void> finishRestoring() override;

private:
    PostgresStore(PostgresAddress address, bool pooled);

    /// On the connection, which is made anew if need be, except within a transaction.
    Result<PostgresRows> run(PostgresStatement statement, const PostgresValues &values = {});
    /// Within a transaction.
    Result<PostgresRows> runText(const QString &statements);
    Result<void> beginTransaction(const QString &settings);
    Result<void> commitTransaction();

    Result<Begun> lock();
    Result<LookedUp> lookUp(const LookUps &wanted);
    Result<TableChanges> readChanges(qint64 version, Instant now);
    Result<void> readSessions(qint64 version, Instant now, TableChanges &changes);

    Result<void> write(const Batch &batch);
    Result<void> writeEvents(const Batch &batch);
    Result<void> writeBlobs(const QList<BlobRow> &blobs);
    Result<void> writeResults(const Batch &batch);
    Result<void> writeDrafts(const QList<DraftRow> &drafts);
    Result<void> writeSessions(const Batch &batch, qint64 version);
    Result<void> writeTables(const Batch &batch);
    /// A statement of a batch, whose answer does not matter.
    Result<void> put(PostgresStatement statement, const PostgresValues &values);

    // What transactions begin with.
    static const QString writing;
    static const QString reading;
    static const QString readingAll;

    PostgresLink m_link;
    bool m_pooled;
    bool m_isBegun = false;
    QString m_contest;
    qint64 m_version = 0; ///< of the tables, as begin() found it
    std::unique_ptr<PostgresListener> m_listener;
    std::map<QString, QByteArray> m_insertions; ///< statements of writeRows() by table; their addresses stay
};

} // namespace Marathon
