#pragma once

#include "server/store/Store.h"

#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <memory>

namespace Marathon {

/// The embedded store: one SQLite file, WAL, synchronous FULL. Used on the thread that opened it.
class SqliteStore final : public Store
{
public:
    /// Opens the file, makes it when missing, and brings its tables up to date (ReadWrite). Error: Unavailable for a
    /// file that cannot be opened, is damaged, or was written by a newer program.
    static Result<std::unique_ptr<Store>> open(const QString &path, StoreMode mode);
    ~SqliteStore() override;

    bool isShared() const override { return false; }
    void listen(std::function<void()>) override {}

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
    explicit SqliteStore(QString connection)
        : m_connection(std::move(connection))
    {}

    /// A statement, prepared once per connection, run with these values.
    Result<QSqlQuery *> run(const char *statement, const QVariantList &values = {});
    Result<LookedUp> lookUp(const LookUps &wanted);
    Result<std::optional<ResultRow>> result(const QString &account, const QString &key);
    Result<std::optional<DraftRow>> draft(const QString &participant, const QString &problem);
    Result<QList<SessionRow>> sessions(Instant now);
    Result<QList<PersonRow>> people();
    Result<QList<StaffRow>> staff();
    Result<QList<ProblemContent>> problems();
    Result<QMap<QString, QString>> settings();
    Result<void> write(const Batch &batch);
    Result<void> writeTables(const Batch &batch);
    Result<void> writeDrafts(const Batch &batch);
    Error failure(const QSqlQuery &query) const;

    QString m_connection;
    QString m_contest;
    QHash<const char *, std::shared_ptr<QSqlQuery>> m_statements;
};

} // namespace Marathon
