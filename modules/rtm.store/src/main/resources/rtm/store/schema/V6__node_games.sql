-- Only adds. What an earlier program writes is in the index too; on one node nothing reads it.
INSERT INTO schema_versions (version, oldest_version) VALUES (6, 2);

-- The running games of each node, in order, and the memory that they may use together: read for every game that is placed.
CREATE INDEX runtime_records_running_on ON runtime_records (node_id, game_id) INCLUDE (memory_bytes) WHERE status = 'running';

-- Why the node's process can start no engine now; new games go to other nodes then.
ALTER TABLE nodes ADD COLUMN trouble text CHECK (length(trouble) BETWEEN 1 AND 1000);

-- The version of the schema that the node's program knows, once its process has said so.
ALTER TABLE nodes ADD COLUMN schema_version integer CHECK (schema_version > 0);

-- A later migration that programs of nodes at work do not know is not applied: they would be refused at their next start.
CREATE FUNCTION require_nodes_to_know() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    earlier text;
BEGIN
    SELECT string_agg(coalesce(name, 'number ' || node_id), ', ' ORDER BY node_id) INTO earlier FROM nodes
    WHERE schema_version < NEW.oldest_version AND EXISTS (
        SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1920233838 AND objid = node_id::oid
            AND objsubid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database()));
    IF earlier IS NOT NULL THEN
        RAISE EXCEPTION 'version % needs programs that know version %, and those of these nodes do not: %; upgrade them first',
            NEW.version, NEW.oldest_version, earlier;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER require_nodes_to_know BEFORE INSERT OR UPDATE OF oldest_version ON schema_versions
    FOR EACH ROW EXECUTE FUNCTION require_nodes_to_know();
