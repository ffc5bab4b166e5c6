#include "server/ops/Administration.h"

#include "server/ops/ControlClient.h"
#include "server/ops/LocalDesk.h"

namespace Marathon {

Result<QJsonObject> administer(const DataDirectory &directory, const QJsonObject &request, MissingDirectory missing)
{
    if (missing == MissingDirectory::Refuse && !directory.exists())
        return Error {ErrorKind::NotFound, QCoreApplication::translate("Administration", "There is no data directory %1. Name it with --data.").arg(directory.path())};
    if (const Result<void> made = directory.make(); !made)
        return made.error();
    Result<std::unique_ptr<DataLock>> lock = DataLock::acquire(directory);
    if (lock) {
        const Result<std::unique_ptr<LocalDesk>> desk = LocalDesk::open(directory, std::move(*lock));
        return desk ? (*desk)->run(request) : Result<QJsonObject>(desk.error());
    }
    if (lock.error().kind != ErrorKind::Conflict)
        return lock.error();
    const Result<std::optional<ControlInfo>> control = readControlFile(directory);
    if (!control)
        return control.error();
    // The lock is held, so its holder either is a server, or a command that will soon be done.
    if (!*control || isStale(**control))
        return lock.error();
    return sendControl(**control, request);
}

} // namespace Marathon
