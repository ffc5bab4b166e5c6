#pragma once

#include "server/ops/StoreAddress.h"

#include <QJsonObject>
#include <chrono>

namespace Marathon {

/// Whether a data directory that does not exist yet is made.
enum class MissingDirectory { Make, Refuse };

/// Carries out one administrative command (AdminDesk) on a data directory: through the server that runs on it, or else
/// by an engine of its own. On a shared database it is always an engine of its own, as one more server. Errors: those
/// of the command; NotFound, without such a directory; Conflict, when a process which is no server has it; Unavailable,
/// when the server does not answer. A server that is just starting, or a command that is about to end, is waited for as
/// long as `patience`.
Result<QJsonObject> administer(const StoreAddress &place, const QJsonObject &request,
                               MissingDirectory missing = MissingDirectory::Refuse,
                               std::chrono::milliseconds patience = std::chrono::seconds(10));

} // namespace Marathon
