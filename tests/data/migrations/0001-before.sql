-- A small contest as version 1 kept it: two people, one violation, one judged submission, one warning.

INSERT INTO contests VALUES ('c1', 'First contest', '2026-01-29T05:00:00.000Z', 'epoch-1', 5, X'05');

INSERT INTO ledger VALUES ('c1', 1, '2026-01-29T05:30:00.000Z', 'consent.given', 1, 'participant', 'P1', '{"version":1}', X'01');

INSERT INTO ledger VALUES ('c1', 2, '2026-01-29T05:31:00.000Z', 'incident.recorded', 1, 'participant', 'P1', '{"incident_id":"i1","kind":"away.tab","level":"medium","phase":"closed","round":1,"duration_ms":12400,"points":3,"total":3,"risk":"low","counted":true,"source":"page"}', X'02');

INSERT INTO ledger VALUES ('c1', 3, '2026-01-29T05:32:00.000Z', 'submission.received', 1, 'participant', 'P2', '{"submission_id":"s1","problem":"prime","round":1,"language":"c","source_sha":"aa"}', X'03');

INSERT INTO ledger VALUES ('c1', 4, '2026-01-29T05:33:00.000Z', 'submission.judged', 1, 'system', 'P2', '{"submission_id":"s1","verdict":"AC","points":20}', X'04');

INSERT INTO ledger VALUES ('c1', 5, '2026-01-29T05:34:00.000Z', 'warning.issued', 1, 'staff:anna', 'P1', '{"action_id":"a1","warning_id":"w1"}', X'05');

INSERT INTO private_texts VALUES ('ref-1', 'c1', 'P1', X'AABB', 'talking');

INSERT INTO blobs VALUES ('aa', X'696E74', 2);

INSERT INTO people VALUES ('c1', 'P1', 'Ädna', 'adna@example.org', 'North', 'CS', 'H1', 'A-1', 'hash-1'), ('c1', 'P2', 'Ben', '', 'South', '', 'H2', '', 'hash-2');

INSERT INTO staff VALUES ('anna', 'Anna', 'proctor', '["H1"]', 'hash-3');

INSERT INTO sessions VALUES ('token-1', 'session-1', 'participant', 'P1', 'c1', '2026-01-29T05:20:00.000Z', '2026-01-29T17:20:00.000Z');

INSERT INTO command_results VALUES ('staff:anna', 'http:k', 'rh', '{}', '2026-01-29T05:34:00.000Z');

INSERT INTO client_streams VALUES ('c1', 'P1', 'page-1', 7);

INSERT INTO drafts VALUES ('c1', 'P1', 'prime', 'c', 'aa', 3, 2, '2026-01-29T05:35:00.000Z');

INSERT INTO problems VALUES ('c1', 'prime', 1, '{"id":"prime"}');

INSERT INTO settings VALUES ('secret', 'x');
