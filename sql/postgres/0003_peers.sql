-- What servers that share this database tell each other beside the ledger. Nothing here is worth a disk write: it is true
-- for seconds, and a database that starts anew begins without it.

CREATE UNLOGGED TABLE marathon.instances (
    instance TEXT COLLATE "C" PRIMARY KEY,
    seen_at TIMESTAMPTZ NOT NULL
) WITH (fillfactor = 10);

CREATE UNLOGGED TABLE marathon.presence (
    contest_id TEXT COLLATE "C" NOT NULL,
    participant_id TEXT COLLATE "C" NOT NULL,
    instance TEXT COLLATE "C" NOT NULL,
    heard_at_ms BIGINT NOT NULL,
    visible BOOLEAN NOT NULL,
    focused BOOLEAN NOT NULL,
    problem TEXT NOT NULL,
    written_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (contest_id, participant_id)
) WITH (fillfactor = 50);

CREATE UNLOGGED TABLE marathon.judge_leases (
    job TEXT COLLATE "C" PRIMARY KEY,
    instance TEXT COLLATE "C" NOT NULL,
    until TIMESTAMPTZ NOT NULL
) WITH (fillfactor = 50);

CREATE UNLOGGED TABLE marathon.judge_runs (
    run TEXT COLLATE "C" PRIMARY KEY,
    participant_id TEXT COLLATE "C" NOT NULL,
    language TEXT COLLATE "C" NOT NULL,
    request TEXT NOT NULL,
    offered_at TIMESTAMPTZ NOT NULL,
    taken_by TEXT COLLATE "C",
    taken_until TIMESTAMPTZ,
    result TEXT,
    finished_at TIMESTAMPTZ
);

CREATE INDEX judge_runs_open ON marathon.judge_runs (offered_at) WHERE finished_at IS NULL;

CREATE INDEX judge_runs_finished ON marathon.judge_runs (finished_at) WHERE finished_at IS NOT NULL;

CREATE UNLOGGED TABLE marathon.sign_in_failures (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    instance TEXT COLLATE "C" NOT NULL,
    account TEXT NOT NULL,
    address TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    cleared BOOLEAN NOT NULL,
    written_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX sign_in_failures_by_time ON marathon.sign_in_failures (written_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON marathon.instances, marathon.presence, marathon.judge_leases, marathon.judge_runs,
    marathon.sign_in_failures TO marathon_app;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['instances', 'presence', 'judge_leases', 'judge_runs', 'sign_in_failures'] LOOP
        EXECUTE format('REVOKE ALL ON marathon.%I FROM PUBLIC', name);
        EXECUTE format('ALTER TABLE marathon.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY servers ON marathon.%I TO marathon_app USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;
