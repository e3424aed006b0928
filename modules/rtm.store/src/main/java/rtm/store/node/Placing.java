package rtm.store.node;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeLoad;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.PlacingPolicy;
import rtm.domain.rule.Placement;
import rtm.store.sql.LockKeys;
import rtm.store.sql.SqlValues;

/**
 * Places games on nodes, in the transaction that opens their rows. Transactions that place a game
 * do so one after the other, so that each sees the rows of those before it.
 */
public final class Placing {

    /** A statement of its own: the next one sees what was committed while this one waited. */
    private static final String LOCK =
            "SELECT pg_advisory_xact_lock(%d, 1)".formatted(LockKeys.PLACING);

    private static final String IS_LOST =
            """
            SELECT FROM nodes WHERE node_id = ?
                AND (seen_at < clock_timestamp() - make_interval(secs => ?)
                    OR state = 'retired' AND node_id NOT IN (
            """
                    + NodeLoads.AT_WORK
                    + "))";

    /** Only as long as no process has taken it. */
    private static final String MOVE =
            """
            UPDATE operation_log SET node_id = ?
            WHERE id = ? AND operation_id = ? AND owner = ? AND node_id = ?
                AND outcome = 'in_progress'
            """;

    private final PlacingPolicy policy;

    public Placing(PlacingPolicy policy) {
        this.policy = policy;
    }

    /** When a node without a process counts as lost. */
    public Duration lostAfter() {
        return policy.lostAfter();
    }

    /**
     * The node for a new game, until the end of the transaction.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if none has room
     */
    public NodeId choose(Connection connection, GameId gameId) throws SQLException {
        lock(connection);
        return Placement.choose(gameId, policy.memory(), loads(connection, gameId));
    }

    /** The same; empty if none has room. */
    public Optional<NodeId> find(Connection connection, GameId gameId) throws SQLException {
        lock(connection);
        return Placement.find(policy.memory(), loads(connection, gameId));
    }

    /**
     * Requires that a new game may be started on that node, until the end of the transaction.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if it may not
     */
    public void require(Connection connection, GameId gameId, NodeId here) throws SQLException {
        lock(connection);
        Placement.require(gameId, policy.memory(), here, loads(connection, gameId));
    }

    /**
     * Where a game is, or where it would be started now.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if the game is new and no node has
     *     room
     */
    public Node nodeFor(Connection connection, GameId gameId) throws SQLException {
        Optional<Node> known = HolderTable.holder(connection, gameId);
        if (known.isPresent()) {
            return known.get();
        }
        List<NodeLoad> loads = loads(connection, gameId);
        NodeId chosen = Placement.choose(gameId, policy.memory(), loads);
        return loads.stream()
                .map(NodeLoad::node)
                .filter(node -> node.id().equals(chosen))
                .findFirst()
                .orElseThrow();
    }

    /** All nodes with what is on them. */
    public List<NodeLoad> loads(Connection connection) throws SQLException {
        return NodeLoads.read(connection, policy.memory().bytes(), Optional.empty());
    }

    private List<NodeLoad> loads(Connection connection, GameId gameId) throws SQLException {
        return NodeLoads.read(connection, policy.memory().bytes(), Optional.of(gameId)).stream()
                .map(node -> node.seenWithin(policy.lostAfter()))
                .toList();
    }

    private static void lock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.execute();
        }
    }

    /** Whether what no process has taken there may go elsewhere. */
    public boolean isLost(Connection connection, NodeId node) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(IS_LOST)) {
            new SqlValues.Parameters(statement).node(node).number(policy.lostAfter().toSeconds());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Moves an untaken row; false if a process has taken it meanwhile, or it was moved before. */
    public static boolean move(Connection connection, OpenOperation untaken, NodeId to)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            new SqlValues.Parameters(statement)
                    .node(to)
                    .number(untaken.row())
                    .uuid(untaken.id().value())
                    .uuid(untaken.owner().value())
                    .node(untaken.node());
            return statement.executeUpdate() == 1;
        }
    }
}
