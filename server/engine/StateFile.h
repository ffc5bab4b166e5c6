#pragma once

#include "shared/core/Result.h"
#include "shared/domain/ContestState.h"

#include <QStringList>

namespace Marathon {

/// The folded state of a contest, and where in which ledger it belongs.
struct SavedState
{
    QString epoch;   ///< of the ledger
    QByteArray hash; ///< of the ledger's entry state.lastSeq
    ContestState state;
};

/// The state as a file beside the database, so that a start need not read the whole ledger (decision 0009). It is only
/// ever a shortcut: whoever reads it checks that the ledger still has the entry, and reads the ledger otherwise. It
/// holds private texts, so its mode is 0600.
///
/// Layout: magic, format, program version, layout of the state (BinaryLayout.h), epoch, hash, state (BinaryWriter), and
/// BLAKE2b-256 (RFC 7693) of everything before.

/// Written beside it first, forced to the disk, and then put in its place. Error: Unavailable.
Result<void> writeStateFile(const QString &path, const SavedState &saved);

/// Errors: NotFound, when there is none; Invalid, with the reason why this one is of no use: damaged, or written by
/// another version of the program.
Result<SavedState> readStateFile(const QString &path);

/// What differs between two states, part by part ("participant P7", "rounds"); empty when they are the same.
QStringList differencesBetween(const ContestState &one, const ContestState &other);

} // namespace Marathon
