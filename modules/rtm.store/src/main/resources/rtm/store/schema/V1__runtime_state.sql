-- Names are unqualified: the search path of the connection is the schema rtmanager and nothing else.
-- An applied file is never edited; what is to change is a new file.

-- It becomes a container name, a host name and a folder.
CREATE DOMAIN game_id AS text COLLATE "C"
    CHECK (VALUE ~ '^[A-Za-z0-9]([A-Za-z0-9-]{0,49}[A-Za-z0-9])?$');

CREATE TABLE runtime_records (
    game_id              game_id     PRIMARY KEY,
    status               text        NOT NULL CHECK (status IN ('running', 'stopped', 'removed')),
    current_container_id text,
    current_image_ref    text        NOT NULL,
    engine_endpoint      text        NOT NULL,
    state_path           text        NOT NULL,
    docker_network       text        NOT NULL,
    started_at           timestamptz NOT NULL,
    stopped_at           timestamptz,
    removed_at           timestamptz,
    last_op_at           timestamptz NOT NULL,
    created_at           timestamptz NOT NULL,
    version              bigint      NOT NULL CHECK (version >= 1),
    CONSTRAINT runtime_records_state CHECK (
        CASE status
            WHEN 'running' THEN current_container_id IS NOT NULL AND stopped_at IS NULL AND removed_at IS NULL
            WHEN 'stopped' THEN current_container_id IS NOT NULL AND stopped_at IS NOT NULL AND removed_at IS NULL
            WHEN 'removed' THEN current_container_id IS NULL AND removed_at IS NOT NULL
        END)
);

CREATE INDEX runtime_records_by_status ON runtime_records (status, game_id);

CREATE TABLE operation_log (
    id                 bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    game_id            game_id     NOT NULL,
    op_kind            text        NOT NULL CHECK (op_kind IN (
                           'start', 'stop', 'restart', 'patch', 'cleanup_container',
                           'reconcile_adopt', 'reconcile_dispose', 'reconcile_observed_exited')),
    op_source          text        NOT NULL CHECK (op_source IN (
                           'lobby_stream', 'gm_rest', 'admin_rest', 'auto_ttl', 'auto_reconcile')),
    source_ref         text        COLLATE "C" CONSTRAINT operation_log_one_per_job UNIQUE,
    operation_id       uuid        NOT NULL CONSTRAINT operation_log_one_per_operation UNIQUE,
    owner              uuid        NOT NULL,
    image_ref          text,
    previous_image_ref text,
    container_id       text,
    reason             text        CHECK (reason IN (
                           'orphan_cleanup', 'cancelled', 'finished', 'admin_request', 'timeout')),
    outcome            text        NOT NULL CHECK (outcome IN ('in_progress', 'success', 'failure')),
    error_code         text        CHECK (error_code ~ '^[a-z][a-z0-9_]{0,63}$'),
    error_message      text        CHECK (length(error_message) <= 2000),
    traceparent        text,
    started_at         timestamptz NOT NULL,
    finished_at        timestamptz,
    CONSTRAINT operation_log_source_ref CHECK ((op_source = 'lobby_stream') = (source_ref IS NOT NULL)),
    CONSTRAINT operation_log_outcome CHECK (
        CASE outcome
            WHEN 'in_progress' THEN finished_at IS NULL AND error_code IS NULL AND error_message IS NULL
            WHEN 'success' THEN finished_at IS NOT NULL AND error_message IS NULL
                AND (error_code IS NULL OR error_code = 'replay_no_op')
            WHEN 'failure' THEN finished_at IS NOT NULL AND error_code IS NOT NULL AND error_message IS NOT NULL
        END)
);

-- The mutual exclusion itself: one operation in progress a game, whoever asks and whatever a lease says.
CREATE UNIQUE INDEX operation_log_one_in_progress ON operation_log (game_id) WHERE outcome = 'in_progress';
-- A game's operations, newest first.
CREATE INDEX operation_log_by_game ON operation_log (game_id, started_at DESC, id DESC);
-- Whether an exit of this container was asked for.
CREATE INDEX operation_log_by_container ON operation_log (container_id, id DESC) WHERE container_id IS NOT NULL;

CREATE TABLE health_snapshots (
    game_id      game_id     PRIMARY KEY,
    container_id text,
    status       text        NOT NULL CHECK (status IN (
                     'healthy', 'exited', 'oom', 'container_disappeared', 'inspect_unhealthy',
                     'probe_failed', 'stopped')),
    source       text        NOT NULL CHECK (source IN (
                     'operation', 'docker_event', 'inspect', 'probe', 'reconcile')),
    details      jsonb       NOT NULL CHECK (jsonb_typeof(details) = 'object'),
    observed_at  timestamptz NOT NULL
);

-- Messages that were committed and not yet published; a row goes when its message is out.
CREATE TABLE outbox (
    position    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id  uuid        NOT NULL CONSTRAINT outbox_one_per_message UNIQUE,
    stream      text        NOT NULL,
    game_id     game_id     NOT NULL,
    -- name, value, name, value, …: an array, since the order of an entry's fields is part of it and
    -- an object would not keep it
    fields      jsonb       NOT NULL CHECK (
                    jsonb_typeof(fields) = 'array'
                    AND jsonb_array_length(fields) > 0
                    AND jsonb_array_length(fields) % 2 = 0),
    traceparent text,
    created_at  timestamptz NOT NULL
);

-- The Docker engine that all records are about; one row at most.
CREATE TABLE docker_engine (
    only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    engine_id text    NOT NULL CHECK (engine_id <> '')
);
