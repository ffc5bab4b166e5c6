#include "server/ops/LedgerCheck.h"

#include "server/ops/StoreAddress.h"
#include "server/store/SqliteStore.h"

#include <QCoreApplication>
#include <algorithm>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("LedgerCheck", text);
}

} // namespace

Result<QJsonObject> verifyLedger(Store &store, const CopyProgress &progress)
{
    const Result<std::optional<ContestId>> contest = store.newestContest();
    if (!contest)
        return contest.error();
    if (!*contest)
        return Error {ErrorKind::NotFound, tr("There is no contest yet, so there is nothing to verify.")};
    const Result<AuditReport> report = verifyStore(store, progress);
    if (!report)
        return report.error();
    const auto newest = std::find_if(report->contests.begin(), report->contests.end(),
                                     [&](const AuditedContest &audited) { return audited.id == **contest; });
    Q_ASSERT(newest != report->contests.end());
    return QJsonObject {{"message"_L1, report->text()},
                        {"contest_id"_L1, (*contest)->toString()},
                        {"entries"_L1, newest->entries},
                        {"last_hash"_L1, QString::fromLatin1(newest->lastHash.toHex())}};
}

Result<QJsonObject> verifyLedger(const StoreAddress &place)
{
    const Result<std::unique_ptr<Store>> store = openStoreAt(place, StoreMode::ReadOnly);
    if (!store)
        return store.error();
    return verifyLedger(**store);
}

Result<bool> hasLedgerOf(const StoreAddress &place, const QString &contestId)
{
    const Result<std::unique_ptr<Store>> store = openStoreAt(place, StoreMode::ReadOnly);
    if (!store)
        return store.error();
    (*store)->select(ContestId(contestId));
    const Result<LedgerHead> head = (*store)->head();
    if (!head && head.error().kind != ErrorKind::NotFound)
        return head.error();
    return head.isOk();
}

} // namespace Marathon
