#include "server/store/SqliteStore.h"

#include "shared/protocol/Json.h"

#include <QCoreApplication>
#include <QVariant>

namespace Marathon {

namespace {

Instant instantOf(const QVariant &value)
{
    return fromRfc3339(value.toString()).value_or(Instant {});
}

DraftRow draftOf(const QSqlQuery &query)
{
    return {query.value(0).toString(), query.value(1).toString(),   query.value(2).toString(),
            query.value(3).toString(), query.value(4).toLongLong(), query.value(5).toLongLong(),
            instantOf(query.value(6))};
}

/// Texts that are hashed are read as bytes: as UTF-16, SQLite gives U+FFFD for U+FFFE and U+FFFF.
LedgerRow ledgerRow(const QSqlQuery &query)
{
    return {query.value(0).toLongLong(),  instantOf(query.value(1)),   query.value(2).toString(),
            query.value(3).toInt(),       query.value(4).toString(),   query.value(5).toString(),
            query.value(6).toByteArray(), query.value(7).toByteArray()};
}

/// Every row of a query as a value, and the statement set free for its next use.
template <typename Read>
auto rowsOf(const Result<QSqlQuery *> &query, Read read) -> Result<QList<decltype(read(**query))>>
{
    if (!query)
        return query.error();
    QList<decltype(read(**query))> rows;
    while ((*query)->next())
        rows.append(read(**query));
    (*query)->finish();
    return rows;
}

template <typename Row>
Result<std::optional<Row>> firstOf(Result<QList<Row>> rows)
{
    if (!rows)
        return rows.error();
    return rows->isEmpty() ? std::optional<Row>() : std::optional<Row>(rows->takeFirst());
}

} // namespace

Result<LedgerHead> SqliteStore::head()
{
    if (m_contest.isEmpty())
        return LedgerHead {};
    const auto row = firstOf(rowsOf(
        run("SELECT last_seq, last_hash, ledger_epoch FROM contests WHERE contest_id = ?", {m_contest}),
        [](const QSqlQuery &query) {
            return LedgerHead {query.value(0).toLongLong(), query.value(1).toByteArray(), query.value(2).toString(), 0};
        }));
    if (!row)
        return row.error();
    if (!*row)
        return Error {ErrorKind::NotFound,
                      QCoreApplication::translate(
                          "SqliteStore", "There is no contest in this database yet. Import a contest folder first.")};
    return **row;
}

Result<std::optional<ResultRow>> SqliteStore::result(const QString &account, const QString &key)
{
    return firstOf(
        rowsOf(run("SELECT request_hash, CAST(result AS BLOB), at FROM command_results WHERE account = ? AND key = ?",
                   {account, key}),
               [&](const QSqlQuery &query) {
                   return ResultRow {account, key, query.value(0).toString(), query.value(1).toByteArray(),
                                     instantOf(query.value(2))};
               }));
}

Result<std::optional<DraftRow>> SqliteStore::draft(const QString &participant, const QString &problem)
{
    return firstOf(rowsOf(run("SELECT participant_id, problem_id, language, source_sha, size, rev, at FROM drafts "
                              "WHERE contest_id = ? AND participant_id = ? AND problem_id = ?",
                              {m_contest, participant, problem}),
                          draftOf));
}

Result<QList<DraftRow>> SqliteStore::drafts(const QString &participant)
{
    return rowsOf(run("SELECT participant_id, problem_id, language, source_sha, size, rev, at FROM drafts WHERE "
                      "contest_id = ? AND participant_id = ? ORDER BY problem_id",
                      {m_contest, participant}),
                  draftOf);
}

Result<QByteArray> SqliteStore::blob(const QString &sha)
{
    const auto row = firstOf(rowsOf(run("SELECT bytes FROM blobs WHERE sha = ?", {sha}),
                                    [](const QSqlQuery &query) { return query.value(0).toByteArray(); }));
    if (!row)
        return row.error();
    if (!*row)
        return Error {ErrorKind::NotFound,
                      QCoreApplication::translate("SqliteStore", "The stored text %1 is missing.").arg(sha)};
    return **row;
}

Result<QList<LedgerRow>> SqliteStore::events(qint64 afterSeq, int limit)
{
    return rowsOf(run("SELECT seq, at, type, v, actor, participant_id, CAST(body AS BLOB), hash FROM ledger WHERE "
                      "contest_id = ? AND "
                      "seq > ? ORDER BY seq LIMIT ?",
                      {m_contest, afterSeq, limit}),
                  ledgerRow);
}

Result<QList<LedgerRow>> SqliteStore::eventsFor(const QString &participant, const QStringList &types, qint64 afterSeq,
                                                int limit)
{
    const QString list =
        QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(types)).toJson(QJsonDocument::Compact));
    return rowsOf(run("SELECT seq, at, type, v, actor, participant_id, CAST(body AS BLOB), hash FROM ledger WHERE "
                      "contest_id = ? AND "
                      "participant_id IN ('', ?) AND seq > ?"
                      " AND type IN (SELECT value FROM json_each(?)) ORDER BY seq LIMIT ?",
                      {m_contest, participant, afterSeq, list, limit}),
                  ledgerRow);
}

Result<QHash<QString, QString>> SqliteStore::privateTexts(const QSet<QString> &refs)
{
    QHash<QString, QString> texts;
    for (const QString &ref : refs) {
        const auto row =
            firstOf(rowsOf(run("SELECT CAST(text AS BLOB) FROM private_texts WHERE ref = ?", {ref}),
                           [](const QSqlQuery &query) { return QString::fromUtf8(query.value(0).toByteArray()); }));
        if (!row)
            return row.error();
        if (*row)
            texts.insert(ref, **row);
    }
    return texts;
}

Result<LookedUp> SqliteStore::lookUp(const LookUps &wanted)
{
    LookedUp found;
    for (const auto &[account, key] : wanted.results) {
        const auto row = result(account, key);
        if (!row)
            return row.error();
        if (*row)
            found.results.insert({account, key}, **row);
    }
    for (const auto &[participant, client] : wanted.streams) {
        const auto acked = firstOf(rowsOf(run("SELECT acked_seq FROM client_streams WHERE contest_id = ? AND "
                                              "participant_id = ? AND client_id = ?",
                                              {m_contest, participant, client}),
                                          [](const QSqlQuery &query) { return query.value(0).toLongLong(); }));
        if (!acked)
            return acked.error();
        if (*acked)
            found.streams.insert({participant, client}, **acked);
    }
    for (const auto &[participant, problem] : wanted.drafts) {
        const auto row = draft(participant, problem);
        if (!row)
            return row.error();
        if (*row)
            found.drafts.insert({participant, problem}, **row);
    }
    return found;
}

Result<TableChanges> SqliteStore::changesSince(qint64, Instant now)
{
    auto currentSessions = sessions(now);
    auto peopleRows = people();
    auto staffRows = staff();
    auto problemRows = problems();
    auto settingsRead = settings();
    if (!currentSessions || !peopleRows)
        return currentSessions ? peopleRows.error() : currentSessions.error();
    if (!staffRows || !problemRows)
        return staffRows ? problemRows.error() : staffRows.error();
    if (!settingsRead)
        return settingsRead.error();
    return TableChanges {.sessions = std::move(*currentSessions),
                         .people = std::move(*peopleRows),
                         .staff = std::move(*staffRows),
                         .problems = std::move(*problemRows),
                         .settings = std::move(*settingsRead)};
}

Result<QList<StreamRow>> SqliteStore::streams(const QString &participant)
{
    return rowsOf(
        run("SELECT participant_id, client_id, acked_seq FROM client_streams WHERE contest_id = ? AND participant_id = "
            "?",
            {m_contest, participant}),
        [](const QSqlQuery &query) {
            return StreamRow {query.value(0).toString(), query.value(1).toString(), query.value(2).toLongLong()};
        });
}

Result<QList<SessionRow>> SqliteStore::sessions(Instant now)
{
    return rowsOf(
        run("SELECT token_hash, session_id, role, account, created_at, expires_at FROM sessions WHERE expires_at > ?",
            {toRfc3339(now)}),
        [](const QSqlQuery &query) {
            return SessionRow {query.value(0).toString(),
                               SessionId(query.value(1).toString()),
                               fromName<Role>(query.value(2).toString()).value_or(Role::Nobody),
                               query.value(3).toString(),
                               instantOf(query.value(4)),
                               instantOf(query.value(5))};
        });
}

Result<QList<PersonRow>> SqliteStore::people()
{
    return rowsOf(run("SELECT participant_id, name, email, college, department, hall, seat, password_hash FROM people "
                      "WHERE contest_id = ? ORDER BY participant_id",
                      {m_contest}),
                  [](const QSqlQuery &query) {
                      return PersonRow {query.value(0).toString(), query.value(1).toString(), query.value(2).toString(),
                                        query.value(3).toString(), query.value(4).toString(), query.value(5).toString(),
                                        query.value(6).toString(), query.value(7).toString()};
                  });
}

Result<QList<StaffRow>> SqliteStore::staff()
{
    return rowsOf(run("SELECT username, name, role, halls, password_hash FROM staff ORDER BY username"),
                  [](const QSqlQuery &query) {
                      QSet<QString> halls;
                      const QJsonArray names = QJsonDocument::fromJson(query.value(3).toString().toUtf8()).array();
                      for (const QJsonValue &name : names)
                          halls.insert(name.toString());
                      return StaffRow {query.value(0).toString(), query.value(1).toString(),
                                       fromName<Role>(query.value(2).toString()).value_or(Role::Nobody), halls,
                                       query.value(4).toString()};
                  });
}

Result<QList<ProblemContent>> SqliteStore::problems()
{
    const Result<QList<QByteArray>> documents =
        rowsOf(run("SELECT document FROM problems WHERE contest_id = ? ORDER BY problem_id, revision", {m_contest}),
               [](const QSqlQuery &query) { return query.value(0).toString().toUtf8(); });
    if (!documents)
        return documents.error();
    QList<ProblemContent> problems;
    for (const QByteArray &document : *documents) {
        const Result<QJsonObject> object = parseObject(document);
        if (!object)
            return object.error();
        Result<ProblemContent> problem = fromJson<ProblemContent>(*object);
        if (!problem)
            return problem.error();
        problems.append(std::move(*problem));
    }
    return problems;
}

Result<QMap<QString, QString>> SqliteStore::settings()
{
    const Result<QSqlQuery *> query = run("SELECT key, value FROM settings");
    if (!query)
        return query.error();
    QMap<QString, QString> settings;
    while ((*query)->next())
        settings.insert((*query)->value(0).toString(), (*query)->value(1).toString());
    (*query)->finish();
    return settings;
}

} // namespace Marathon
