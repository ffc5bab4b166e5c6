#include "server/store/SqliteStore.h"

#include "shared/protocol/Json.h"

#include <QSqlError>
#include <QVariant>

namespace Marathon {

namespace {

QString textOf(const QByteArray &utf8)
{
    return QString::fromUtf8(utf8);
}

QString stored(Instant at)
{
    return toRfc3339(at);
}

} // namespace

/// Texts that are hashed are given as bytes: in UTF-16, SQLite takes U+FFFE at the start for a mark of byte order.
Result<void> SqliteStore::write(const Batch &batch)
{
    for (const LedgerRow &row : batch.events) {
        const auto done = run("INSERT INTO ledger (contest_id, seq, at, type, v, actor, participant_id, body, hash) "
                              "VALUES (?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT), ?)",
                              {m_contest, row.seq, stored(row.at), row.type, row.version, row.actor, row.participant,
                               row.body, row.hash});
        if (!done)
            return done.error();
    }
    if (!batch.events.isEmpty()) {
        const LedgerRow &last = batch.events.last();
        const auto done = run("UPDATE contests SET last_seq = ?, last_hash = ? WHERE contest_id = ?",
                              {last.seq, last.hash, m_contest});
        if (!done)
            return done.error();
    }
    for (const PrivateRow &row : batch.privates) {
        const auto done = run("INSERT OR IGNORE INTO private_texts (ref, contest_id, participant_id, salt, text) "
                              "VALUES (?, ?, ?, ?, CAST(? AS TEXT))",
                              {row.ref, m_contest, row.participant, row.salt, row.text.toUtf8()});
        if (!done)
            return done.error();
    }
    for (const BlobRow &row : batch.blobs) {
        const auto done =
            run("INSERT INTO blobs (sha, bytes, refs) VALUES (?, ?, 1) ON CONFLICT (sha) DO UPDATE SET refs = refs + 1",
                {row.sha, row.bytes});
        if (!done)
            return done.error();
    }
    for (const ResultRow &row : batch.results) {
        const auto done = run("INSERT OR REPLACE INTO command_results (account, key, request_hash, result, at) VALUES "
                              "(?, ?, ?, CAST(? AS TEXT), ?)",
                              {row.account, row.key, row.requestHash, row.result, stored(row.at)});
        if (!done)
            return done.error();
    }
    for (const auto &[account, key] : batch.expiredResults) {
        const auto done = run("DELETE FROM command_results WHERE account = ? AND key = ?", {account, key});
        if (!done)
            return done.error();
    }
    for (const StreamRow &row : batch.streams) {
        const auto done =
            run("INSERT INTO client_streams (contest_id, participant_id, client_id, acked_seq) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (contest_id, participant_id, client_id) DO UPDATE SET acked_seq = excluded.acked_seq",
                {m_contest, row.participant, row.clientId, row.acked});
        if (!done)
            return done.error();
    }
    if (const Result<void> drafts = writeDrafts(batch); !drafts)
        return drafts;
    return writeTables(batch);
}

Result<void> SqliteStore::writeDrafts(const Batch &batch)
{
    for (const DraftRow &row : batch.drafts) {
        const auto released = run("UPDATE blobs SET refs = refs - 1 WHERE sha = (SELECT source_sha FROM drafts WHERE "
                                  "contest_id = ? AND participant_id = ? AND problem_id = ?)",
                                  {m_contest, row.participant, row.problem});
        if (!released)
            return released.error();
        const auto forgotten = run("DELETE FROM blobs WHERE refs <= 0 AND sha = (SELECT source_sha FROM drafts WHERE "
                                   "contest_id = ? AND participant_id = ? AND problem_id = ?)",
                                   {m_contest, row.participant, row.problem});
        if (!forgotten)
            return forgotten.error();
        const auto done = run(
            "INSERT INTO drafts (contest_id, participant_id, problem_id, language, source_sha, size, rev, at) VALUES "
            "(?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (contest_id, participant_id, problem_id) DO UPDATE SET language = excluded.language,"
            " source_sha = excluded.source_sha, size = excluded.size, rev = excluded.rev, at = excluded.at",
            {m_contest, row.participant, row.problem, row.language, row.sourceSha, row.size, row.rev, stored(row.at)});
        if (!done)
            return done.error();
    }
    return {};
}

Result<void> SqliteStore::writeTables(const Batch &batch)
{
    for (const SessionRow &row : batch.sessions) {
        const auto done = run("INSERT INTO sessions (token_hash, session_id, role, account, contest_id, created_at, "
                              "expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                              {row.tokenHash, row.session.toString(), nameOf(row.role), row.account, m_contest,
                               stored(row.createdAt), stored(row.expiresAt)});
        if (!done)
            return done.error();
    }
    for (const SessionId &session : batch.endedSessions) {
        const auto done = run("DELETE FROM sessions WHERE session_id = ?", {session.toString()});
        if (!done)
            return done.error();
    }
    for (const PersonRow &row : batch.people) {
        const auto done =
            run("INSERT INTO people (contest_id, participant_id, name, email, college, department, hall, seat, "
                "password_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (contest_id, participant_id) DO UPDATE SET name = excluded.name, email = excluded.email, "
                "college = excluded.college,"
                " department = excluded.department, hall = excluded.hall, seat = excluded.seat, password_hash = "
                "excluded.password_hash",
                {m_contest, row.participant, row.name, row.email, row.college, row.department, row.hall, row.seat,
                 row.passwordHash});
        if (!done)
            return done.error();
    }
    for (const StaffRow &row : batch.staff) {
        const QString halls =
            QString::fromUtf8(QJsonDocument(JsonCodec<QSet<QString>>::write(row.halls, JsonForm::Wire).toArray())
                                  .toJson(QJsonDocument::Compact));
        const auto done = run("INSERT INTO staff (username, name, role, halls, password_hash) VALUES (?, ?, ?, ?, ?) "
                              "ON CONFLICT (username) DO UPDATE SET"
                              " name = excluded.name, role = excluded.role, halls = excluded.halls, password_hash = "
                              "excluded.password_hash",
                              {row.username, row.name, nameOf(row.role), halls, row.passwordHash});
        if (!done)
            return done.error();
    }
    for (const ProblemContent &row : batch.problems) {
        const auto done =
            run("INSERT INTO problems (contest_id, problem_id, revision, document) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (contest_id, problem_id, revision) DO UPDATE SET document = excluded.document",
                {m_contest, row.id.toString(), row.revision, textOf(toBytes(toJson(row)))});
        if (!done)
            return done.error();
    }
    for (auto setting = batch.settings.begin(); setting != batch.settings.end(); ++setting) {
        const auto done = run(
            "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            {setting.key(), setting.value()});
        if (!done)
            return done.error();
    }
    if (!batch.ledgerEpoch.isEmpty()) {
        const auto done =
            run("UPDATE contests SET ledger_epoch = ? WHERE contest_id = ?", {batch.ledgerEpoch, m_contest});
        if (!done)
            return done.error();
    }
    if (!batch.contestName.isEmpty()) {
        const auto done = run("UPDATE contests SET name = ? WHERE contest_id = ?", {batch.contestName, m_contest});
        if (!done)
            return done.error();
    }
    return {};
}

} // namespace Marathon
