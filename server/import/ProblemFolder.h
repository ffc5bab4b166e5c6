#pragma once

#include "server/import/FolderReader.h"
#include "server/import/KnownNames.h"
#include "server/import/ProblemPackage.h"
#include "shared/core/Result.h"

namespace Marathon {

/// Reads one problem package. The folder's name becomes the problem's id. All that is wrong with it is reported at
/// once, as for readContestFolder().
Result<ProblemPackage> readProblemFolder(const QString &dir, const KnownNames &known = {});

/// The same inside a larger folder: `prefix` is the package's path in it ("problems/prime"), `id` the last part of
/// that. What is wrong goes to the folder's findings; the package is complete only when nothing was added to them.
ProblemPackage readProblemPackage(FolderReader &folder, const QString &prefix, const QString &id,
                                  const KnownNames &known);

} // namespace Marathon
