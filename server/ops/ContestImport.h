#pragma once

#include "server/engine/Request.h"
#include "server/engine/Snapshot.h"
#include "server/import/ContestDefinition.h"

namespace Marathon {

/// A contest folder as the rules, the tables and the ledger take it.
struct ContestImport
{
    ContestConfig config; ///< without roster and staff; problems are labelled A, B, ... Z, AA, ... over the rounds
    Policy policy;
    QList<ProblemContent> problems; ///< revision 1
    QList<BlobRow> blobs;           ///< inputs and answers of all tests, each once
    qsizetype testCount = 0;
};

/// Errors: Invalid, for policy settings that do not exist, and for an own checker program of several files (the judge
/// compiles one).
Result<ContestImport> contestImportOf(const ContestDefinition &definition);

/// May it be imported over what is there? Errors: Conflict, once the contest has begun, or while another one runs.
Result<void> mayImport(const ContestImport &import, const Snapshot &snapshot);

/// What the engine is asked for: definition and tables, policy, and the scopes of the staff. To be decided in one
/// batch.
QList<EngineRequest> importRequests(ContestImport import, const Snapshot &snapshot);

/// "A" for 0, "Z" for 25, "AA" for 26.
QString problemLabel(qsizetype index);

} // namespace Marathon
