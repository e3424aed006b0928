-- Only adds. An earlier program knows no nodes: the records and operations that it writes get the first node by default,
-- and what it stores about the Docker daemon reaches that node by a trigger. So it may run as long as there is one node.
INSERT INTO schema_versions (version, oldest_version) VALUES (5, 2);

-- The machines that games run on, each with one container daemon. The number is never used again: it is also the key of
-- the lock that the node's leader holds.
CREATE TABLE nodes (
    node_id      integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY CHECK (node_id > 0),
    -- The daemon's ID, and while it is away, its last answer by its own clock.
    engine_id    text        CONSTRAINT nodes_one_per_daemon UNIQUE CHECK (engine_id <> ''),
    answered_at  timestamptz CHECK (isfinite(answered_at)),
    name         text        CONSTRAINT nodes_one_per_name UNIQUE CHECK (length(name) BETWEEN 1 AND 253),
    -- Where its process answers the others.
    url          text        CHECK (length(url) <= 512 AND url ~ '^https?://[^[:space:]]+$'),
    -- What games may use together; 0 games means no limit.
    memory_bytes bigint      CHECK (memory_bytes > 0),
    games_max    integer     NOT NULL DEFAULT 0 CHECK (games_max >= 0),
    state        text        NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'retired')),
    seen_at      timestamptz CHECK (isfinite(seen_at)),
    -- The id in the mark of the state root that has its games' folders; none until a root was found right.
    state_root_id uuid
);

-- The first node, number 1: the machine of the present daemon, or of the first one that will be recorded.
INSERT INTO nodes (engine_id, answered_at) SELECT max(engine_id), max(answered_at) FROM docker_engine;

CREATE FUNCTION docker_engine_to_first_node() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE nodes SET engine_id = NEW.engine_id, answered_at = NEW.answered_at WHERE node_id = 1;
    RETURN NULL;
END
$$;

CREATE TRIGGER docker_engine_to_first_node AFTER INSERT OR UPDATE OR DELETE ON docker_engine
    FOR EACH ROW EXECUTE FUNCTION docker_engine_to_first_node();

-- Where a game's container and folder are; kept when the container is removed, since the folder stays.
ALTER TABLE runtime_records
    ADD COLUMN node_id integer NOT NULL DEFAULT 1,
    -- The memory that the container may use, and the engine's IP address, as its start found them.
    ADD COLUMN memory_bytes bigint CHECK (memory_bytes > 0),
    ADD COLUMN engine_address text CHECK (length(engine_address) BETWEEN 1 AND 64),
    ADD CONSTRAINT runtime_records_node FOREIGN KEY (node_id) REFERENCES nodes NOT VALID;

-- Where an operation is carried out. Without a foreign key, which would lock the node's row at each insert: nodes are
-- never deleted.
ALTER TABLE operation_log
    ADD COLUMN node_id integer NOT NULL DEFAULT 1,
    ADD CONSTRAINT operation_log_node CHECK (node_id > 0) NOT VALID;

-- Where the container was.
ALTER TABLE endings
    ADD COLUMN node_id integer NOT NULL DEFAULT 1,
    ADD CONSTRAINT endings_node CHECK (node_id > 0) NOT VALID;

-- The games that lost their container; few of many.
CREATE INDEX health_snapshots_lost ON health_snapshots (game_id) WHERE status = 'container_disappeared';
