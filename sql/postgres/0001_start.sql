-- Statements are separated by one empty line. Files that were released never change: a later change is a new file.
-- Run as marathon_owner in the schema marathon, which sql/postgres/administrator.sql makes. Every name carries its schema,
-- so that no session state (search_path) is needed behind a pooler. Texts compare by bytes, as in SQLite.

CREATE TABLE marathon.store_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    schema_version INTEGER NOT NULL,
    version BIGINT NOT NULL
) WITH (fillfactor = 10);

INSERT INTO marathon.store_state (id, schema_version, version) VALUES (1, 0, 0);

CREATE TABLE marathon.contests (
    contest_id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT NOT NULL,
    created_at TEXT COLLATE "C" NOT NULL,
    ledger_epoch TEXT NOT NULL,
    last_seq BIGINT NOT NULL DEFAULT 0,
    last_hash BYTEA NOT NULL,
    created_order BIGINT GENERATED ALWAYS AS IDENTITY
) WITH (fillfactor = 10);

CREATE TABLE marathon.ledger (
    contest_id TEXT COLLATE "C" NOT NULL REFERENCES marathon.contests (contest_id),
    seq BIGINT NOT NULL,
    at TEXT COLLATE "C" NOT NULL,
    type TEXT COLLATE "C" NOT NULL,
    v INTEGER NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    participant_id TEXT COLLATE "C" NOT NULL,
    body TEXT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (contest_id, seq)
);

CREATE INDEX ledger_by_participant ON marathon.ledger (contest_id, participant_id, seq);

CREATE FUNCTION marathon.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON marathon.ledger
    FOR EACH STATEMENT EXECUTE FUNCTION marathon.refuse_change();

CREATE TABLE marathon.private_texts (
    ref TEXT COLLATE "C" PRIMARY KEY,
    contest_id TEXT COLLATE "C" NOT NULL,
    participant_id TEXT COLLATE "C" NOT NULL,
    salt BYTEA NOT NULL,
    text TEXT NOT NULL
);

CREATE INDEX private_texts_by_person ON marathon.private_texts (contest_id, participant_id);

CREATE TABLE marathon.blobs (
    sha TEXT COLLATE "C" PRIMARY KEY,
    bytes BYTEA NOT NULL,
    refs BIGINT NOT NULL
);

CREATE TABLE marathon.people (
    contest_id TEXT COLLATE "C" NOT NULL REFERENCES marathon.contests (contest_id),
    participant_id TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    email TEXT COLLATE "C" NOT NULL,
    college TEXT NOT NULL,
    department TEXT NOT NULL,
    hall TEXT NOT NULL,
    seat TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (contest_id, participant_id)
);

CREATE UNIQUE INDEX people_by_email ON marathon.people (contest_id, email) WHERE email <> '';

CREATE INDEX people_by_version ON marathon.people (contest_id, version);

CREATE TABLE marathon.staff (
    username TEXT COLLATE "C" PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    halls TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE INDEX staff_by_version ON marathon.staff (version);

CREATE TABLE marathon.sessions (
    token_hash TEXT COLLATE "C" PRIMARY KEY,
    session_id TEXT COLLATE "C" NOT NULL,
    role TEXT NOT NULL,
    account TEXT NOT NULL,
    contest_id TEXT COLLATE "C" NOT NULL,
    created_at TEXT COLLATE "C" NOT NULL,
    expires_at TEXT COLLATE "C" NOT NULL,
    ended BOOLEAN NOT NULL DEFAULT false,
    version BIGINT NOT NULL
);

CREATE INDEX sessions_by_id ON marathon.sessions (session_id);

CREATE INDEX sessions_by_expiry ON marathon.sessions (expires_at);

CREATE INDEX sessions_by_version ON marathon.sessions (version);

CREATE TABLE marathon.command_results (
    account TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    request_hash TEXT NOT NULL,
    result TEXT NOT NULL,
    at TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (account, key)
);

CREATE TABLE marathon.client_streams (
    contest_id TEXT COLLATE "C" NOT NULL,
    participant_id TEXT COLLATE "C" NOT NULL,
    client_id TEXT COLLATE "C" NOT NULL,
    acked_seq BIGINT NOT NULL,
    PRIMARY KEY (contest_id, participant_id, client_id)
) WITH (fillfactor = 70);

CREATE TABLE marathon.drafts (
    contest_id TEXT COLLATE "C" NOT NULL,
    participant_id TEXT COLLATE "C" NOT NULL,
    problem_id TEXT COLLATE "C" NOT NULL,
    language TEXT NOT NULL,
    source_sha TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    rev BIGINT NOT NULL,
    at TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (contest_id, participant_id, problem_id)
) WITH (fillfactor = 70);

CREATE TABLE marathon.problems (
    contest_id TEXT COLLATE "C" NOT NULL REFERENCES marathon.contests (contest_id),
    problem_id TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    document TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (contest_id, problem_id, revision)
);

CREATE INDEX problems_by_version ON marathon.problems (contest_id, version);

CREATE TABLE marathon.settings (
    key TEXT COLLATE "C" PRIMARY KEY,
    value TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE INDEX settings_by_version ON marathon.settings (version);

-- Who may do what: servers need no more than this. Row level security leaves every other role of a hosted database
-- (its public REST role above all) with nothing, whatever rights it is given by default.

REVOKE ALL ON SCHEMA marathon FROM PUBLIC;

REVOKE ALL ON ALL TABLES IN SCHEMA marathon FROM PUBLIC;

REVOKE ALL ON ALL SEQUENCES IN SCHEMA marathon FROM PUBLIC;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA marathon FROM PUBLIC;

GRANT USAGE ON SCHEMA marathon TO marathon_app;

GRANT SELECT, UPDATE (version) ON marathon.store_state TO marathon_app;

GRANT SELECT, INSERT, UPDATE (name, ledger_epoch, last_seq, last_hash) ON marathon.contests TO marathon_app;

GRANT SELECT, INSERT ON marathon.ledger, marathon.private_texts TO marathon_app;

GRANT SELECT, INSERT, UPDATE (refs), DELETE ON marathon.blobs TO marathon_app;

GRANT SELECT, INSERT, UPDATE ON marathon.people, marathon.staff, marathon.client_streams, marathon.drafts,
    marathon.problems, marathon.settings TO marathon_app;

GRANT SELECT, INSERT, UPDATE (ended, version), DELETE ON marathon.sessions TO marathon_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON marathon.command_results TO marathon_app;

DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = 'marathon' LOOP
        EXECUTE format('ALTER TABLE marathon.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY servers ON marathon.%I TO marathon_app USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;
