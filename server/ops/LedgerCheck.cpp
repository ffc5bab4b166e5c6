#include "server/ops/LedgerCheck.h"

#include "server/store/LedgerChain.h"
#include "server/store/SqliteStore.h"

#include <QCoreApplication>
#include <QFile>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("LedgerCheck", text);
}

} // namespace

Result<QJsonObject> verifyLedger(const DataDirectory &directory)
{
    if (!QFile::exists(directory.databasePath()))
        return Error {ErrorKind::NotFound,
                      tr("There is no database in %1. Name the data directory with --data.").arg(directory.path())};
    const Result<std::unique_ptr<Store>> store = SqliteStore::open(directory.databasePath(), StoreMode::ReadOnly);
    if (!store)
        return store.error();
    const Result<std::optional<ContestId>> contest = (*store)->newestContest();
    if (!contest)
        return contest.error();
    if (!*contest)
        return Error {ErrorKind::NotFound,
                      tr("There is no contest in %1 yet, so there is nothing to verify.").arg(directory.path())};
    (*store)->select(**contest);
    const Result<ChainReport> report = verifyChain(**store, **contest);
    if (!report)
        return report.error();
    const QString hash = QString::fromLatin1(report->lastHash.toHex());
    return QJsonObject {{"message"_L1, tr("The ledger of \"%1\" is whole: %2 entries, the last hash is %3.")
                                           .arg((*contest)->toString())
                                           .arg(report->entries)
                                           .arg(hash)},
                        {"contest_id"_L1, (*contest)->toString()},
                        {"entries"_L1, report->entries},
                        {"last_hash"_L1, hash}};
}

Result<bool> hasLedgerOf(const DataDirectory &directory, const QString &contestId)
{
    const Result<std::unique_ptr<Store>> store = SqliteStore::open(directory.databasePath(), StoreMode::ReadOnly);
    if (!store)
        return store.error();
    (*store)->select(ContestId(contestId));
    const Result<LedgerHead> head = (*store)->head();
    if (!head && head.error().kind != ErrorKind::NotFound)
        return head.error();
    return head.isOk();
}

} // namespace Marathon
