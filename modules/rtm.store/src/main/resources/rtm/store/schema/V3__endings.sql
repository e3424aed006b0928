-- Only adds: a table that earlier programs neither read nor write.
INSERT INTO schema_versions (version, oldest_version) VALUES (3, 2);

-- The ends of engines. A container that is started again has one more life, and so one more row.
CREATE TABLE endings (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    game_id        game_id     NOT NULL,
    container_id   text        NOT NULL CHECK (container_id <> ''),
    image_ref      text        CHECK (length(image_ref) <= 512),
    exit_code      integer,
    oom            boolean     NOT NULL,
    requested      boolean     NOT NULL,
    with_daemon    boolean     NOT NULL,
    started_at     timestamptz NOT NULL CHECK (isfinite(started_at)),
    ended_at       timestamptz NOT NULL CHECK (isfinite(ended_at)),
    -- What the engine wrote last; both are NULL until it was read.
    output         text        CHECK (octet_length(output) <= 16384),
    output_missing text        CHECK (length(output_missing) <= 500),
    CONSTRAINT endings_one_per_life UNIQUE (container_id, started_at),
    CONSTRAINT endings_output CHECK (output IS NULL OR output_missing IS NULL)
);

-- A game's endings, newest first.
CREATE INDEX endings_by_game ON endings (game_id, ended_at DESC, id DESC);
-- Endings that are too old.
CREATE INDEX endings_by_end ON endings (ended_at, id);
-- Endings whose output was not read yet.
CREATE INDEX endings_without_output ON endings (id) WHERE output IS NULL AND output_missing IS NULL;
