#include "server/store/PostgresStatements.h"

#include <array>

namespace Marathon {

namespace {

using enum PostgresStatement;

struct StatementFact
{
    PostgresStatement statement;
    const char *text;
};

constexpr std::array facts {
    StatementFact {NewestContest,
                   "SELECT contest_id FROM marathon.contests ORDER BY created_at DESC, created_order DESC LIMIT 1"},
    StatementFact {CreateContest,
                   "INSERT INTO marathon.contests (contest_id, name, created_at, ledger_epoch, last_seq, last_hash) "
                   "VALUES ($1::text, $2::text, $3::text, $4::text, 0, $5::bytea)"},
    StatementFact {SetVersion, "UPDATE marathon.store_state SET version = $1::bigint WHERE id = 1"},
    StatementFact {RaiseVersion, "UPDATE marathon.store_state SET version = version + 1 WHERE id = 1"},
    // Both rows are locked in this order before the clock is read. After a wait both are the newest ones (READ
    // COMMITTED re-reads what it locks), which a sub-select of the version would not be.
    StatementFact {LockContest,
                   "WITH locked AS MATERIALIZED (SELECT c.last_seq, c.last_hash, c.ledger_epoch, s.version "
                   "FROM marathon.contests c CROSS JOIN marathon.store_state s "
                   "WHERE c.contest_id = $1::text AND s.id = 1 FOR UPDATE) "
                   "SELECT last_seq, encode(last_hash, 'hex'), ledger_epoch, version, "
                   "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint FROM locked"},
    StatementFact {
        LockState,
        "WITH locked AS MATERIALIZED (SELECT version FROM marathon.store_state WHERE id = 1 FOR UPDATE) "
        "SELECT 0, '', '', version, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint FROM locked"},
    StatementFact {Head, "SELECT c.last_seq, encode(c.last_hash, 'hex'), c.ledger_epoch, s.version "
                         "FROM marathon.contests c CROSS JOIN marathon.store_state s "
                         "WHERE c.contest_id = $1::text AND s.id = 1"},
    StatementFact {Notify, "SELECT pg_notify('marathon', $1::text)"},

    // OFFSET 0 keeps each of these a probe of the index for every row that is wanted, whatever the statistics say.
    StatementFact {LookUpResults,
                   "SELECT r.* FROM unnest($1::text[], $2::text[]) AS wanted (account, key) CROSS JOIN LATERAL ("
                   "SELECT account, key, request_hash, result, at FROM marathon.command_results "
                   "WHERE account = wanted.account AND key = wanted.key OFFSET 0) AS r"},
    StatementFact {LookUpStreams,
                   "SELECT s.* FROM unnest($2::text[], $3::text[]) AS wanted (participant_id, client_id) "
                   "CROSS JOIN LATERAL (SELECT participant_id, client_id, acked_seq FROM marathon.client_streams "
                   "WHERE contest_id = $1::text AND participant_id = wanted.participant_id "
                   "AND client_id = wanted.client_id OFFSET 0) AS s"},
    StatementFact {LookUpDrafts,
                   "SELECT d.* FROM unnest($2::text[], $3::text[]) AS wanted (participant_id, problem_id) "
                   "CROSS JOIN LATERAL (SELECT participant_id, problem_id, language, source_sha, size, rev, at "
                   "FROM marathon.drafts WHERE contest_id = $1::text AND participant_id = wanted.participant_id "
                   "AND problem_id = wanted.problem_id OFFSET 0) AS d"},
    StatementFact {Drafts,
                   "SELECT participant_id, problem_id, language, source_sha, size, rev, at FROM marathon.drafts "
                   "WHERE contest_id = $1::text AND participant_id = $2::text ORDER BY problem_id"},
    StatementFact {Blob, "SELECT encode(bytes, 'hex') FROM marathon.blobs WHERE sha = $1::text"},
    // Numbers have no gaps, so a page is a range of them: without statistics (after a bulk load) a LIMIT was planned as
    // a sort of everything behind it.
    StatementFact {Events,
                   "SELECT seq, at, type, v, actor, participant_id, body, encode(hash, 'hex') FROM marathon.ledger "
                   "WHERE contest_id = $1::text AND seq > $2::bigint AND seq <= $2::bigint + $3::bigint ORDER BY seq"},
    // Two walks along one index that are merged; an IN list would read one of them whole.
    StatementFact {EventsFor,
                   "SELECT seq, at, type, v, actor, participant_id, body, encode(hash, 'hex') FROM ("
                   "(SELECT * FROM marathon.ledger WHERE contest_id = $1::text AND participant_id = '' "
                   "AND seq > $4::bigint AND type = ANY ($3::text[]) ORDER BY seq LIMIT $5::bigint) UNION ALL "
                   "(SELECT * FROM marathon.ledger WHERE contest_id = $1::text AND participant_id = $2::text "
                   "AND $2::text <> '' AND seq > $4::bigint AND type = ANY ($3::text[]) ORDER BY seq LIMIT $5::bigint)"
                   ") AS found ORDER BY seq LIMIT $5::bigint"},
    StatementFact {PrivateTexts, "SELECT ref, text FROM marathon.private_texts WHERE ref = ANY ($1::text[])"},
    StatementFact {Streams, "SELECT participant_id, client_id, acked_seq FROM marathon.client_streams "
                            "WHERE contest_id = $1::text AND participant_id = $2::text"},

    StatementFact {Version, "SELECT version FROM marathon.store_state WHERE id = 1"},
    StatementFact {SessionsSince,
                   "SELECT token_hash, session_id, role, account, created_at, expires_at, ended FROM marathon.sessions "
                   "WHERE version > $1::bigint AND expires_at > $2::text"},
    StatementFact {PeopleSince,
                   "SELECT participant_id, name, email, college, department, hall, seat, password_hash "
                   "FROM marathon.people WHERE contest_id = $1::text AND version > $2::bigint ORDER BY participant_id"},
    StatementFact {StaffSince, "SELECT username, name, role, halls, password_hash FROM marathon.staff "
                               "WHERE version > $1::bigint ORDER BY username"},
    StatementFact {ProblemsSince, "SELECT document FROM marathon.problems "
                                  "WHERE contest_id = $1::text AND version > $2::bigint ORDER BY problem_id, revision"},
    StatementFact {SettingsSince, "SELECT key, value FROM marathon.settings WHERE version > $1::bigint"},

    StatementFact {InsertEvents,
                   "INSERT INTO marathon.ledger (contest_id, seq, at, type, v, actor, participant_id, body, hash) "
                   "SELECT $1::text, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::text[], "
                   "$7::text[], $8::text[], $9::bytea[])"},
    StatementFact {
        MoveHead,
        "UPDATE marathon.contests SET last_seq = $2::bigint, last_hash = $3::bytea WHERE contest_id = $1::text"},
    StatementFact {InsertPrivates, "INSERT INTO marathon.private_texts (contest_id, ref, participant_id, salt, text) "
                                   "SELECT $1::text, * FROM unnest($2::text[], $3::text[], $4::bytea[], $5::text[]) "
                                   "ON CONFLICT (ref) DO NOTHING"},
    StatementFact {InsertBlobs, "INSERT INTO marathon.blobs AS b (sha, bytes, refs) "
                                "SELECT * FROM unnest($1::text[], $2::bytea[], $3::bigint[]) "
                                "ON CONFLICT (sha) DO UPDATE SET refs = b.refs + excluded.refs"},
    StatementFact {InsertResults, "INSERT INTO marathon.command_results (account, key, request_hash, result, at) "
                                  "SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) "
                                  "ON CONFLICT (account, key) DO UPDATE SET request_hash = excluded.request_hash, "
                                  "result = excluded.result, at = excluded.at"},
    StatementFact {DeleteResults,
                   "DELETE FROM marathon.command_results r USING unnest($1::text[], $2::text[]) AS gone (account, key) "
                   "WHERE r.account = gone.account AND r.key = gone.key"},
    StatementFact {InsertStreams,
                   "INSERT INTO marathon.client_streams (contest_id, participant_id, client_id, acked_seq) "
                   "SELECT $1::text, * FROM unnest($2::text[], $3::text[], $4::bigint[]) "
                   "ON CONFLICT (contest_id, participant_id, client_id) "
                   "DO UPDATE SET acked_seq = excluded.acked_seq"},
    // The blobs of the drafts that are about to be replaced, and those ($4) that were replaced within the batch.
    StatementFact {
        ReleaseDraftBlobs,
        "WITH released AS (SELECT sha, count(*) AS times FROM (SELECT d.source_sha AS sha "
        "FROM unnest($2::text[], $3::text[]) AS saved (participant_id, problem_id) "
        "JOIN marathon.drafts d ON d.contest_id = $1::text "
        "AND d.participant_id = saved.participant_id AND d.problem_id = saved.problem_id "
        "UNION ALL SELECT unnest($4::text[])) AS every GROUP BY sha), "
        "forgotten AS (DELETE FROM marathon.blobs b USING released r WHERE b.sha = r.sha AND b.refs <= r.times) "
        "UPDATE marathon.blobs b SET refs = b.refs - r.times FROM released r "
        "WHERE b.sha = r.sha AND b.refs > r.times"},
    StatementFact {InsertDrafts,
                   "INSERT INTO marathon.drafts (contest_id, participant_id, problem_id, language, source_sha, size, "
                   "rev, at) SELECT $1::text, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], "
                   "$6::bigint[], $7::bigint[], $8::text[]) "
                   "ON CONFLICT (contest_id, participant_id, problem_id) DO UPDATE SET language = excluded.language, "
                   "source_sha = excluded.source_sha, size = excluded.size, rev = excluded.rev, at = excluded.at"},
    StatementFact {InsertSessions,
                   "INSERT INTO marathon.sessions (contest_id, version, token_hash, session_id, role, account, "
                   "created_at, expires_at) SELECT $1::text, $2::bigint, * FROM unnest($3::text[], $4::text[], "
                   "$5::text[], $6::text[], $7::text[], $8::text[])"},
    StatementFact {DeleteOldSessions, "DELETE FROM marathon.sessions WHERE expires_at < $1::text"},
    StatementFact {
        EndSessions,
        "UPDATE marathon.sessions SET ended = true, version = $1::bigint WHERE session_id = ANY ($2::text[])"},
    StatementFact {
        InsertPeople,
        "INSERT INTO marathon.people (contest_id, version, participant_id, name, email, college, department, "
        "hall, seat, password_hash) SELECT $1::text, $2::bigint, * FROM unnest($3::text[], $4::text[], "
        "$5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[]) "
        "ON CONFLICT (contest_id, participant_id) DO UPDATE SET version = excluded.version, "
        "name = excluded.name, email = excluded.email, college = excluded.college, "
        "department = excluded.department, hall = excluded.hall, seat = excluded.seat, "
        "password_hash = excluded.password_hash"},
    StatementFact {InsertStaff, "INSERT INTO marathon.staff (version, username, name, role, halls, password_hash) "
                                "SELECT $1::bigint, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], "
                                "$6::text[]) ON CONFLICT (username) DO UPDATE SET version = excluded.version, "
                                "name = excluded.name, role = excluded.role, halls = excluded.halls, "
                                "password_hash = excluded.password_hash"},
    StatementFact {InsertProblems,
                   "INSERT INTO marathon.problems (contest_id, version, problem_id, revision, document) "
                   "SELECT $1::text, $2::bigint, * FROM unnest($3::text[], $4::bigint[], $5::text[]) "
                   "ON CONFLICT (contest_id, problem_id, revision) DO UPDATE SET version = excluded.version, "
                   "document = excluded.document"},
    StatementFact {InsertSettings,
                   "INSERT INTO marathon.settings (version, key, value) "
                   "SELECT $1::bigint, * FROM unnest($2::text[], $3::text[]) "
                   "ON CONFLICT (key) DO UPDATE SET version = excluded.version, value = excluded.value"},
    StatementFact {SetEpoch, "UPDATE marathon.contests SET ledger_epoch = $2::text WHERE contest_id = $1::text"},
    StatementFact {SetName, "UPDATE marathon.contests SET name = $2::text WHERE contest_id = $1::text"},
};

constexpr bool oneRowPerStatementInOrder()
{
    if (facts.size() != postgresStatementCount)
        return false;
    for (int index = 0; index < postgresStatementCount; ++index) {
        if (int(facts[size_t(index)].statement) != index)
            return false;
    }
    return true;
}
static_assert(oneRowPerStatementInOrder());

} // namespace

const char *textOf(PostgresStatement statement)
{
    return facts[size_t(statement)].text;
}

} // namespace Marathon
