#pragma once

#include "server/engine/Request.h"
#include "server/engine/Snapshot.h"
#include "server/import/RosterCsv.h"

namespace Marathon {

/// A list of participants as it will be stored; passwords are still to be hashed.
struct RosterImport
{
    QList<RosterEntry> entries;
    QList<PersonRow> people;    ///< in the same order; those who keep their password have its hash already
    QStringList passwords;      ///< in the same order; empty: the hash is kept
    QList<qsizetype> generated; ///< which of the passwords were made here
    qsizetype added = 0;
};

/// What the list means over the participants that the contest has. Somebody known keeps their password unless the list
/// has one; a missing one of somebody new is generated. Errors: NotFound without a contest; Invalid, with every row
/// whose id differs only in case from a known one, or whose e-mail address or seat belongs to somebody who is not in
/// the list.
Result<RosterImport> rosterImportOf(const Roster &roster, const Snapshot &snapshot);

/// The generated passwords as CSV: participant_id, name, password.
QString generatedPasswordsCsv(const RosterImport &import);

} // namespace Marathon
