-- Only adds. What an earlier program writes is in the index too; on one node nothing reads it.
INSERT INTO schema_versions (version, oldest_version) VALUES (6, 2);

-- The running games of each node, in order, and the memory that they may use together: read for every game that is placed.
CREATE INDEX runtime_records_running_on ON runtime_records (node_id, game_id) INCLUDE (memory_bytes) WHERE status = 'running';
