#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Marathon {

/// A participant as the organiser's list names them. Texts are trimmed; only the password is taken as it is.
struct RosterRow
{
    qsizetype line = 0;    ///< of the file, for messages about this person
    QString participantId; ///< 1 to 64 of A-Za-z0-9._-; leading zeros are kept
    QString name;
    QString email;    ///< lower case
    QString password; ///< empty: to be generated
    QString college;
    QString department;
    QString hall;
    QString seat;
    bool operator==(const RosterRow &) const = default;
};

struct Roster
{
    QList<RosterRow> rows; ///< in the order of the file; ids, emails and seats are unique, whatever their case
};

/// Reads a list of participants: CSV (RFC 4180) with a header line that has the columns participant_id, name, email,
/// college, department, hall, seat and, if wanted, password, in any order and case. Comma, semicolon or tabulator
/// separate; UTF-8, UTF-16 with a byte order mark, or Windows-1252. Lines without content are ignored.
///
/// Gives all rows, or ErrorKind::Invalid with every mistake at once (Error::fields: "line 7, email"), or
/// ErrorKind::Malformed for what is no CSV, or ErrorKind::TooLarge beyond 16 MiB or 100,000 people.
Result<Roster> readRosterCsv(const QByteArray &bytes);

} // namespace Marathon
