-- Only adds: a table that earlier programs neither read nor write. They start games during a drain.
INSERT INTO schema_versions (version, oldest_version) VALUES (4, 2);

-- Since when no new games are started, and who asked for that; no row while games are started.
CREATE TABLE drain (
    only_row  boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    since     timestamptz NOT NULL CHECK (isfinite(since)),
    op_source text        NOT NULL CHECK (op_source IN (
                  'lobby_stream', 'gm_rest', 'admin_rest', 'auto_ttl', 'auto_reconcile'))
);
