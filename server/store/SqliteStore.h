#pragma once

#include "server/store/Store.h"

#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <memory>

namespace Marathon {

enum class StoreMode { ReadWrite, ReadOnly };

/// The embedded store: one SQLite file, WAL, synchronous FULL. Used on the thread that opened it.
class SqliteStore final : public Store
{
public:
    /// Opens the file, makes it when missing, and brings its tables up to date (ReadWrite). Error: Unavailable for a
    /// file that cannot be opened, is damaged, or was written by a newer program.
    static Result<std::unique_ptr<Store>> open(const QString &path, StoreMode mode);
    ~SqliteStore() override;

    Result<std::optional<ContestId>> newestContest() override;
    Result<void> createContest(const ContestId &id, const QString &name, Instant now) override;
    void select(const ContestId &id) override { m_contest = id.toString(); }

    Result<LedgerHead> begin() override;
    Result<void> commit(const Batch &batch) override;
    void rollback() override;

    Result<LedgerHead> head() override;
    Result<std::optional<ResultRow>> result(const QString &account, const QString &key) override;
    Result<std::optional<DraftRow>> draft(const QString &participant, const QString &problem) override;
    Result<QList<DraftRow>> drafts(const QString &participant) override;
    Result<QByteArray> blob(const QString &sha) override;

    Result<QList<LedgerRow>> events(qint64 afterSeq, int limit) override;
    Result<QList<LedgerRow>> eventsFor(const QString &participant, const QStringList &types, qint64 afterSeq,
                                       int limit) override;
    Result<QHash<QString, QString>> privateTexts(const QSet<QString> &refs) override;
    Result<QList<StreamRow>> streams(const QString &participant) override;
    Result<QList<SessionRow>> sessions(Instant now) override;
    Result<QList<PersonRow>> people() override;
    Result<QList<StaffRow>> staff() override;
    Result<QList<ProblemContent>> problems() override;
    Result<QMap<QString, QString>> settings() override;

private:
    explicit SqliteStore(QString connection)
        : m_connection(std::move(connection))
    {}

    /// A statement, prepared once per connection, run with these values.
    Result<QSqlQuery *> run(const char *statement, const QVariantList &values = {});
    Result<void> write(const Batch &batch);
    Result<void> writeTables(const Batch &batch);
    Result<void> writeDrafts(const Batch &batch);
    Error failure(const QSqlQuery &query) const;

    QString m_connection;
    QString m_contest;
    QHash<const char *, std::shared_ptr<QSqlQuery>> m_statements;
};

} // namespace Marathon
