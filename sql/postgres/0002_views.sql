-- Ordinary tables to query for anyone with psql who is a member of marathon_app. The ledger is the truth; these only read
-- it, with the rights of who asks.

-- A body as jsonb. JSON may escape what jsonb cannot hold, U+0000 and halves of a surrogate pair: those read as U+FFFD
-- here, while the stored text, which is hashed, stays as it is.
CREATE FUNCTION marathon.document(body text) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    CASE WHEN body ~ '\\u(0000|[dD][89a-fA-F])'
        THEN regexp_replace(body, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\\ufffd', 'g')
        ELSE body END::jsonb;

CREATE VIEW marathon.violations WITH (security_invoker = true) AS
SELECT DISTINCT ON (l.contest_id, l.participant_id, d.body ->> 'incident_id')
       l.contest_id, l.seq, l.participant_id,
       d.body ->> 'incident_id' AS incident_id,
       d.body ->> 'kind' AS kind,
       d.body ->> 'level' AS level,
       d.body ->> 'phase' AS phase,
       (d.body ->> 'round')::bigint AS round,
       (d.body ->> 'duration_ms')::bigint AS duration_ms,
       (d.body ->> 'points')::bigint AS points,
       (d.body ->> 'total')::bigint AS total,
       d.body ->> 'risk' AS risk,
       (d.body ->> 'counted')::boolean AS counted,
       d.body ->> 'source' AS source
FROM marathon.ledger l CROSS JOIN LATERAL (SELECT marathon.document(l.body) AS body) d
WHERE l.type = 'incident.recorded'
ORDER BY l.contest_id, l.participant_id, d.body ->> 'incident_id', l.seq DESC;

CREATE VIEW marathon.submissions WITH (security_invoker = true) AS
SELECT r.contest_id, r.seq, r.at, r.participant_id,
       d.body ->> 'submission_id' AS submission_id,
       d.body ->> 'problem' AS problem,
       (d.body ->> 'round')::bigint AS round,
       d.body ->> 'language' AS language,
       d.body ->> 'source_sha' AS source_sha,
       (SELECT marathon.document(j.body) ->> 'verdict' FROM marathon.ledger j
        WHERE j.contest_id = r.contest_id AND j.type = 'submission.judged' AND j.participant_id = r.participant_id
          AND marathon.document(j.body) ->> 'submission_id' = d.body ->> 'submission_id'
        ORDER BY j.seq DESC LIMIT 1) AS verdict
FROM marathon.ledger r CROSS JOIN LATERAL (SELECT marathon.document(r.body) AS body) d
WHERE r.type = 'submission.received';

CREATE VIEW marathon.standings_source WITH (security_invoker = true) AS
SELECT j.contest_id, j.participant_id,
       d.body ->> 'submission_id' AS submission_id,
       d.body ->> 'verdict' AS verdict,
       (d.body ->> 'points')::bigint AS points,
       j.seq, j.at
FROM marathon.ledger j CROSS JOIN LATERAL (SELECT marathon.document(j.body) AS body) d
WHERE j.type = 'submission.judged';

CREATE VIEW marathon.actions WITH (security_invoker = true) AS
SELECT l.contest_id, l.seq, l.at, l.type, l.actor, l.participant_id, d.body ->> 'action_id' AS action_id
FROM marathon.ledger l CROSS JOIN LATERAL (SELECT marathon.document(l.body) AS body) d
WHERE d.body ->> 'action_id' <> '';

REVOKE ALL ON ALL TABLES IN SCHEMA marathon FROM PUBLIC;

REVOKE ALL ON FUNCTION marathon.document(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION marathon.document(text) TO marathon_app;

GRANT SELECT ON marathon.violations, marathon.submissions, marathon.standings_source, marathon.actions TO marathon_app;
