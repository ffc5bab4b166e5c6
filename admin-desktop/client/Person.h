#pragma once

#include "shared/domain/Ids.h"
#include "shared/domain/Role.h"
#include "shared/protocol/Json.h"

/// Who people and contests are to people: names, which the ledger does not have.
namespace Marathon {

/// A participant as people know them; the ledger has only ids.
struct Person
{
    ParticipantId id;
    QString name;
    QString email;
    QString college;
    QString department;
    QString hall;
    QString seat;
    bool operator==(const Person &) const = default;
};
template <typename Fields>
void describe(Fields &fields, Person &person)
{
    fields("participant_id", person.id);
    fields("name", person.name);
    fields.maybe("email", person.email);
    fields.maybe("college", person.college);
    fields.maybe("department", person.department);
    fields.maybe("hall", person.hall);
    fields.maybe("seat", person.seat);
}

/// Who has signed in at this console.
struct StaffAccount
{
    QString id;
    QString username;
    QString name;
    Role role = Role::Viewer;
    QSet<QString> halls; ///< none: everywhere
};
template <typename Fields>
void describe(Fields &fields, StaffAccount &account)
{
    fields.maybe("id", account.id);
    fields("username", account.username);
    fields.maybe("name", account.name);
    fields("role", account.role);
    fields.maybe("halls", account.halls);
}

struct ContestTitle
{
    ContestId id;
    QString name;
};
template <typename Fields>
void describe(Fields &fields, ContestTitle &contest)
{
    fields("id", contest.id);
    fields("name", contest.name);
}

} // namespace Marathon
