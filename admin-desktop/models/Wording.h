#pragma once

#include "shared/domain/Incident.h"
#include "shared/domain/ParticipantState.h"
#include "shared/look/Marks.h"

#include <QDateTime>

namespace Marathon {

/// How numbers, times and states read everywhere in the console.

/// "0.4 s", "12.4 s", "3 min 05 s", "1 h 02 min".
QString durationText(Duration duration);
/// "00:31:07"; never negative.
QString clockText(Duration duration);
/// Time of day at this place: "10:42:07".
QString timeOfDay(Instant instant);
/// "just now", "40 s", "12 min", "3 h": how long ago.
QString agoText(Duration ago);
/// For sorting and exports.
QDateTime toDateTime(Instant instant);

Mark markOf(Level level);
Mark markOf(Risk risk);
/// Active has no mark.
Mark markOf(ParticipantStatus status);
QString wordOf(Level level);
QString wordOf(Risk risk);
QString wordOf(ParticipantStatus status);
QString wordOf(ContestPhase phase);
QString wordOf(RoundPhase phase);
/// "Left the page".
QString titleOf(IncidentKind kind);
/// "the page reported", "the server observed", "a proctor observed".
QString wordOf(IncidentSource source);
/// "Asha Rao (A-14)", or the names of the first three and how many more.
QString namesText(const QStringList &names);

} // namespace Marathon
