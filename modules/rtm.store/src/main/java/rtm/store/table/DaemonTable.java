package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** {@code docker_engine}, a table of one row. */
public final class DaemonTable {

    private static final String STORE =
            """
            INSERT INTO docker_engine (engine_id) VALUES (?)
            ON CONFLICT (only_row) DO UPDATE SET engine_id = excluded.engine_id
            """;

    private DaemonTable() {}

    public static Optional<String> read(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT engine_id FROM docker_engine");
                ResultSet rows = statement.executeQuery()) {
            return rows.next()
                    ? Optional.of(SqlValues.string(rows, "engine_id"))
                    : Optional.empty();
        }
    }

    public static void store(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STORE)) {
            new SqlValues.Parameters(statement).text(id);
            statement.executeUpdate();
        }
    }
}
