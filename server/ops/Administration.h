#pragma once

#include "server/ops/DataDirectory.h"

#include <QJsonObject>

namespace Marathon {

/// Whether a data directory that does not exist yet is made.
enum class MissingDirectory { Make, Refuse };

/// Carries out one administrative command (AdminDesk) on a data directory: through the server that runs on it, or else by an
/// engine of its own. Errors: those of the command; NotFound, without such a directory; Conflict, when a process which is no
/// server has it; Unavailable, when the server does not answer.
Result<QJsonObject> administer(const DataDirectory &directory, const QJsonObject &request, MissingDirectory missing = MissingDirectory::Refuse);

} // namespace Marathon
