package rtm.store.node;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.MemorySize;
import rtm.domain.model.Node;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.domain.model.WireName;
import rtm.store.sql.SqlValues;

/** The nodes that work, as they are stored. */
public final class NodeTable {

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

    private static final String STAND_ALONE =
            """
            UPDATE nodes SET name = NULL, memory_bytes = NULL, games_max = 0, trouble = NULL,
                state = CASE state WHEN 'closed' THEN 'open' ELSE state END
            WHERE node_id = ?
            """;

    private static final String STORE_SEEN =
            """
            UPDATE nodes SET seen_at = clock_timestamp(), memory_bytes = ?, games_max = ?, url = ?,
                schema_version = ?
            WHERE node_id = ?
            """;

    private static final String STORE_BEAT =
            "UPDATE nodes SET seen_at = clock_timestamp(), trouble = ? WHERE node_id = ?";

    static final String SELECT =
            """
            SELECT node_id, name, engine_id, url, state, memory_bytes, games_max, trouble, seen_at
            FROM nodes
            """;

    private static final String SELECT_NODES = SELECT + "ORDER BY node_id";

    private NodeTable() {}

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

    /** The node has no name from now on, and nothing that only other nodes regard. */
    public static void standAlone(Connection connection, NodeId node) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STAND_ALONE)) {
            new SqlValues.Parameters(statement).node(node);
            statement.executeUpdate();
        }
    }

    /**
     * A process of the node works from now on.
     *
     * @param schemaVersion the version of the schema that it knows
     */
    public static void storeSeen(
            Connection connection,
            NodeId node,
            NodeCapacity capacity,
            Optional<URI> url,
            int schemaVersion)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STORE_SEEN)) {
            new SqlValues.Parameters(statement)
                    .number(capacity.memory().bytes())
                    .number(capacity.games())
                    .text(url.map(URI::toString))
                    .number(schemaVersion)
                    .node(node);
            statement.executeUpdate();
        }
    }

    /** A process of the node still works. */
    public static void storeBeat(Connection connection, NodeId node, Optional<String> trouble)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STORE_BEAT)) {
            new SqlValues.Parameters(statement).text(trouble).node(node);
            statement.executeUpdate();
        }
    }

    /** All nodes. */
    public static List<Node> nodes(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_NODES);
                ResultSet rows = statement.executeQuery()) {
            List<Node> nodes = new ArrayList<>();
            while (rows.next()) {
                nodes.add(node(rows));
            }
            return List.copyOf(nodes);
        }
    }

    /** The node of a row. */
    static Node node(ResultSet row) throws SQLException {
        return new Node(
                new NodeId(row.getInt("node_id")),
                SqlValues.optionalString(row, "name"),
                SqlValues.optionalString(row, "engine_id"),
                SqlValues.optionalString(row, "url").map(URI::create),
                WireName.require(NodeState.class, SqlValues.string(row, "state")),
                capacity(row),
                SqlValues.optionalString(row, "trouble"),
                SqlValues.optionalInstant(row, "seen_at"));
    }

    /** How long ago a process was last seen there, by PostgreSQL's clock. */
    static Optional<Duration> unseen(ResultSet row) throws SQLException {
        double seconds = row.getDouble("unseen");
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private static Optional<NodeCapacity> capacity(ResultSet row) throws SQLException {
        long memory = row.getLong("memory_bytes");
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(new NodeCapacity(new MemorySize(memory), row.getInt("games_max")));
    }
}
