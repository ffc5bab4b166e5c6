#pragma once

#include "server/store/Rows.h"
#include "server/store/Tables.h"
#include "shared/core/Result.h"

#include <QVariant>
#include <functional>
#include <memory>
#include <optional>

namespace Marathon {

enum class StoreMode { ReadWrite, ReadOnly };

/// Durable memory of one contest: its ledger and its tables. One object per thread; nothing here knows a rule.
///
/// Writing is begin() -> look-ups -> commit(batch). begin() takes the contest's lock and tells the ledger's head, so
/// that a writer that is behind catches up before it decides (without a contest the head is empty). Errors: NotStored
/// (nothing was kept, the same batch may be tried again), Unknown (a commit in doubt), Unavailable (cannot be opened),
/// each with a message that says what to do. A store that lost its database connects anew at the next call, with
/// back-off.
class Store
{
public:
    virtual ~Store() = default;

    /// Whether other servers may write too, so that the ledger has to be followed.
    virtual bool isShared() const = 0;
    /// `changed` is called on this thread's event loop soon after anybody committed. It is only a wake-up: whoever
    /// needs certainty asks head() now and then. Nothing happens for a store that is not shared, or behind a pooler.
    virtual void listen(std::function<void()> changed) = 0;

    /// The contest that is worked on: the newest one, or nothing before the first import.
    virtual Result<std::optional<ContestId>> newestContest() = 0;
    /// Makes an empty contest and selects it.
    virtual Result<void> createContest(const ContestId &id, const QString &name, Instant now) = 0;
    virtual void select(const ContestId &id) = 0;

    virtual Result<Begun> begin(const LookUps &wanted) = 0;
    /// Gives the version of the tables afterwards.
    virtual Result<qint64> commit(const Batch &batch) = 0;
    virtual void rollback() = 0;

    // Look-ups; inside begin() they see what the transaction sees.
    /// Without a contest only the version.
    virtual Result<LedgerHead> head() = 0;
    virtual Result<QList<DraftRow>> drafts(const QString &participant) = 0;
    virtual Result<QByteArray> blob(const QString &sha) = 0;

    // Reading whole tables, at start, to follow other servers, and for exports.
    /// At most `limit` entries after `afterSeq`, in order.
    virtual Result<QList<LedgerRow>> events(qint64 afterSeq, int limit) = 0;
    /// At most `limit` entries after `afterSeq` about one participant or about nobody in particular, of these types.
    virtual Result<QList<LedgerRow>> eventsFor(const QString &participant, const QStringList &types, qint64 afterSeq,
                                               int limit) = 0;
    /// The private texts behind references; unknown or erased ones are missing from the answer.
    virtual Result<QHash<QString, QString>> privateTexts(const QSet<QString> &refs) = 0;
    /// Of one participant.
    virtual Result<QList<StreamRow>> streams(const QString &participant) = 0;
    /// Rows written after `version` (-1: all of them, without ended and expired sessions). A store that is not shared
    /// may answer all of them at any time.
    virtual Result<TableChanges> changesSince(qint64 version, Instant now) = 0;

    // Whole tables of all contests, for backups and moves: counted and read only inside beginReading() or
    // beginRestoring(). rollback() ends either.
    /// Until rollback() every read sees the store as it is now, whoever writes meanwhile.
    virtual Result<void> beginReading() = 0;
    virtual Result<qint64> countRows(const TableSpec &table) = 0;
    /// Each row in the order of selectRows(), one at a time; texts as QString, integers as qint64, bytes as QByteArray.
    /// An error of `each` ends it and is given back.
    virtual Result<void> readTable(const TableSpec &table,
                                   const std::function<Result<void>(const QVariantList &row)> &each) = 0;
    /// Error: Conflict, when a durable table has rows.
    virtual Result<void> beginRestoring() = 0;
    virtual Result<void> writeRows(const TableSpec &table, const QList<QVariantList> &rows) = 0;
    /// Makes all rows durable at once. Errors: as those of commit().
    virtual Result<void> finishRestoring() = 0;
};

/// Opens another connection to the same database.
using StoreFactory = std::function<Result<std::unique_ptr<Store>>(StoreMode mode)>;

} // namespace Marathon
