#include "server/engine/Directory.h"

namespace Marathon {

namespace {

template <typename Hash, typename Key>
auto found(const Hash &hash, const Key &key) -> decltype(&*hash.constBegin())
{
    const auto entry = hash.constFind(key);
    return entry == hash.constEnd() ? nullptr : &*entry;
}

} // namespace

void Directory::add(const PersonRow &row)
{
    const PersonRow before = people.value(row.participant);
    if (!before.email.isEmpty())
        idsByEmail.remove(before.email);
    people.insert(row.participant, row);
    if (!row.email.isEmpty())
        idsByEmail.insert(row.email, row.participant);
}

void Directory::add(const ProblemContent &row)
{
    const ProblemContent *known = problem(row.id);
    if (!known || known->revision <= row.revision)
        problems.insert(row.id, row);
}

const PersonRow *Directory::person(const QString &idOrEmail) const
{
    if (const PersonRow *person = found(people, idOrEmail))
        return person;
    const QString id = idsByEmail.value(idOrEmail.toLower());
    return id.isEmpty() ? nullptr : found(people, id);
}

const StaffRow *Directory::member(const QString &username) const
{
    return found(staff, username);
}

const ProblemContent *Directory::problem(const ProblemId &id) const
{
    return found(problems, id);
}

QString Directory::nameOfPerson(const QString &participant) const
{
    const PersonRow *row = found(people, participant);
    return row ? row->name : QString();
}

} // namespace Marathon
