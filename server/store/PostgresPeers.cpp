#include "server/store/PostgresPeers.h"

namespace Marathon {

namespace {

qint64 milliseconds(Duration duration)
{
    return qint64(duration.count());
}

/// Booleans travel as numbers, since the values' table has no type for them.
qint64 number(bool value)
{
    return value ? 1 : 0;
}

} // namespace

PostgresPeers::PostgresPeers(PostgresAddress address, PostgresConnection::Statements statements, QString instance)
    : m_link(std::move(address), statements)
    , m_instance(std::move(instance))
{}

Result<PostgresRows> PostgresPeers::run(const char *statement, const PostgresValues &values)
{
    const Result<PostgresConnection *> connection = m_link.connection();
    if (!connection)
        return connection.error();
    Result<PostgresRows> rows = (*connection)->run(statement, values);
    if (!rows)
        m_link.dropIfLost();
    return rows;
}

Result<bool> PostgresPeers::beat()
{
    const auto rows =
        run("INSERT INTO marathon.instances AS i (instance, seen_at) VALUES ($1::text, clock_timestamp()) "
            "ON CONFLICT (instance) DO UPDATE SET seen_at = clock_timestamp() "
            "RETURNING (xmax <> 0)::int::bigint",
            {postgresValue(m_instance)});
    if (!rows)
        return rows.error();
    return rows->number(0, 0) == 1;
}

Result<QStringList> PostgresPeers::takeLost(Duration silence)
{
    const auto rows = run("DELETE FROM marathon.instances WHERE instance <> $1::text "
                          "AND seen_at < clock_timestamp() - $2::bigint * interval '1 ms' RETURNING instance",
                          {postgresValue(m_instance), postgresValue(milliseconds(silence))});
    if (!rows)
        return rows.error();
    QStringList lost;
    for (int row = 0; row < rows->size(); ++row)
        lost.append(rows->text(row, 0));
    return lost;
}

Result<void> PostgresPeers::leave()
{
    const auto rows = run("DELETE FROM marathon.instances WHERE instance = $1::text", {postgresValue(m_instance)});
    return rows ? Result<void>() : rows.error();
}

Result<void> PostgresPeers::writePresence(const QString &contest, const QList<PeerPresence> &rows)
{
    const auto written = run(
        "INSERT INTO marathon.presence (contest_id, participant_id, instance, heard_at_ms, visible, focused, problem, "
        "written_at) SELECT $1::text, participant_id, $2::text, heard_at_ms, visible = 1, focused = 1, problem, "
        "clock_timestamp() FROM unnest($3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[]) "
        "AS new (participant_id, heard_at_ms, visible, focused, problem) ORDER BY participant_id "
        "ON CONFLICT (contest_id, participant_id) DO UPDATE SET instance = excluded.instance, "
        "heard_at_ms = excluded.heard_at_ms, visible = excluded.visible, focused = excluded.focused, "
        "problem = excluded.problem, written_at = excluded.written_at",
        {postgresValue(contest), postgresValue(m_instance),
         postgresArray(rows, [](const PeerPresence &row) { return row.participant; }),
         postgresArray(rows, [](const PeerPresence &row) { return row.heardAt; }),
         postgresArray(rows, [](const PeerPresence &row) { return number(row.visible); }),
         postgresArray(rows, [](const PeerPresence &row) { return number(row.focused); }),
         postgresArray(rows, [](const PeerPresence &row) { return row.problem; })});
    return written ? Result<void>() : written.error();
}

Result<QList<PeerPresence>> PostgresPeers::readPresence(const QString &contest)
{
    const auto rows = run("SELECT participant_id, heard_at_ms, visible::int::bigint, focused::int::bigint, problem, "
                          "max(written_at) OVER () FROM marathon.presence WHERE contest_id = $1::text "
                          "AND instance <> $2::text AND written_at > coalesce(nullif($3::text, '')::timestamptz, "
                          "'-infinity'::timestamptz)",
                          {postgresValue(contest), postgresValue(m_instance), postgresValue(m_presenceReadAt)});
    if (!rows)
        return rows.error();
    QList<PeerPresence> presence;
    for (int row = 0; row < rows->size(); ++row) {
        presence.append({.participant = rows->text(row, 0),
                         .visible = rows->number(row, 2) == 1,
                         .focused = rows->number(row, 3) == 1,
                         .problem = rows->text(row, 4),
                         .heardAt = rows->number(row, 1)});
        m_presenceReadAt = rows->text(row, 5);
    }
    return presence;
}

Result<QSet<QString>> PostgresPeers::claim(const QStringList &jobs, Duration lease)
{
    const auto rows = run(
        "INSERT INTO marathon.judge_leases AS held (job, instance, until) "
        "SELECT job, $1::text, clock_timestamp() + $2::bigint * interval '1 ms' FROM unnest($3::text[]) AS new (job) "
        "ORDER BY job ON CONFLICT (job) DO UPDATE SET instance = excluded.instance, until = excluded.until "
        "WHERE held.until < clock_timestamp() OR held.instance = excluded.instance RETURNING job",
        {postgresValue(m_instance), postgresValue(milliseconds(lease)), postgresArray(jobs)});
    if (!rows)
        return rows.error();
    QSet<QString> granted;
    for (int row = 0; row < rows->size(); ++row)
        granted.insert(rows->text(row, 0));
    return granted;
}

Result<void> PostgresPeers::renew(const QStringList &jobs, Duration lease)
{
    const auto rows = run("UPDATE marathon.judge_leases SET until = clock_timestamp() + $2::bigint * interval '1 ms' "
                          "WHERE instance = $1::text AND job = ANY ($3::text[])",
                          {postgresValue(m_instance), postgresValue(milliseconds(lease)), postgresArray(jobs)});
    return rows ? Result<void>() : rows.error();
}

Result<void> PostgresPeers::release(const QStringList &jobs)
{
    const auto rows = run("DELETE FROM marathon.judge_leases WHERE instance = $1::text AND job = ANY ($2::text[])",
                          {postgresValue(m_instance), postgresArray(jobs)});
    return rows ? Result<void>() : rows.error();
}

Result<void> PostgresPeers::offerRuns(const QList<PeerRun> &runs)
{
    // A participant's newer try takes the place of one that still waits.
    const auto rows =
        run("WITH new AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) "
            "AS row (run, participant_id, language, request)), replaced AS (DELETE FROM marathon.judge_runs old "
            "USING new WHERE old.participant_id = new.participant_id AND old.run <> new.run AND old.taken_by IS NULL "
            "AND old.finished_at IS NULL) INSERT INTO marathon.judge_runs (run, participant_id, language, request, "
            "offered_at) SELECT run, participant_id, language, request, clock_timestamp() FROM new "
            "ON CONFLICT (run) DO NOTHING",
            {postgresArray(runs, [](const PeerRun &row) { return row.run; }),
             postgresArray(runs, [](const PeerRun &row) { return row.participant; }),
             postgresArray(runs, [](const PeerRun &row) { return row.language; }),
             postgresArray(runs, [](const PeerRun &row) { return Utf8 {row.request}; })});
    return rows ? Result<void>() : rows.error();
}

Result<QList<PeerRun>> PostgresPeers::takeRuns(const QStringList &languages, int limit, Duration lease)
{
    const auto rows =
        run("UPDATE marathon.judge_runs SET taken_by = $1::text, "
            "taken_until = clock_timestamp() + $2::bigint * interval '1 ms' WHERE run IN (SELECT run "
            "FROM marathon.judge_runs WHERE finished_at IS NULL AND language = ANY ($3::text[]) "
            "AND (taken_by IS NULL OR taken_until < clock_timestamp()) ORDER BY offered_at LIMIT $4::bigint "
            "FOR UPDATE SKIP LOCKED) RETURNING run, participant_id, language, request",
            {postgresValue(m_instance), postgresValue(milliseconds(lease)), postgresArray(languages),
             postgresValue(qint64(limit))});
    if (!rows)
        return rows.error();
    QList<PeerRun> runs;
    for (int row = 0; row < rows->size(); ++row)
        runs.append({rows->text(row, 0), rows->text(row, 1), rows->text(row, 2), rows->utf8(row, 3)});
    return runs;
}

Result<void> PostgresPeers::finishRuns(const QList<PeerRunResult> &results)
{
    const auto rows = run(
        "INSERT INTO marathon.judge_runs (run, participant_id, language, request, offered_at, taken_by, result, "
        "finished_at) SELECT run, participant_id, '', '', clock_timestamp(), $1::text, result, clock_timestamp() "
        "FROM unnest($2::text[], $3::text[], $4::text[]) AS new (run, participant_id, result) ORDER BY run "
        "ON CONFLICT (run) DO UPDATE SET result = excluded.result, finished_at = excluded.finished_at, request = ''",
        {postgresValue(m_instance), postgresArray(results, [](const PeerRunResult &row) { return row.run; }),
         postgresArray(results, [](const PeerRunResult &row) { return row.participant; }),
         postgresArray(results, [](const PeerRunResult &row) { return Utf8 {row.result}; })});
    return rows ? Result<void>() : rows.error();
}

Result<QList<PeerRunResult>> PostgresPeers::finishedRuns(Duration window)
{
    const auto rows = run("SELECT run, participant_id, result FROM marathon.judge_runs "
                          "WHERE finished_at > clock_timestamp() - $1::bigint * interval '1 ms' ORDER BY finished_at",
                          {postgresValue(milliseconds(window))});
    if (!rows)
        return rows.error();
    QList<PeerRunResult> results;
    for (int row = 0; row < rows->size(); ++row)
        results.append({rows->text(row, 0), rows->text(row, 1), rows->utf8(row, 2)});
    return results;
}

Result<void> PostgresPeers::writeFailures(const QList<SignInFailure> &failures)
{
    const auto rows = run(
        "INSERT INTO marathon.sign_in_failures (instance, account, address, at_ms, cleared, written_at) "
        "SELECT $1::text, account, address, at_ms, cleared = 1, clock_timestamp() "
        "FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[]) AS new (account, address, at_ms, cleared)",
        {postgresValue(m_instance), postgresArray(failures, [](const SignInFailure &row) { return row.account; }),
         postgresArray(failures, [](const SignInFailure &row) { return row.address; }),
         postgresArray(failures, [](const SignInFailure &row) { return qint64(row.at.time_since_epoch().count()); }),
         postgresArray(failures, [](const SignInFailure &row) { return number(row.cleared); })});
    return rows ? Result<void>() : rows.error();
}

Result<QList<QPair<qint64, SignInFailure>>> PostgresPeers::failures(Duration window)
{
    const auto rows =
        run("SELECT id, account, address, at_ms, cleared::int::bigint FROM marathon.sign_in_failures "
            "WHERE instance <> $1::text AND written_at > clock_timestamp() - $2::bigint * interval '1 ms' "
            "ORDER BY id",
            {postgresValue(m_instance), postgresValue(milliseconds(window))});
    if (!rows)
        return rows.error();
    QList<QPair<qint64, SignInFailure>> failures;
    for (int row = 0; row < rows->size(); ++row) {
        failures.append({rows->number(row, 0),
                         {rows->text(row, 1), rows->text(row, 2), Instant(Duration(rows->number(row, 3))),
                          rows->number(row, 4) == 1}});
    }
    return failures;
}

Result<void> PostgresPeers::sweep()
{
    for (const char *statement :
         {"DELETE FROM marathon.judge_runs WHERE offered_at < clock_timestamp() - interval '15 minutes'",
          "DELETE FROM marathon.judge_leases WHERE until < clock_timestamp() - interval '1 minute'",
          "DELETE FROM marathon.sign_in_failures WHERE written_at < clock_timestamp() - interval '15 minutes'",
          "DELETE FROM marathon.presence WHERE written_at < clock_timestamp() - interval '5 minutes'"}) {
        if (const auto rows = run(statement, {}); !rows)
            return rows.error();
    }
    return {};
}

} // namespace Marathon
