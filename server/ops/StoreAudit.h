#pragma once

#include "server/store/Rows.h"
#include "server/store/Tables.h"
#include "shared/core/Result.h"

#include <QVariant>
#include <array>
#include <vector>

namespace Marathon {

/// What an audit found of one contest.
struct AuditedContest
{
    ContestId id;
    qint64 entries = 0;
    QByteArray lastHash;
};

struct AuditReport
{
    QList<AuditedContest> contests;
    qint64 rows = 0;

    /// For people, of the newest contest or of all.
    QString text() const;
};

/// Checks that what a store or a backup holds fits together: every ledger entry's number and hash, and its contest's
/// head; every stored text against its SHA-256; that every text which entries, drafts and problems refer to is there;
/// that rows belong to contests that exist. An erased private text (its salt and text are empty) counts as there.
///
/// It is given every row in the order of durableTables(), so that one reading serves; memory: 24 bytes per reference.
/// Errors: Internal, naming what does not fit; Invalid, for an entry that this program cannot read.
class StoreAudit
{
public:
    Result<void> take(const TableSpec &table, const QVariantList &row);
    Result<AuditReport> finish();

private:
    /// The first half of a SHA-256: enough to tell texts apart, and half the memory.
    using Key = std::array<quint64, 2>;
    struct Wanted
    {
        Key key {};
        qint64 seq = 0; ///< of the entry that refers to it; 0: a draft or a problem
        auto operator<=>(const Wanted &) const = default;
    };
    /// The texts of one table, and who refers to them.
    struct References
    {
        std::vector<Wanted> wanted;
        std::vector<Key> present;
    };
    struct Head
    {
        qint64 seq = 0;
        QByteArray hash;
        AuditedContest found;
    };

    Result<void> takeContest(const QVariantList &row);
    Result<void> takeEntry(const QVariantList &row);
    Result<void> takeReferencesOf(const LedgerRow &row);
    Result<void> takePrivateText(const QVariantList &row);
    Result<void> takeBlob(const QVariantList &row);
    Result<void> takeDraft(const QVariantList &row);
    Result<void> takeProblem(const QVariantList &row);
    Result<void> checkContest(const TableSpec &table, const QVariantList &row) const;
    static Key keyOf(const QString &sha);
    static void want(References &references, const QString &sha, qint64 seq);
    static Result<void> allThere(References &references, const QString &what);

    QMap<QString, Head> m_contests;
    References m_privates;
    References m_blobs;
    qint64 m_rows = 0;
};

} // namespace Marathon
