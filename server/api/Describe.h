#pragma once

#include "shared/core/Result.h"

namespace Marathon {

/// A file of the tree that is written from the tables: "api" (docs/api.md) or "page-types"
/// (resources/participant/src/net/protocol.generated.ts). Error: NotFound, with the names there are.
Result<QString> describedFile(const QString &name);

} // namespace Marathon
