package rtm.store.node;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeEngine;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeReport;
import rtm.domain.model.NodeState;
import rtm.domain.port.node.NodeAdministration.Moved;
import rtm.store.sql.LockKeys;
import rtm.store.sql.SqlValues;

/** Which node has which games, and which process has which node. */
public final class HolderTable {

    /** More nodes than anybody has. */
    private static final int MOST_NODES = 1_000;

    private static final String SELECT_HOLDER =
            NodeTable.SELECT
                    + """
                    WHERE node_id = coalesce(
                        (SELECT node_id FROM runtime_records WHERE game_id = ?),
                        (SELECT node_id FROM operation_log
                         WHERE game_id = ? AND outcome = 'in_progress' LIMIT 1))
                    """;

    /** In the one form that PostgreSQL and Docker write an address in. */
    private static final String SELECT_ENGINE =
            """
            SELECT node_id, game_id, engine_address FROM runtime_records
            WHERE status = 'running' AND engine_address = host(?::inet) AND node_id <> ?
                AND node_id IN (
            """
                    + NodeLoads.AT_WORK
                    + ") LIMIT 1";

    /** A process holds the locks of its duties on one session. */
    private static final String SELECT_REPORTS =
            """
            WITH locks AS (
                SELECT pid, classid, objid FROM pg_locks
                WHERE locktype = 'advisory' AND granted AND objsubid = 2
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            ), games AS (
                SELECT node_id, count(*) AS recorded, count(*) FILTER (WHERE status = 'running') AS running,
                    sum(memory_bytes) FILTER (WHERE status = 'running') AS memory_used
                FROM runtime_records GROUP BY node_id
            )
            SELECT node_id, name, engine_id, url, state, memory_bytes, games_max, trouble, seen_at,
                holder.pid IS NOT NULL AS held, intake.pid IS NOT NULL AS intake,
                extract(epoch FROM clock_timestamp() - seen_at) AS unseen,
                coalesce(recorded, 0) AS recorded, coalesce(running, 0) AS running,
                coalesce(memory_used, 0)::bigint AS memory_used
            FROM nodes LEFT JOIN games USING (node_id)
                LEFT JOIN locks AS holder ON holder.classid::bigint = ? AND holder.objid::bigint = node_id
                LEFT JOIN locks AS intake ON intake.classid::bigint = ? AND intake.pid = holder.pid
            ORDER BY node_id LIMIT ?
            """;

    private static final String SET_STATE =
            "UPDATE nodes SET state = ? WHERE node_id = ? AND state = ?";

    /** Its lock is held meanwhile, so it does not matter what it was. */
    private static final String RETIRE = "UPDATE nodes SET state = 'retired' WHERE node_id = ?";

    private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock(?, ?) AS free";

    /** What is being opened is waited for, and nothing is opened before this is committed. */
    private static final String LOCK_ROWS = "LOCK TABLE operation_log IN SHARE MODE";

    /** What moves a game or gives a node up waits until this transaction has opened its row. */
    private static final String KEEP_PLACES = "LOCK TABLE operation_log IN ROW EXCLUSIVE MODE";

    private static final String SELECT_GIVEN_UP =
            """
            SELECT node_id FROM runtime_records JOIN nodes USING (node_id)
            WHERE game_id = ? AND nodes.state = 'retired'
            """;

    private static final String SELECT_MOVABLE =
            """
            SELECT status = 'running' AS running,
                EXISTS (SELECT FROM operation_log AS open WHERE open.game_id = record.game_id
                    AND open.outcome = 'in_progress') AS busy,
                EXISTS (SELECT FROM nodes WHERE nodes.node_id = ? AND state = 'retired') AS retired
            FROM runtime_records AS record WHERE game_id = ? FOR UPDATE
            """;

    /** A container stays where it is, so there is none on the other node. */
    private static final String MOVE =
            """
            UPDATE runtime_records SET node_id = ?, engine_address = NULL, version = version + 1,
                status = 'removed', current_container_id = NULL,
                removed_at = coalesce(removed_at, greatest(stopped_at, clock_timestamp()))
            WHERE game_id = ?
            """;

    private HolderTable() {}

    /** The node that has a game. */
    public static Optional<Node> holder(Connection connection, GameId gameId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_HOLDER)) {
            new SqlValues.Parameters(statement).text(gameId.value()).text(gameId.value());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(NodeTable.node(rows)) : Optional.empty();
            }
        }
    }

    /**
     * All nodes and what is there.
     *
     * @param lostAfter when a node without a process counts as lost, where there may be several
     */
    public static List<NodeReport> reports(Connection connection, Optional<Duration> lostAfter)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_REPORTS)) {
            new SqlValues.Parameters(statement)
                    .number(LockKeys.NODE)
                    .number(LockKeys.INTAKE)
                    .number(MOST_NODES);
            try (ResultSet rows = statement.executeQuery()) {
                List<NodeReport> reports = new ArrayList<>();
                while (rows.next()) {
                    Node node = NodeTable.node(rows);
                    Optional<Duration> unseen = NodeTable.unseen(rows);
                    reports.add(
                            new NodeReport(
                                    node,
                                    rows.getBoolean("held"),
                                    rows.getBoolean("intake"),
                                    lostAfter
                                            .filter(after -> node.isLost(unseen, after))
                                            .isPresent(),
                                    unseen,
                                    rows.getLong("running"),
                                    rows.getLong("recorded"),
                                    rows.getLong("memory_used")));
                }
                return List.copyOf(reports);
            }
        }
    }

    /** The engine at an address on another node that has a process. */
    public static Optional<NodeEngine> engineAt(
            Connection connection, InetAddress address, NodeId here) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_ENGINE)) {
            new SqlValues.Parameters(statement)
                    .text(address.getHostAddress().replaceFirst("%.*", ""))
                    .node(here);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(
                                new NodeEngine(
                                        new NodeId(rows.getInt("node_id")),
                                        new GameId(SqlValues.string(rows, "game_id")),
                                        SqlValues.string(rows, "engine_address")))
                        : Optional.empty();
            }
        }
    }

    /** Stores whether games come to a node, if it is still what it was. */
    public static boolean setState(
            Connection connection, NodeId node, NodeState before, NodeState after)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SET_STATE)) {
            new SqlValues.Parameters(statement).text(after.wire()).node(node).text(before.wire());
            return statement.executeUpdate() == 1;
        }
    }

    /** The node of a game if it was given up. It stays as it is until the transaction ends. */
    public static Optional<NodeId> givenUp(Connection connection, GameId gameId)
            throws SQLException {
        try (Statement locking = connection.createStatement()) {
            locking.execute(KEEP_PLACES);
        }
        try (PreparedStatement asking = connection.prepareStatement(SELECT_GIVEN_UP)) {
            new SqlValues.Parameters(asking).text(gameId.value());
            try (ResultSet rows = asking.executeQuery()) {
                return rows.next()
                        ? Optional.of(new NodeId(rows.getInt("node_id")))
                        : Optional.empty();
            }
        }
    }

    /** Gives a node up, in the transaction of the connection, if its lock is free until its end. */
    public static boolean retire(Connection connection, NodeId node) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TRY_LOCK)) {
            statement.setInt(1, LockKeys.NODE);
            statement.setInt(2, node.number());
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next() || !rows.getBoolean("free")) {
                    return false;
                }
            }
        }
        try (Statement locking = connection.createStatement()) {
            locking.execute(LOCK_ROWS);
        }
        try (PreparedStatement statement = connection.prepareStatement(RETIRE)) {
            new SqlValues.Parameters(statement).node(node);
            statement.executeUpdate();
        }
        return true;
    }

    /** Moves a game in the transaction of the connection. */
    public static Moved move(Connection connection, GameId gameId, NodeId to) throws SQLException {
        try (Statement locking = connection.createStatement()) {
            locking.execute(LOCK_ROWS);
        }
        try (PreparedStatement asking = connection.prepareStatement(SELECT_MOVABLE)) {
            new SqlValues.Parameters(asking).node(to).text(gameId.value());
            try (ResultSet rows = asking.executeQuery()) {
                if (!rows.next()) {
                    return Moved.UNKNOWN;
                }
                if (rows.getBoolean("busy")) {
                    return Moved.BUSY;
                }
                if (rows.getBoolean("running")) {
                    return Moved.RUNNING;
                }
                if (rows.getBoolean("retired")) {
                    return Moved.RETIRED;
                }
            }
        }
        try (PreparedStatement moving = connection.prepareStatement(MOVE)) {
            new SqlValues.Parameters(moving).node(to).text(gameId.value());
            moving.executeUpdate();
            return Moved.DONE;
        }
    }
}
