#include "server/ops/RosterImport.h"

#include "server/auth/PasswordRules.h"
#include "server/import/ImportFindings.h"
#include "shared/report/ReportTable.h"

#include <QCoreApplication>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("RosterImport", text);
}

QString placeOf(const RosterRow &row, QLatin1StringView column)
{
    return u"line %1, %2"_s.arg(row.line).arg(column);
}

/// Compares the list with the people that the contest has already.
class KnownPeople
{
public:
    KnownPeople(const Directory &directory, const Roster &roster)
        : m_directory(directory)
    {
        for (const RosterRow &row : roster.rows)
            m_listed.insert(row.participantId);
        for (const PersonRow &person : directory.people) {
            m_ids.insert(person.participant.toLower(), person.participant);
            if (!person.seat.isEmpty() && !m_listed.contains(person.participant))
                m_seats.insert(seatKey(person.hall, person.seat), person.participant);
        }
    }

    void check(const RosterRow &row, ImportFindings &findings) const
    {
        const QString known = m_ids.value(row.participantId.toLower());
        if (!known.isEmpty() && known != row.participantId)
            findings.add(placeOf(row, "participant_id"_L1),
                         tr("the contest has %1 already; write it the same way").arg(known));
        const QString holder = m_directory.idsByEmail.value(row.email);
        if (!row.email.isEmpty() && !holder.isEmpty() && holder != row.participantId)
            findings.add(placeOf(row, "email"_L1),
                         m_listed.contains(holder)
                             ? tr("is the address of %1 now; import %1 with the new address first").arg(holder)
                             : tr("belongs to %1").arg(holder));
        const QString sitting = row.seat.isEmpty() ? QString() : m_seats.value(seatKey(row.hall, row.seat));
        if (!sitting.isEmpty())
            findings.add(placeOf(row, "seat"_L1), tr("is the seat of %1; move %1 in the same list").arg(sitting));
    }

private:
    static QString seatKey(const QString &hall, const QString &seat) { return hall.toLower() + u'\n' + seat.toLower(); }

    const Directory &m_directory;
    QSet<QString> m_listed;
    QHash<QString, QString> m_ids;
    QHash<QString, QString> m_seats;
};

} // namespace

Result<RosterImport> rosterImportOf(const Roster &roster, const Snapshot &snapshot)
{
    if (!snapshot.hasContest())
        return Error {ErrorKind::NotFound,
                      tr("There is no contest yet. Import a contest folder first, then its participants.")};
    const Directory &directory = *snapshot.directory;
    const KnownPeople known(directory, roster);
    ImportFindings findings;
    RosterImport import;
    for (const RosterRow &row : roster.rows) {
        known.check(row, findings);
        const auto before = directory.people.constFind(row.participantId);
        const bool isNew = before == directory.people.constEnd();
        QString password = row.password;
        if (password.isEmpty() && (isNew || before->passwordHash.isEmpty())) {
            password = generatePassword();
            import.generated.append(import.people.size());
        }
        import.added += isNew ? 1 : 0;
        import.entries.append({ParticipantId(row.participantId), row.hall, row.seat});
        import.passwords.append(password);
        import.people.append({.participant = row.participantId,
                              .name = row.name,
                              .email = row.email,
                              .college = row.college,
                              .department = row.department,
                              .hall = row.hall,
                              .seat = row.seat,
                              .passwordHash = password.isEmpty() ? before->passwordHash : QString()});
    }
    if (!findings.isEmpty())
        return findings.error(tr("The list of participants"));
    return import;
}

QString generatedPasswordsCsv(const RosterImport &import)
{
    ReportTable table {.title = {}, .columns = {{u"participant_id"_s, {}}, {u"name"_s, {}}, {u"password"_s, {}}}};
    for (const qsizetype index : import.generated)
        table.rows.append({import.people[index].participant, import.people[index].name, import.passwords[index]});
    return QString::fromUtf8(toPlainCsv(table));
}

} // namespace Marathon
