#include "server/store/PostgresStore.h"

#include "shared/protocol/Json.h"

#include <QCoreApplication>

namespace Marathon {

namespace {

QByteArray text(const QString &value)
{
    return postgresValue(value);
}

Instant instantOf(const QString &value)
{
    return fromRfc3339(value).value_or(Instant {});
}

/// What `read` makes of every row.
template <typename Read>
auto rowsOf(const Result<PostgresRows> &rows, Read read)
    -> Result<QList<decltype(read(std::declval<const PostgresRow &>()))>>
{
    if (!rows)
        return rows.error();
    QList<decltype(read(std::declval<const PostgresRow &>()))> list;
    list.reserve(rows->size());
    for (int row = 0; row < rows->size(); ++row)
        list.append(read(PostgresRow {*rows, row}));
    return list;
}

DraftRow draftOf(const PostgresRow &row)
{
    return {row.text(0), row.text(1), row.text(2), row.text(3), row.number(4), row.number(5), instantOf(row.text(6))};
}

LedgerRow ledgerRow(const PostgresRow &row)
{
    return {row.number(0), instantOf(row.text(1)), row.text(2), int(row.number(3)), row.text(4), row.text(5),
            row.utf8(6),   row.bytesOfHex(7)};
}

StreamRow streamOf(const PostgresRow &row)
{
    return {row.text(0), row.text(1), row.number(2)};
}

PersonRow personOf(const PostgresRow &row)
{
    return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7)};
}

StaffRow staffOf(const PostgresRow &row)
{
    QSet<QString> halls;
    const QJsonArray names = QJsonDocument::fromJson(row.utf8(3)).array();
    for (const QJsonValue &name : names)
        halls.insert(name.toString());
    return {row.text(0), row.text(1), fromName<Role>(row.text(2)).value_or(Role::Nobody), halls, row.text(4)};
}

Result<QList<ProblemContent>> problemsOf(const Result<PostgresRows> &rows)
{
    if (!rows)
        return rows.error();
    QList<ProblemContent> problems;
    for (int row = 0; row < rows->size(); ++row) {
        const Result<QJsonObject> object = parseObject(rows->utf8(row, 0));
        if (!object)
            return object.error();
        Result<ProblemContent> problem = fromJson<ProblemContent>(*object);
        if (!problem)
            return problem.error();
        problems.append(std::move(*problem));
    }
    return problems;
}

template <typename Pairs>
QByteArray firsts(const Pairs &pairs)
{
    return postgresArray(pairs, [](const auto &pair) { return pair.first; });
}

template <typename Pairs>
QByteArray seconds(const Pairs &pairs)
{
    return postgresArray(pairs, [](const auto &pair) { return pair.second; });
}

} // namespace

Result<LookedUp> PostgresStore::lookUp(const LookUps &wanted)
{
    LookedUp found;
    if (!wanted.results.isEmpty()) {
        const Result<PostgresRows> rows =
            run(PostgresStatement::LookUpResults, {firsts(wanted.results), seconds(wanted.results)});
        if (!rows)
            return rows.error();
        for (int row = 0; row < rows->size(); ++row) {
            const ResultRow stored {rows->text(row, 0), rows->text(row, 1), rows->text(row, 2), rows->utf8(row, 3),
                                    instantOf(rows->text(row, 4))};
            found.results.insert({stored.account, stored.key}, stored);
        }
    }
    if (!wanted.streams.isEmpty()) {
        const Result<PostgresRows> rows =
            run(PostgresStatement::LookUpStreams, {text(m_contest), firsts(wanted.streams), seconds(wanted.streams)});
        if (!rows)
            return rows.error();
        for (int row = 0; row < rows->size(); ++row)
            found.streams.insert({rows->text(row, 0), rows->text(row, 1)}, rows->number(row, 2));
    }
    if (!wanted.drafts.isEmpty()) {
        const Result<QList<DraftRow>> rows = rowsOf(
            run(PostgresStatement::LookUpDrafts, {text(m_contest), firsts(wanted.drafts), seconds(wanted.drafts)}),
            draftOf);
        if (!rows)
            return rows.error();
        for (const DraftRow &row : *rows)
            found.drafts.insert({row.participant, row.problem}, row);
    }
    return found;
}

Result<QList<DraftRow>> PostgresStore::drafts(const QString &participant)
{
    return rowsOf(run(PostgresStatement::Drafts, {text(m_contest), text(participant)}), draftOf);
}

Result<QByteArray> PostgresStore::blob(const QString &sha)
{
    const Result<PostgresRows> rows = run(PostgresStatement::Blob, {text(sha)});
    if (!rows)
        return rows.error();
    if (rows->isEmpty())
        return Error {ErrorKind::NotFound,
                      QCoreApplication::translate("PostgresStore", "The stored text %1 is missing.").arg(sha)};
    return rows->bytesOfHex(0, 0);
}

Result<QList<LedgerRow>> PostgresStore::events(qint64 afterSeq, int limit)
{
    return rowsOf(
        run(PostgresStatement::Events, {text(m_contest), postgresValue(afterSeq), postgresValue(qint64(limit))}),
        ledgerRow);
}

Result<QList<LedgerRow>> PostgresStore::eventsFor(const QString &participant, const QStringList &types, qint64 afterSeq,
                                                  int limit)
{
    return rowsOf(run(PostgresStatement::EventsFor, {text(m_contest), text(participant), postgresArray(types),
                                                     postgresValue(afterSeq), postgresValue(qint64(limit))}),
                  ledgerRow);
}

Result<QHash<QString, QString>> PostgresStore::privateTexts(const QSet<QString> &refs)
{
    QHash<QString, QString> texts;
    if (refs.isEmpty())
        return texts;
    const Result<PostgresRows> rows = run(PostgresStatement::PrivateTexts, {postgresArray(refs)});
    if (!rows)
        return rows.error();
    for (int row = 0; row < rows->size(); ++row)
        texts.insert(rows->text(row, 0), rows->text(row, 1));
    return texts;
}

Result<QList<StreamRow>> PostgresStore::streams(const QString &participant)
{
    return rowsOf(run(PostgresStatement::Streams, {text(m_contest), text(participant)}), streamOf);
}

Result<void> PostgresStore::readSessions(qint64 version, Instant now, TableChanges &changes)
{
    const Result<PostgresRows> rows =
        run(PostgresStatement::SessionsSince, {postgresValue(version), text(toRfc3339(now))});
    if (!rows)
        return rows.error();
    for (int row = 0; row < rows->size(); ++row) {
        const SessionId session(rows->text(row, 1));
        if (!rows->isTrue(row, 6))
            changes.sessions.append({rows->text(row, 0), session,
                                     fromName<Role>(rows->text(row, 2)).value_or(Role::Nobody), rows->text(row, 3),
                                     instantOf(rows->text(row, 4)), instantOf(rows->text(row, 5))});
        else if (version >= 0)
            changes.endedSessions.append(session);
    }
    return {};
}

Result<TableChanges> PostgresStore::readChanges(qint64 version, Instant now)
{
    const Result<PostgresRows> newest = run(PostgresStatement::Version);
    if (!newest)
        return newest.error();
    TableChanges changes {.version = newest->number(0, 0)};
    if (changes.version == version)
        return changes;
    if (const Result<void> sessions = readSessions(version, now, changes); !sessions)
        return sessions.error();
    const QByteArray since = postgresValue(version);
    Result<QList<PersonRow>> people = rowsOf(run(PostgresStatement::PeopleSince, {text(m_contest), since}), personOf);
    if (!people)
        return people.error();
    changes.people = std::move(*people);
    Result<QList<StaffRow>> staff = rowsOf(run(PostgresStatement::StaffSince, {since}), staffOf);
    if (!staff)
        return staff.error();
    changes.staff = std::move(*staff);
    Result<QList<ProblemContent>> problems =
        problemsOf(run(PostgresStatement::ProblemsSince, {text(m_contest), since}));
    if (!problems)
        return problems.error();
    changes.problems = std::move(*problems);
    const Result<PostgresRows> settings = run(PostgresStatement::SettingsSince, {since});
    if (!settings)
        return settings.error();
    for (int row = 0; row < settings->size(); ++row)
        changes.settings.insert(settings->text(row, 0), settings->text(row, 1));
    return changes;
}

} // namespace Marathon
