#pragma once

#include "shared/core/Result.h"

namespace Marathon {

/// A password from standard input: its first line, or, on a terminal, asked for twice without being shown. Errors:
/// Invalid, when there is none, or the two differ.
Result<QString> readPassword();

} // namespace Marathon
