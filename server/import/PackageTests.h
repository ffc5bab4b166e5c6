#pragma once

#include "server/import/FolderReader.h"
#include "server/import/ProblemPackage.h"

namespace Marathon {

/// Reads data/sample and data/secret of the package at `prefix` into `problem` and reports tests that are not pairs,
/// missing samples or secret tests, and points of groups that do not add up to the problem's.
void readPackageTests(FolderReader &folder, const QString &prefix, ProblemPackage &problem);

} // namespace Marathon
