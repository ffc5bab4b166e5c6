#pragma once

#include "shared/core/EnumTable.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

/// Who somebody is. Judges are programs; Nobody is a visitor without a session.
enum class Role { Nobody, Participant, Viewer, Proctor, Operator, Admin, Judge };
template <>
struct EnumNames<Role>
{
    static constexpr std::array rows {
        EnumName<Role> {Role::Nobody, "nobody"_L1},     EnumName<Role> {Role::Participant, "participant"_L1},
        EnumName<Role> {Role::Viewer, "viewer"_L1},     EnumName<Role> {Role::Proctor, "proctor"_L1},
        EnumName<Role> {Role::Operator, "operator"_L1}, EnumName<Role> {Role::Admin, "admin"_L1},
        EnumName<Role> {Role::Judge, "judge"_L1}};
};

/// What one may do. A new right is one row in the table below.
enum class Permission {
    Public,        ///< everybody
    SignedIn,      ///< any session
    TakeContest,   ///< be a participant
    WatchContest,  ///< see everything live
    Discipline,    ///< warn, excuse, suspend, disqualify, reinstate, allowance (own halls)
    ManagePeople,  ///< participants and seats, end a session, spare device
    Announce,      ///< announcements and messages
    RunContest,    ///< contest and round state, clock
    ManageContest, ///< problems, policy, import
    ManageStaff,   ///< staff accounts
    Export,        ///< results, violations, submissions
};

struct PermissionFact
{
    Permission kind;
    QLatin1StringView name;
    unsigned roles; ///< bit per Role
};

constexpr unsigned roleBit(Role role)
{
    return 1u << static_cast<unsigned>(role);
}
constexpr unsigned allStaff =
    roleBit(Role::Viewer) | roleBit(Role::Proctor) | roleBit(Role::Operator) | roleBit(Role::Admin);

constexpr std::array permissionFacts {
    PermissionFact {Permission::Public, "public"_L1, ~0u},
    PermissionFact {Permission::SignedIn, "signed-in"_L1, allStaff | roleBit(Role::Participant)},
    PermissionFact {Permission::TakeContest, "take-contest"_L1, roleBit(Role::Participant)},
    PermissionFact {Permission::WatchContest, "watch-contest"_L1, allStaff},
    PermissionFact {Permission::Discipline, "discipline"_L1, roleBit(Role::Proctor) | roleBit(Role::Admin)},
    PermissionFact {Permission::ManagePeople, "manage-people"_L1,
                    roleBit(Role::Proctor) | roleBit(Role::Operator) | roleBit(Role::Admin)},
    PermissionFact {Permission::Announce, "announce"_L1,
                    roleBit(Role::Proctor) | roleBit(Role::Operator) | roleBit(Role::Admin)},
    PermissionFact {Permission::RunContest, "run-contest"_L1, roleBit(Role::Admin)},
    PermissionFact {Permission::ManageContest, "manage-contest"_L1, roleBit(Role::Admin)},
    PermissionFact {Permission::ManageStaff, "manage-staff"_L1, roleBit(Role::Admin)},
    PermissionFact {Permission::Export, "export"_L1, allStaff},
};
static_assert(oneRowPerKindInOrder(permissionFacts));

constexpr bool allows(Permission permission, Role role)
{
    return (permissionFacts[static_cast<std::size_t>(permission)].roles & roleBit(role)) != 0;
}

} // namespace Marathon
