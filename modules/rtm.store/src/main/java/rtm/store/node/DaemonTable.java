package rtm.store.node;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import rtm.domain.model.NodeId;
import rtm.store.sql.SqlValues;

/**
 * The daemons in {@code nodes}. That of the first node is written to {@code docker_engine}, a table
 * of one row that earlier programs use too; a trigger copies it.
 */
public final class DaemonTable {

    private static final String STORE_OTHER =
            """
            UPDATE nodes SET engine_id = ?,
                answered_at = CASE engine_id WHEN ? THEN answered_at END
            WHERE node_id = ?
            """;

    private static final String STORE =
            """
            INSERT INTO docker_engine (engine_id) VALUES (?)
            ON CONFLICT (only_row) DO UPDATE SET engine_id = excluded.engine_id,
                answered_at = CASE docker_engine.engine_id
                    WHEN excluded.engine_id THEN docker_engine.answered_at END
            """;

    private static final String STORE_FIRST_ANSWER =
            """
            UPDATE docker_engine SET answered_at = ? WHERE answered_at IS DISTINCT FROM ?
            """;

    private static final String STORE_ANSWER =
            """
            UPDATE nodes SET answered_at = ?
            WHERE answered_at IS DISTINCT FROM ? AND engine_id IS NOT NULL AND node_id = ?
            """;

    private DaemonTable() {}

    /** The daemon of the first node, also in the tables of an earlier program. */
    public static Optional<String> read(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT engine_id FROM docker_engine");
                ResultSet rows = statement.executeQuery()) {
            return rows.next()
                    ? Optional.of(SqlValues.string(rows, "engine_id"))
                    : Optional.empty();
        }
    }

    /** The ID of the node's daemon. */
    public static Optional<String> read(Connection connection, NodeId node) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT engine_id FROM nodes WHERE node_id = ?")) {
            new SqlValues.Parameters(statement).node(node);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? SqlValues.optionalString(rows, "engine_id") : Optional.empty();
            }
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

    public static void store(Connection connection, NodeId node, String id) throws SQLException {
        boolean first = node.equals(NodeId.FIRST);
        try (PreparedStatement statement =
                connection.prepareStatement(first ? STORE : STORE_OTHER)) {
            SqlValues.Parameters parameters = new SqlValues.Parameters(statement).text(id);
            if (!first) {
                parameters.text(id).node(node);
            }
            statement.executeUpdate();
        }
    }

    /** When the node's daemon last answered, by its clock. */
    public static Optional<Instant> lastAnswer(Connection connection, NodeId node)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT answered_at FROM nodes WHERE node_id = ?")) {
            new SqlValues.Parameters(statement).node(node);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? SqlValues.optionalInstant(rows, "answered_at")
                        : Optional.empty();
            }
        }
    }

    /** Stores when the node's daemon last answered, or that it is back. */
    public static void storeAnswer(Connection connection, NodeId node, Optional<Instant> at)
            throws SQLException {
        boolean first = node.equals(NodeId.FIRST);
        try (PreparedStatement statement =
                connection.prepareStatement(first ? STORE_FIRST_ANSWER : STORE_ANSWER)) {
            SqlValues.Parameters parameters = new SqlValues.Parameters(statement).time(at).time(at);
            if (!first) {
                parameters.node(node);
            }
            statement.executeUpdate();
        }
    }
}
