#pragma once

#include "admin-desktop/client/LiveContest.h"
#include "shared/domain/Event.h"
#include "shared/look/Marks.h"

namespace Marathon {

/// How one event of the ledger reads in the activity feed and in a person's timeline. The person's name stands before
/// it.
struct EventLine
{
    Mark mark = Mark::None;
    QString text;            ///< "left the page for 12.4 s"
    QString detail;          ///< "3 points, 5 of 10": quieter, may be empty
    bool isWorthFeed = true; ///< false for the everyday noise (sign-ins, lines lost and found)
};

/// One overload per body inside, so that the compiler names an event that has no words.
EventLine lineOf(const Event &event, const ContestState &state);

/// "by asha" for staff, empty for the participant and the system.
QString actorText(const QString &actor);

/// The step that an event belongs to; empty when no person and no policy took it.
ActionId actionOf(const EventBody &body);

/// The events behind one person's state, oldest first, as far as the fold still has them: so that a timeline after a
/// snapshot reads like one that was followed live. `seq` is 0 where the fold does not keep it.
QList<Event> eventsOf(const ParticipantState &participant);

} // namespace Marathon
