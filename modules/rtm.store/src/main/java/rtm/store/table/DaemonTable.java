package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import rtm.domain.model.NodeId;

/**
 * {@code docker_engine}, a table of one row, which earlier programs use too: what is written there
 * reaches the first node of {@code nodes} by a trigger.
 */
public final class DaemonTable {

    private static final String STORE =
            """
            INSERT INTO docker_engine (engine_id) VALUES (?)
            ON CONFLICT (only_row) DO UPDATE SET engine_id = excluded.engine_id,
                answered_at = CASE docker_engine.engine_id
                    WHEN excluded.engine_id THEN docker_engine.answered_at END
            """;

    private static final String STORE_ANSWER =
            """
            UPDATE docker_engine SET answered_at = ? WHERE answered_at IS DISTINCT FROM ?
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

    /** The node whose daemon has this ID. */
    public static Optional<NodeId> node(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT node_id FROM nodes WHERE engine_id = ?")) {
            new SqlValues.Parameters(statement).text(id);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new NodeId(rows.getInt("node_id")))
                        : Optional.empty();
            }
        }
    }

    public static void store(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STORE)) {
            new SqlValues.Parameters(statement).text(id);
            statement.executeUpdate();
        }
    }

    /** When the recorded daemon last answered, by its clock. */
    public static Optional<Instant> lastAnswer(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT answered_at FROM docker_engine");
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? SqlValues.optionalInstant(rows, "answered_at") : Optional.empty();
        }
    }

    /** Stores when the recorded daemon last answered, or that it is back. */
    public static void storeAnswer(Connection connection, Optional<Instant> at)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STORE_ANSWER)) {
            new SqlValues.Parameters(statement).time(at).time(at);
            statement.executeUpdate();
        }
    }
}
