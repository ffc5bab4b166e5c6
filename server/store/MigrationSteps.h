#pragma once

#include "shared/core/Result.h"

#include <QString>
#include <QStringList>

namespace Marathon {

/// The files NNNN_*.sql of a folder of migrations, in order. The first brings a database from version 0 to 1.
QStringList migrationSteps(const QString &folder);

/// The statements of a script: separated by empty lines, without lines that are only a comment.
QStringList statementsOf(const QString &script);

/// The statements of a script in the program. Error: Internal, when it is missing.
Result<QStringList> statementsIn(const QString &path);

/// A database of version `present` was met by a program that knows `known` steps and fewer. Unavailable.
Error databaseIsNewer(int present, qsizetype known);

/// A step failed and was taken back. Unavailable.
Error migrationFailed(const QString &step, const QString &reason);

} // namespace Marathon
