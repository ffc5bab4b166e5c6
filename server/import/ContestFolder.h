#pragma once

#include "server/import/ContestDefinition.h"
#include "server/import/KnownNames.h"
#include "shared/core/Result.h"

namespace Marathon {

/// Reads a contest folder: contest.yaml and the problem packages under problems/ (layout: docs/contest-folder.md).
///
/// Gives a complete and consistent contest, or ErrorKind::NotFound when there is no such folder, or ErrorKind::Invalid
/// with everything that is wrong with it at once: each Error::fields has a place ("problems/prime/problem.yaml:7", the
/// path inside the folder and the line if there is one) and what to do. Limits: settings, statements and programs
/// 256 KiB each, test files 16 MiB, images 512 KiB, everything together 512 MiB. Links that lead out of the folder are
/// refused.
Result<ContestDefinition> readContestFolder(const QString &dir, const KnownNames &known = {});

/// docs/contest-folder.md's tables of keys, written from the tables that the files are read with.
QString contestFolderKeyReference();

} // namespace Marathon
