#pragma once

#include "server/store/Rows.h"
#include "shared/core/Result.h"

#include <optional>

namespace Marathon {

/// Durable memory of one contest: its ledger and its tables. One object per thread; nothing here knows a rule.
///
/// Writing is begin() -> look-ups -> commit(batch). begin() takes the contest's lock and tells the ledger's head, so
/// that a writer that is behind catches up before it decides (without a contest the head is empty). Errors: NotStored
/// (nothing was kept, the same batch may be tried again), Unknown (a commit in doubt), Unavailable (cannot be opened),
/// each with a message that says what to do.
class Store
{
public:
    virtual ~Store() = default;

    /// The contest that is worked on: the newest one, or nothing before the first import.
    virtual Result<std::optional<ContestId>> newestContest() = 0;
    /// Makes an empty contest and selects it.
    virtual Result<void> createContest(const ContestId &id, const QString &name, Instant now) = 0;
    virtual void select(const ContestId &id) = 0;

    virtual Result<LedgerHead> begin() = 0;
    virtual Result<void> commit(const Batch &batch) = 0;
    virtual void rollback() = 0;

    // Look-ups; inside begin() they see what the transaction sees.
    virtual Result<LedgerHead> head() = 0;
    virtual Result<std::optional<ResultRow>> result(const QString &account, const QString &key) = 0;
    virtual Result<std::optional<DraftRow>> draft(const QString &participant, const QString &problem) = 0;
    virtual Result<QList<DraftRow>> drafts(const QString &participant) = 0;
    virtual Result<QByteArray> blob(const QString &sha) = 0;

    // Reading whole tables, at start and for exports.
    /// At most `limit` entries after `afterSeq`, in order.
    virtual Result<QList<LedgerRow>> events(qint64 afterSeq, int limit) = 0;
    /// At most `limit` entries after `afterSeq` about one participant or about nobody in particular, of these types.
    virtual Result<QList<LedgerRow>> eventsFor(const QString &participant, const QStringList &types, qint64 afterSeq,
                                               int limit) = 0;
    /// The private texts behind references; unknown or erased ones are missing from the answer.
    virtual Result<QHash<QString, QString>> privateTexts(const QSet<QString> &refs) = 0;
    /// Of one participant, or of all when empty.
    virtual Result<QList<StreamRow>> streams(const QString &participant) = 0;
    virtual Result<QList<SessionRow>> sessions(Instant now) = 0;
    virtual Result<QList<PersonRow>> people() = 0;
    virtual Result<QList<StaffRow>> staff() = 0;
    virtual Result<QList<ProblemContent>> problems() = 0;
    virtual Result<QMap<QString, QString>> settings() = 0;
};

} // namespace Marathon
