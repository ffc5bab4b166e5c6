#pragma once

#include "server/store/Rows.h"

#include <QHash>
#include <memory>

namespace Marathon {

/// The tables that requests read all the time, in memory: who is who, and what the problems say. Immutable; a change
/// makes a new one.
struct Directory
{
    QHash<QString, PersonRow> people;          ///< by participant id
    QHash<QString, QString> idsByEmail;        ///< lower case
    QHash<QString, StaffRow> staff;            ///< by username
    QHash<ProblemId, ProblemContent> problems; ///< the newest revision of each
    QMap<QString, QString> settings;

    void add(const PersonRow &row);
    void add(const StaffRow &row) { staff.insert(row.username, row); }
    void add(const ProblemContent &row);

    /// By participant id or e-mail address; null when unknown.
    const PersonRow *person(const QString &idOrEmail) const;
    const StaffRow *member(const QString &username) const;
    const ProblemContent *problem(const ProblemId &id) const;
    QString nameOfPerson(const QString &participant) const;
};

} // namespace Marathon
