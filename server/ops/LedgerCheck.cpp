#include "server/ops/LedgerCheck.h"

#include "server/engine/StateFile.h"
#include "server/engine/Work.h"
#include "server/ops/DataDirectory.h"
#include "server/ops/LedgerFold.h"
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

Result<QJsonObject> verifyPlace(Store &store, const StoreAddress &place, const CopyProgress &progress)
{
    Result<QJsonObject> answer = verifyLedger(store, progress);
    if (!answer)
        return answer;
    const Result<QString> saved = verifySavedState(store, DataDirectory(place.directory).statePath());
    if (!saved)
        return saved.error();
    if (!saved->isEmpty())
        answer->insert("message"_L1, answer->value("message"_L1).toString() + u'\n' + *saved);
    return answer;
}

Result<QJsonObject> verifyPlace(const StoreAddress &place)
{
    const Result<std::unique_ptr<Store>> store = openStoreAt(place, StoreMode::ReadOnly);
    if (!store)
        return store.error();
    return verifyPlace(**store, place);
}

Result<QString> verifySavedState(Store &store, const QString &stateFile)
{
    const Result<SavedState> saved = readStateFile(stateFile);
    if (!saved && saved.error().kind == ErrorKind::NotFound)
        return QString();
    if (!saved)
        return tr("The saved state is not used: %1.").arg(saved.error().message);
    const Result<std::optional<ContestId>> contest = store.newestContest();
    if (!contest)
        return contest.error();
    if (!*contest || **contest != saved->state.config->id)
        return tr("The saved state is not used: it is of another contest.");
    store.select(**contest);
    const Result<LedgerHead> head = store.head();
    if (!head)
        return head.error();
    const qint64 entries = saved->state.lastSeq;
    if (head->epoch != saved->epoch || head->seq < entries)
        return tr("The saved state is not used: it is of a ledger that has lost entries since.");
    const Result<ContestState> state =
        foldLedger([&store](qint64 after, int limit) { return readEvents(store, after, limit); }, entries);
    if (!state)
        return state.error();
    const QStringList differences = differencesBetween(*state, saved->state);
    if (differences.isEmpty())
        return tr("The saved state fits the ledger, as of entry %1.").arg(entries);
    return Error {ErrorKind::Conflict,
                  tr("The ledger is whole, but the saved state %1 differs from it in: %2. Stop the "
                     "server and delete that file; the next start reads the whole ledger.")
                      .arg(stateFile, differences.mid(0, 20).join(u", "_s))};
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
