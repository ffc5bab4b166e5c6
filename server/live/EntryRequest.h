#pragma once

#include "server/engine/Request.h"
#include "server/live/Caller.h"
#include "shared/protocol/LiveMessages.h"

namespace Marathon {

/// A run that follows once its entry was taken.
struct RunWanted
{
    QString id;
    RunBody body;
};

/// What an entry of a page's stream asks of the engine. What cannot be read still takes its number, with an error
/// result.
struct EntryRequest
{
    EngineRequest request;
    std::optional<Error> refusal; ///< the entry is taken and answered with this
    std::optional<RunWanted> run;
};

/// Reads an entry. `clientId` is 1 to 64 of A-Za-z0-9._-.
EntryRequest readEntry(const Caller &caller, const QString &clientId, const ClientEntry &entry,
                       const Snapshot &snapshot, Instant receivedAt);

// The same requests from HTTP bodies.
Result<EngineRequest> draftRequest(const Caller &caller, const DraftBody &body);
Result<EngineRequest> submitRequest(const Caller &caller, const SubmitBody &body);
/// The types that an entry may have.
QStringList entryTypeNames();
/// By id or by label. Empty when unknown.
ProblemId problemNamed(const Snapshot &snapshot, const ProblemId &idOrLabel);

/// The `results` entry of an acknowledgement.
QJsonObject resultJson(const Result<QJsonObject> &result);
/// The refusal's name on the wire.
QString errorName(ErrorKind kind);

bool isClientId(const QString &id);
constexpr qsizetype largestSource = 128 * 1024; ///< bytes of a participant's program

} // namespace Marathon
