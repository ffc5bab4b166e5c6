#pragma once

#include "server/ops/DataDirectory.h"

namespace Marathon {

/// A secret of 256 bits in a file that only the owner can read; made when it is missing. Error: Unavailable.
Result<QByteArray> secretFile(const QString &path);

/// What a server is called among those that share a database: the configured name, or one that is made at the first
/// start and kept, so that a server which comes back is the same one. Error: Unavailable.
Result<QString> instanceName(const QString &configured, const DataDirectory &directory);

} // namespace Marathon
