-- Ordinary tables to query for anyone with sqlite3. The ledger is the truth; these only read it.

CREATE VIEW violations AS
SELECT l.contest_id, max(l.seq) AS seq, l.participant_id,
       json_extract(l.body, '$.incident_id') AS incident_id,
       json_extract(l.body, '$.kind') AS kind,
       json_extract(l.body, '$.level') AS level,
       json_extract(l.body, '$.phase') AS phase,
       json_extract(l.body, '$.round') AS round,
       json_extract(l.body, '$.duration_ms') AS duration_ms,
       json_extract(l.body, '$.points') AS points,
       json_extract(l.body, '$.total') AS total,
       json_extract(l.body, '$.risk') AS risk,
       json_extract(l.body, '$.counted') AS counted,
       json_extract(l.body, '$.source') AS source
FROM ledger l
WHERE l.type = 'incident.recorded'
GROUP BY l.contest_id, l.participant_id, json_extract(l.body, '$.incident_id');

CREATE VIEW submissions AS
SELECT r.contest_id, r.seq, r.at, r.participant_id,
       json_extract(r.body, '$.submission_id') AS submission_id,
       json_extract(r.body, '$.problem') AS problem,
       json_extract(r.body, '$.round') AS round,
       json_extract(r.body, '$.language') AS language,
       json_extract(r.body, '$.source_sha') AS source_sha,
       (SELECT json_extract(j.body, '$.verdict') FROM ledger j
        WHERE j.contest_id = r.contest_id AND j.type = 'submission.judged' AND j.participant_id = r.participant_id
          AND json_extract(j.body, '$.submission_id') = json_extract(r.body, '$.submission_id')
        ORDER BY j.seq DESC LIMIT 1) AS verdict
FROM ledger r
WHERE r.type = 'submission.received';

CREATE VIEW standings_source AS
SELECT j.contest_id, j.participant_id,
       json_extract(j.body, '$.submission_id') AS submission_id,
       json_extract(j.body, '$.verdict') AS verdict,
       json_extract(j.body, '$.points') AS points,
       j.seq, j.at
FROM ledger j
WHERE j.type = 'submission.judged';

CREATE VIEW actions AS
SELECT contest_id, seq, at, type, actor, participant_id, json_extract(body, '$.action_id') AS action_id
FROM ledger
WHERE json_extract(body, '$.action_id') IS NOT NULL AND json_extract(body, '$.action_id') <> '';
