#include "server/auth/PasswordRules.h"
#include "server/import/ContestFolder.h"
#include "server/ops/AdminDesk.h"
#include "server/ops/AdminRequests.h"
#include "server/ops/ContestImport.h"
#include "server/ops/LedgerCheck.h"
#include "server/ops/RosterImport.h"
#include "shared/core/Text.h"

#include <QRegularExpression>

namespace Marathon {

namespace {

bool isUserName(const QString &name)
{
    static const QRegularExpression form(u"\\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\\z"_s);
    return form.match(name).hasMatch() && name.compare(commandLineUser, Qt::CaseInsensitive) != 0;
}

/// The bytes of the list, however they came. Error: Invalid.
Result<QByteArray> rosterBytes(const ParticipantsImportRequest &request)
{
    if (request.csv)
        return request.csv->toUtf8();
    if (!request.csvBase64)
        return Error {ErrorKind::Invalid,
                      QCoreApplication::translate("AdminDesk", "The list of participants is missing."),
                      {{u"csv"_s, QCoreApplication::translate("AdminDesk", "is missing")}}};
    const auto decoded =
        QByteArray::fromBase64Encoding(request.csvBase64->toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return Error {ErrorKind::Invalid,
                      QCoreApplication::translate("AdminDesk", "The list of participants is not base64."),
                      {{u"csv_base64"_s, QCoreApplication::translate("AdminDesk", "must be base64 (RFC 4648)")}}};
    return *decoded;
}

QList<SessionId> sessionsOf(const Snapshot &snapshot, const QString &username)
{
    QList<SessionId> ended;
    for (const SessionRow &session : snapshot.sessions) {
        if (session.role != Role::Participant && session.account == username)
            ended.append(session.session);
    }
    return ended;
}

} // namespace

void AdminDesk::importContest(const QJsonObject &request, const Finish &finish)
{
    const Result<ContestImportRequest> asked = fromJson<ContestImportRequest>(request);
    if (!asked)
        return finish(asked.error());
    const Result<ContestDefinition> definition = readContestFolder(asked->dir);
    if (!definition)
        return finish(definition.error());
    Result<ContestImport> import = contestImportOf(*definition);
    if (!import)
        return finish(import.error());
    const SnapshotPtr snapshot = m_engine.snapshot();
    if (const Result<void> allowed = mayImport(*import, *snapshot); !allowed)
        return finish(allowed.error());
    const QString id = definition->id;
    const bool isNew = snapshot->state.config->id.toString() != id;
    if (isNew) {
        const Result<bool> wasHere = hasLedgerOf(m_place, id);
        if (!wasHere)
            return finish(wasHere.error());
        if (*wasHere)
            return finish(
                Error {ErrorKind::Conflict, tr("This data directory had a contest \"%1\" before. Give the new one "
                                               "another id in contest.yaml, or use another data directory.")
                                                .arg(id)});
    }
    QJsonObject answer {{"contest_id"_L1, id},
                        {"rounds"_L1, import->config.rounds.size()},
                        {"problems"_L1, import->problems.size()},
                        {"tests"_L1, import->testCount},
                        {"policy"_L1, import->policy.preset},
                        {"updated"_L1, !isNew}};
    answer.insert("message"_L1, tr("%1 the contest \"%2\": %3 rounds, %4 problems, %5 tests, policy %6.")
                                    .arg(isNew ? tr("Imported") : tr("Updated"), definition->name)
                                    .arg(import->config.rounds.size())
                                    .arg(import->problems.size())
                                    .arg(import->testCount)
                                    .arg(import->policy.preset));
    post(importRequests(std::move(*import), *snapshot),
         [finish, answer](const Result<QJsonObject> &done) { finish(done ? Result(answer) : done); });
}

void AdminDesk::importParticipants(const QJsonObject &request, const Finish &finish)
{
    const Result<ParticipantsImportRequest> asked = fromJson<ParticipantsImportRequest>(request);
    if (!asked)
        return finish(asked.error());
    const Result<QByteArray> bytes = rosterBytes(*asked);
    if (!bytes)
        return finish(bytes.error());
    const Result<Roster> roster = readRosterCsv(*bytes);
    if (!roster)
        return finish(roster.error());
    Result<RosterImport> import = rosterImportOf(*roster, *m_engine.snapshot());
    if (!import)
        return finish(import.error());
    const qsizetype count = import->people.size();
    QJsonObject answer {{"participants"_L1, count},
                        {"added"_L1, import->added},
                        {"changed"_L1, count - import->added},
                        {"dry_run"_L1, asked->dryRun}};
    if (asked->dryRun) {
        answer.insert("message"_L1, tr("The list is good: %1 participants, %2 of them new. Nothing was changed.")
                                        .arg(count)
                                        .arg(import->added));
        return finish(answer);
    }
    answer.insert("generated_count"_L1, import->generated.size());
    answer.insert("generated"_L1, generatedPasswordsCsv(*import));
    answer.insert("message"_L1, tr("Imported %1 participants, %2 of them new; %3 passwords were generated.")
                                    .arg(count)
                                    .arg(import->added)
                                    .arg(import->generated.size()));
    const QStringList passwords = import->passwords;
    hashAll(passwords, [this, finish, answer, import = std::move(*import)](const Result<QStringList> &hashes) {
        if (!hashes)
            return finish(hashes.error());
        EngineRequest enrol {.command = EnrolParticipants {import.entries}, .people = import.people};
        for (qsizetype index = 0; index < enrol.people.size(); ++index) {
            if (!(*hashes)[index].isEmpty())
                enrol.people[index].passwordHash = (*hashes)[index];
        }
        post({enrol}, [finish, answer](const Result<QJsonObject> &done) { finish(done ? Result(answer) : done); });
    });
}

void AdminDesk::addStaff(const QJsonObject &request, const Finish &finish)
{
    const Result<StaffAddRequest> asked = fromJson<StaffAddRequest>(request);
    if (!asked)
        return finish(asked.error());
    QList<FieldError> errors;
    if (!isUserName(asked->username))
        errors.append(
            {u"username"_s, tr("must be 1 to 64 of A-Z a-z 0-9 . _ -, begin with a letter or digit, and not be \"%1\"")
                                .arg(commandLineUser)});
    if ((roleBit(asked->role) & allStaff) == 0)
        errors.append({u"role"_s, tr("must be one of viewer, proctor, operator and admin")});
    const QString name = asked->name.value_or(QString());
    if (name.size() > 200)
        errors.append({u"name"_s, tr("must have at most 200 characters")});
    if (const Result<void> strong = checkStaffPassword(asked->password); !strong)
        errors += strong.error().fields;
    if (!errors.isEmpty())
        return finish(Error {ErrorKind::Invalid,
                             tr("The account was not changed: %1 %2.").arg(errors.first().field, errors.first().detail),
                             errors});
    const StaffAddRequest staff = *asked;
    hashAll({staff.password}, [this, finish, staff](const Result<QStringList> &hashes) {
        if (!hashes)
            return finish(hashes.error());
        const SnapshotPtr snapshot = m_engine.snapshot();
        const StaffRow *known = snapshot->directory->member(staff.username);
        StaffRow row {staff.username,
                      staff.name ? *staff.name
                      : known    ? known->name
                                 : QString(),
                      staff.role, staff.halls, hashes->first()};
        // A changed password or role ends what was signed in with the old one.
        EngineRequest change {.endedSessions = sessionsOf(*snapshot, staff.username), .staff = {row}};
        if (snapshot->hasContest())
            change.command = SetStaffScope {{{row.username, row.role, row.halls}}};
        QStringList halls(row.halls.begin(), row.halls.end());
        halls.sort();
        QJsonObject answer {{"username"_L1, row.username},
                            {"role"_L1, nameOf(row.role)},
                            {"halls"_L1, QJsonArray::fromStringList(halls)},
                            {"updated"_L1, known != nullptr}};
        answer.insert("message"_L1, tr("%1 is %2 now, %3.")
                                        .arg(row.username, nameOf(row.role),
                                             halls.isEmpty() ? tr("in all halls") : tr("in %1").arg(listed(halls))));
        post({change}, [finish, answer](const Result<QJsonObject> &done) { finish(done ? Result(answer) : done); });
    });
}

} // namespace Marathon
