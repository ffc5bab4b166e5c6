#include "server/ops/Administration.h"

#include "server/ops/ControlClient.h"
#include "server/ops/DataDirectory.h"
#include "server/ops/LocalDesk.h"

#include <QDeadlineTimer>
#include <QThread>

namespace Marathon {

namespace {

constexpr unsigned long lockPause = 100; ///< milliseconds

} // namespace

Result<QJsonObject> administer(const StoreAddress &place, const QJsonObject &request, MissingDirectory missing,
                               std::chrono::milliseconds patience)
{
    if (!place.isSqlite()) {
        const Result<std::unique_ptr<LocalDesk>> desk = LocalDesk::open(place, nullptr);
        return desk ? (*desk)->run(request) : Result<QJsonObject>(desk.error());
    }
    const DataDirectory directory(place.directory);
    if (missing == MissingDirectory::Refuse && !directory.exists())
        return Error {ErrorKind::NotFound, QCoreApplication::translate(
                                               "Administration", "There is no data directory %1. Name it with --data.")
                                               .arg(directory.path())};
    if (const Result<void> made = directory.make(); !made)
        return made.error();
    // A lock that is held without a control file belongs to a server that is starting or stopping, or to a command that
    // will soon be done.
    for (QDeadlineTimer deadline(patience);; QThread::msleep(lockPause)) {
        Result<std::unique_ptr<DataLock>> lock = DataLock::acquire(directory);
        if (lock) {
            const Result<std::unique_ptr<LocalDesk>> desk = LocalDesk::open(place, std::move(*lock));
            return desk ? (*desk)->run(request) : Result<QJsonObject>(desk.error());
        }
        if (lock.error().kind != ErrorKind::Conflict)
            return lock.error();
        const Result<std::optional<ControlInfo>> control = readControlFile(directory);
        if (!control)
            return control.error();
        if (*control && !isStale(**control))
            return sendControl(**control, request);
        if (deadline.hasExpired())
            return lock.error();
    }
}

} // namespace Marathon
