-- Only adds. It also passes over a database that has bad rows: the new constraints are NOT VALID, so they check what is
-- written from now on and leave older rows alone.

-- Which programs may run on each version of the schema: those that know at least the oldest version named here. The
-- program of version 1 reads no such table and refuses every later version.
CREATE TABLE schema_versions (
    version        integer PRIMARY KEY,
    oldest_version integer NOT NULL CHECK (oldest_version BETWEEN 1 AND version)
);
INSERT INTO schema_versions (version, oldest_version) VALUES (1, 1), (2, 2);

-- Distinguishes this database from every other one; a dump keeps it.
CREATE TABLE database_identity (
    only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    database_id uuid    NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO database_identity DEFAULT VALUES;

-- When the Docker daemon of engine_id last answered, by its own clock.
ALTER TABLE docker_engine ADD COLUMN answered_at timestamptz CHECK (isfinite(answered_at));

-- The longest values and the characters that are accepted here are wider than what the program writes: a value that it
-- accepts must never fail here.
ALTER TABLE runtime_records
    ADD CONSTRAINT runtime_records_container CHECK (
        current_container_id ~ '^[A-Za-z0-9_.-]{1,128}$') NOT VALID,
    ADD CONSTRAINT runtime_records_image CHECK (
        length(current_image_ref) <= 512 AND current_image_ref ~ '^[][A-Za-z0-9._/:@-]+$') NOT VALID,
    ADD CONSTRAINT runtime_records_endpoint CHECK (
        length(engine_endpoint) <= 512 AND engine_endpoint ~ '^https?://[^[:space:]]+$') NOT VALID,
    ADD CONSTRAINT runtime_records_state_path CHECK (
        length(state_path) <= 4096 AND state_path LIKE '/%') NOT VALID,
    ADD CONSTRAINT runtime_records_network CHECK (
        length(docker_network) BETWEEN 1 AND 255) NOT VALID,
    ADD CONSTRAINT runtime_records_times CHECK (
        isfinite(started_at) AND isfinite(stopped_at) AND isfinite(removed_at)
        AND isfinite(last_op_at) AND isfinite(created_at)) NOT VALID;

ALTER TABLE operation_log
    ADD CONSTRAINT operation_log_container CHECK (
        container_id ~ '^[A-Za-z0-9_.-]{1,128}$') NOT VALID,
    ADD CONSTRAINT operation_log_reference CHECK (source_ref <> '') NOT VALID,
    ADD CONSTRAINT operation_log_times CHECK (
        isfinite(started_at) AND isfinite(finished_at)) NOT VALID;

ALTER TABLE health_snapshots
    ADD CONSTRAINT health_snapshots_container CHECK (
        container_id ~ '^[A-Za-z0-9_.-]{1,128}$') NOT VALID,
    ADD CONSTRAINT health_snapshots_times CHECK (isfinite(observed_at)) NOT VALID,
    DROP CONSTRAINT health_snapshots_status_check,
    ADD CONSTRAINT health_snapshots_status_check CHECK (status IN (
        'starting', 'healthy', 'exited', 'oom', 'container_disappeared', 'inspect_unhealthy',
        'probe_failed', 'stopped'));

ALTER TABLE outbox
    ADD CONSTRAINT outbox_stream CHECK (stream <> '') NOT VALID,
    ADD CONSTRAINT outbox_texts CHECK (
        NOT jsonb_path_exists(fields, '$[*] ? (@.type() != "string")')) NOT VALID,
    ADD CONSTRAINT outbox_times CHECK (isfinite(created_at)) NOT VALID;

-- Games whose ids differ only in case share a host name in Docker.
CREATE INDEX runtime_records_by_host_name ON runtime_records (lower(game_id)) WHERE status <> 'removed';
