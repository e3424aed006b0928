package rtm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import rtm.store.dsn.DsnParameters;
import rtm.store.sql.SqlValues;

/**
 * What the role may do in the database, read from the catalog, so that a message can name a missing
 * right before a statement fails.
 *
 * @param role the role
 * @param database the database
 * @param standby whether the server is a read-only standby
 * @param exists whether the schema exists
 * @param mayUse whether the role may use the schema
 * @param searched whether the session finds the schema's tables without its name
 * @param mayCreate whether the role may create in it
 * @param hasHistory whether migrations were applied before
 * @param closedTables the service's tables that the role may not read and write
 */
record SchemaRights(
        String role,
        String database,
        boolean standby,
        boolean exists,
        boolean mayUse,
        boolean searched,
        boolean mayCreate,
        boolean hasHistory,
        List<String> closedTables) {

    private static final String SELECT =
            """
            SELECT current_user AS role, current_database() AS database,
                pg_is_in_recovery() AS standby, schema.oid IS NOT NULL AS exists,
                coalesce(has_schema_privilege(schema.oid, 'USAGE'), false) AS may_use,
                current_schema() IS NOT DISTINCT FROM schema.nspname AS searched,
                coalesce(has_schema_privilege(schema.oid, 'CREATE'), false) AS may_create,
                EXISTS (SELECT FROM pg_class
                    WHERE relnamespace = schema.oid AND relname = ?) AS has_history,
                ARRAY(SELECT relname::text FROM pg_class AS t
                    WHERE relnamespace = schema.oid AND relname = ANY (?)
                        AND NOT (has_table_privilege(t.oid, 'SELECT')
                            AND has_table_privilege(t.oid, 'INSERT')
                            AND has_table_privilege(t.oid, 'UPDATE')
                            AND has_table_privilege(t.oid, 'DELETE'))
                    ORDER BY relname) AS closed_tables
            FROM (VALUES (1)) AS one LEFT JOIN pg_namespace AS schema ON schema.nspname = ?
            """;

    private static final String[] TABLES = {
        "runtime_records",
        "operation_log",
        "health_snapshots",
        "outbox",
        "docker_engine",
        "drain",
        "database_identity",
        "schema_versions",
        "endings",
        "nodes",
        SchemaHistory.TABLE
    };

    static SchemaRights read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            new SqlValues.Parameters(statement)
                    .text(SchemaHistory.TABLE)
                    .texts(TABLES)
                    .text(DsnParameters.SCHEMA);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return new SchemaRights(
                        SqlValues.string(rows, "role"),
                        SqlValues.string(rows, "database"),
                        rows.getBoolean("standby"),
                        rows.getBoolean("exists"),
                        rows.getBoolean("may_use"),
                        rows.getBoolean("searched"),
                        rows.getBoolean("may_create"),
                        rows.getBoolean("has_history"),
                        List.of((String[]) rows.getArray("closed_tables").getArray()));
            }
        }
    }

    /**
     * @throws StoreOpenException if something is missing that using the tables requires
     */
    void requireUse() {
        if (standby) {
            throw refused(WriteCheck.STANDBY);
        }
        if (!exists) {
            throw refused(
                    "database %s has no schema %s; as an administrator of that database run: CREATE SCHEMA %s AUTHORIZATION %s"
                            .formatted(
                                    database,
                                    DsnParameters.SCHEMA,
                                    DsnParameters.SCHEMA,
                                    Identifiers.quote(role)));
        }
        if (!mayUse) {
            throw missing(
                    "use schema " + DsnParameters.SCHEMA,
                    "USAGE, CREATE ON SCHEMA " + DsnParameters.SCHEMA);
        }
        if (!searched) {
            throw refused(
                    "the session ignores the DSN's search_path=%s, as a pooler can; as an administrator run: ALTER ROLE %s IN DATABASE %s SET search_path = %s; then restart the pooler"
                            .formatted(
                                    DsnParameters.SCHEMA,
                                    Identifiers.quote(role),
                                    Identifiers.quote(database),
                                    DsnParameters.SCHEMA));
        }
        if (!closedTables.isEmpty()) {
            throw missing(
                    "read and write "
                            + String.join(", ", closedTables)
                            + " in schema "
                            + DsnParameters.SCHEMA,
                    "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "
                            + DsnParameters.SCHEMA);
        }
    }

    /**
     * @throws StoreOpenException if the role may not create tables
     */
    void requireCreate() {
        if (!mayCreate) {
            throw missing(
                    "create tables in schema " + DsnParameters.SCHEMA,
                    "USAGE, CREATE ON SCHEMA " + DsnParameters.SCHEMA);
        }
    }

    private StoreOpenException missing(String deed, String grant) {
        return refused(
                "role %s may not %s of database %s; as the schema's owner run: GRANT %s TO %s"
                        .formatted(role, deed, database, grant, Identifiers.quote(role)));
    }

    private static StoreOpenException refused(String sentence) {
        return new StoreOpenException(sentence, null);
    }
}
