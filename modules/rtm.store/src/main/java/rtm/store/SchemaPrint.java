package rtm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import rtm.store.dsn.DsnParameters;
import rtm.store.sql.SqlValues;

/**
 * A print of all that the schema does to a write, read from the catalog: another one means that
 * somebody changed a column, constraint, trigger or its function, rule or policy, or that a
 * sequence is used up. Reading it writes nothing.
 */
final class SchemaPrint {

    private static final String SELECT =
            """
            SELECT md5(string_agg(kind || ' ' || id || ' ' || version, ',' ORDER BY kind, id, version))
            FROM (
                SELECT 'table', t.oid, t.relrowsecurity::text || t.relforcerowsecurity
                FROM pg_class AS t WHERE t.relnamespace = to_regnamespace(?) AND t.relkind = 'r'
                UNION ALL
                SELECT 'column', a.attrelid, a.attnum || ' ' || a.xmin::text
                FROM pg_attribute AS a JOIN pg_class AS t ON t.oid = a.attrelid
                WHERE t.relnamespace = to_regnamespace(?) AND t.relkind = 'r' AND a.attnum > 0
                UNION ALL
                SELECT 'constraint', c.oid, c.xmin::text
                FROM pg_constraint AS c WHERE c.connamespace = to_regnamespace(?)
                UNION ALL
                SELECT 'trigger', g.oid, g.xmin::text || ' ' || f.xmin::text
                FROM pg_trigger AS g JOIN pg_proc AS f ON f.oid = g.tgfoid
                    JOIN pg_class AS t ON t.oid = g.tgrelid
                WHERE t.relnamespace = to_regnamespace(?)
                UNION ALL
                SELECT 'rule', r.oid, r.xmin::text
                FROM pg_rewrite AS r JOIN pg_class AS t ON t.oid = r.ev_class
                WHERE t.relnamespace = to_regnamespace(?)
                UNION ALL
                SELECT 'policy', p.oid, p.xmin::text
                FROM pg_policy AS p JOIN pg_class AS t ON t.oid = p.polrelid
                WHERE t.relnamespace = to_regnamespace(?)
                UNION ALL
                SELECT 'used up', 0, s.sequencename::text
                FROM pg_sequences AS s WHERE s.schemaname = ? AND s.last_value >= s.max_value
            ) AS part (kind, id, version)
            """;

    private static final int PARAMETERS = 7;

    private SchemaPrint() {}

    static String read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            SqlValues.Parameters parameters = new SqlValues.Parameters(statement);
            for (int i = 0; i < PARAMETERS; i++) {
                parameters.text(DsnParameters.SCHEMA);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return String.valueOf(row.getString(1));
            }
        }
    }
}
