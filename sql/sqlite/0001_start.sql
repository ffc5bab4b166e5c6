-- Statements are separated by one empty line. Files that were released never change: a later change is a new file.

CREATE TABLE contests (
    contest_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ledger_epoch TEXT NOT NULL,
    last_seq INTEGER NOT NULL DEFAULT 0,
    last_hash BLOB NOT NULL
) STRICT;

CREATE TABLE ledger (
    contest_id TEXT NOT NULL REFERENCES contests (contest_id),
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    type TEXT NOT NULL,
    v INTEGER NOT NULL,
    actor TEXT NOT NULL,
    participant_id TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (contest_id, seq)
) STRICT;

CREATE INDEX ledger_by_participant ON ledger (contest_id, participant_id, seq);

CREATE TRIGGER ledger_is_append_only_update BEFORE UPDATE ON ledger BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TRIGGER ledger_is_append_only_delete BEFORE DELETE ON ledger BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TABLE private_texts (
    ref TEXT PRIMARY KEY,
    contest_id TEXT NOT NULL,
    participant_id TEXT NOT NULL,
    salt BLOB NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE INDEX private_texts_by_person ON private_texts (contest_id, participant_id);

CREATE TABLE blobs (
    sha TEXT PRIMARY KEY,
    bytes BLOB NOT NULL,
    refs INTEGER NOT NULL
) STRICT;

CREATE TABLE people (
    contest_id TEXT NOT NULL REFERENCES contests (contest_id),
    participant_id TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    college TEXT NOT NULL,
    department TEXT NOT NULL,
    hall TEXT NOT NULL,
    seat TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    PRIMARY KEY (contest_id, participant_id)
) STRICT;

CREATE UNIQUE INDEX people_by_email ON people (contest_id, email) WHERE email <> '';

CREATE TABLE staff (
    username TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    halls TEXT NOT NULL,
    password_hash TEXT NOT NULL
) STRICT;

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    session_id TEXT NOT NULL,
    role TEXT NOT NULL,
    account TEXT NOT NULL,
    contest_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;

CREATE INDEX sessions_by_id ON sessions (session_id);

CREATE TABLE command_results (
    account TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    result TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE client_streams (
    contest_id TEXT NOT NULL,
    participant_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    acked_seq INTEGER NOT NULL,
    PRIMARY KEY (contest_id, participant_id, client_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE drafts (
    contest_id TEXT NOT NULL,
    participant_id TEXT NOT NULL,
    problem_id TEXT NOT NULL,
    language TEXT NOT NULL,
    source_sha TEXT NOT NULL,
    size INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (contest_id, participant_id, problem_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE problems (
    contest_id TEXT NOT NULL REFERENCES contests (contest_id),
    problem_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (contest_id, problem_id, revision)
) STRICT;

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
