package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.MemorySize;
import rtm.domain.model.Node;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.domain.model.WireName;

/**
 * The daemons in {@code nodes}. That of the first node is written to {@code docker_engine}, a table
 * of one row that earlier programs use too; a trigger copies it.
 */
public final class DaemonTable {

    /** The version of the schema that made the nodes: a program must know it from two nodes on. */
    private static final String REFUSE_EARLIER_PROGRAMS =
            """
            UPDATE schema_versions SET oldest_version = 5 WHERE version >= 5 AND oldest_version < 5
            """;

    private static final String ADD =
            """
            INSERT INTO nodes (name, engine_id) VALUES (?, ?) ON CONFLICT DO NOTHING
            """;

    private static final String ADDED =
            "SELECT node_id FROM nodes WHERE name = ? AND engine_id = ?";

    /** Also if it has that name already. */
    private static final String NAME =
            """
            UPDATE nodes SET name = ? WHERE node_id = ? AND (name IS NULL OR name = ?)
                AND NOT EXISTS (SELECT FROM nodes WHERE name = ? AND node_id <> ?)
            """;

    private static final String STORE_SEEN =
            """
            UPDATE nodes SET seen_at = clock_timestamp(), memory_bytes = ?, games_max = ?
            WHERE node_id = ?
            """;

    private static final String SELECT_NODES =
            """
            SELECT node_id, name, engine_id, state, memory_bytes, games_max, seen_at FROM nodes
            ORDER BY node_id
            """;

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

    /** Adds a node, and refuses programs that know no nodes, in one transaction. */
    public static Optional<NodeId> add(Connection connection, String name, String id)
            throws SQLException {
        try (PreparedStatement refusing = connection.prepareStatement(REFUSE_EARLIER_PROGRAMS);
                PreparedStatement adding = connection.prepareStatement(ADD);
                PreparedStatement asking = connection.prepareStatement(ADDED)) {
            refusing.executeUpdate();
            new SqlValues.Parameters(adding).text(name).text(id);
            adding.executeUpdate();
            new SqlValues.Parameters(asking).text(name).text(id);
            try (ResultSet rows = asking.executeQuery()) {
                return rows.next()
                        ? Optional.of(new NodeId(rows.getInt("node_id")))
                        : Optional.empty();
            }
        }
    }

    /** Whether the node has that name now. */
    public static boolean name(Connection connection, NodeId node, String name)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NAME)) {
            new SqlValues.Parameters(statement)
                    .text(name)
                    .node(node)
                    .text(name)
                    .text(name)
                    .node(node);
            return statement.executeUpdate() == 1;
        }
    }

    /** A process of the node works from now on. */
    public static void storeSeen(Connection connection, NodeId node, NodeCapacity capacity)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STORE_SEEN)) {
            new SqlValues.Parameters(statement)
                    .number(capacity.memory().bytes())
                    .number(capacity.games())
                    .node(node);
            statement.executeUpdate();
        }
    }

    /** All nodes. */
    public static List<Node> nodes(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_NODES);
                ResultSet rows = statement.executeQuery()) {
            List<Node> nodes = new ArrayList<>();
            while (rows.next()) {
                nodes.add(
                        new Node(
                                new NodeId(rows.getInt("node_id")),
                                SqlValues.optionalString(rows, "name"),
                                SqlValues.optionalString(rows, "engine_id"),
                                WireName.require(NodeState.class, SqlValues.string(rows, "state")),
                                capacity(rows),
                                SqlValues.optionalInstant(rows, "seen_at")));
            }
            return List.copyOf(nodes);
        }
    }

    private static Optional<NodeCapacity> capacity(ResultSet row) throws SQLException {
        long memory = row.getLong("memory_bytes");
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(new NodeCapacity(new MemorySize(memory), row.getInt("games_max")));
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
