#pragma once

#include "shared/domain/Command.h"

namespace Marathon {

enum class Undoable { No, Yes };
enum class Reason { Optional, Required };

/// One row per staff action: who may do it, whether it needs a reason, whether it can be taken back.
struct StaffActionFact
{
    StaffActionKind kind;
    QLatin1StringView name;
    Permission permission;
    Reason reason;
    Undoable undoable;
};

constexpr std::array staffActionFacts {
    StaffActionFact {StaffActionKind::Warn, "warn"_L1, Permission::Discipline, Reason::Required, Undoable::Yes},
    StaffActionFact {StaffActionKind::Excuse, "excuse"_L1, Permission::Discipline, Reason::Required, Undoable::Yes},
    StaffActionFact {StaffActionKind::RecordIncident, "record_incident"_L1, Permission::Discipline, Reason::Required,
                     Undoable::Yes},
    StaffActionFact {StaffActionKind::Suspend, "suspend"_L1, Permission::Discipline, Reason::Required, Undoable::Yes},
    StaffActionFact {StaffActionKind::Reinstate, "reinstate"_L1, Permission::Discipline, Reason::Required,
                     Undoable::Yes},
    StaffActionFact {StaffActionKind::Disqualify, "disqualify"_L1, Permission::Discipline, Reason::Required,
                     Undoable::Yes},
    StaffActionFact {StaffActionKind::Confirm, "confirm"_L1, Permission::Discipline, Reason::Optional, Undoable::No},
    StaffActionFact {StaffActionKind::Allowance, "allowance"_L1, Permission::Discipline, Reason::Required,
                     Undoable::Yes},
    StaffActionFact {StaffActionKind::Extend, "extend"_L1, Permission::Discipline, Reason::Required, Undoable::Yes},
    StaffActionFact {StaffActionKind::EndSession, "end_session"_L1, Permission::ManagePeople, Reason::Optional,
                     Undoable::No},
    StaffActionFact {StaffActionKind::Message, "message"_L1, Permission::Announce, Reason::Optional, Undoable::No},
    StaffActionFact {StaffActionKind::Undo, "undo"_L1, Permission::Discipline, Reason::Optional, Undoable::No},
    StaffActionFact {StaffActionKind::ForceSubmit, "force_submit"_L1, Permission::Discipline, Reason::Required,
                     Undoable::Yes},
    StaffActionFact {StaffActionKind::AcceptLate, "accept_late"_L1, Permission::Discipline, Reason::Required,
                     Undoable::Yes},
};
static_assert(oneRowPerKindInOrder(staffActionFacts));

template <>
struct EnumNames<StaffActionKind>
{
    static constexpr auto &rows = staffActionFacts;
};

inline const StaffActionFact &factOf(StaffActionKind kind)
{
    return staffActionFacts[static_cast<std::size_t>(kind)];
}

} // namespace Marathon
