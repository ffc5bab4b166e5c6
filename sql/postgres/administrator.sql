-- What a login role with CREATEROLE, and CREATE on the database, runs once before sql/postgres/0001_start.sql. `:login` is
-- the quoted name of the role that the server signs in with. `marathon_owner` owns and changes tables, `marathon_app` reads
-- and writes rows; nobody signs in as either. Each statement may be repeated.

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['marathon_owner', 'marathon_app'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- another database of this cluster was prepared at the same moment
            END;
        END IF;
    END LOOP;
END
$$;

GRANT marathon_owner, marathon_app TO :login;

CREATE SCHEMA IF NOT EXISTS marathon AUTHORIZATION marathon_owner;
