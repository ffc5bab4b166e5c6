#pragma once

#include "tests/load/Reckoning.h"
#include "tests/load/Tally.h"

#include <QList>
#include <QString>

namespace Marathon {

enum class Judgement { Met, Missed, NotMeasured };

/// One line of the report: a measure, what was found, and whether that is within its target.
struct Check
{
    QString name; ///< in the JSON report
    QString title;
    QString found;
    QString target;
    Judgement judgement = Judgement::NotMeasured;
};

/// What the machine did meanwhile, as far as it was measured (shares from 0 to 1).
struct MachineUse
{
    bool isMeasured = false;
    double cpu = 0;
    double memory = 0;
    qint64 bytesPerParticipant = 0;
    double ownCpu = 0;    ///< of one core: the rehearsal itself
    double othersCpu = 0; ///< of the machine: everything but the server and the rehearsal
};

/// Everything that was measured in one rehearsal.
struct Outcome
{
    int participants = 0;
    int online = 0; ///< connected when the work ended
    double seconds = 0;
    Tally tally;
    Findings findings;
    MachineUse machine;
    qint64 lostDrafts = 0;
    QStringList exportErrors;
    std::optional<Span> rushTook; ///< first submission of the rush -> its last verdict
};

/// Compares with the targets of 350 participants, or of 500 beyond 350. A measure that should have been taken and was
/// not is missed, so that a silent server cannot pass.
QList<Check> compareWithTargets(const Outcome &outcome);

bool allMet(const QList<Check> &checks);

} // namespace Marathon
