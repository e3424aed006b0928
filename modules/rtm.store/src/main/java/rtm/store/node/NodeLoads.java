package rtm.store.node;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeLoad;
import rtm.store.sql.LockKeys;
import rtm.store.sql.SqlValues;

/** What is on the nodes, and which of them have a process. */
public final class NodeLoads {

    /** The nodes that have a process. */
    static final String AT_WORK =
            """
            SELECT objid::bigint FROM pg_locks
                WHERE locktype = 'advisory' AND granted AND objsubid = 2
                    AND classid::bigint = %d
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """
                    .formatted(LockKeys.NODE);

    /** A game that is being started counts where its row is, unless it runs there already. */
    private static final String READ =
            """
            SELECT nodes.*, nodes.node_id IN (
            """
                    + AT_WORK
                    + """
                    ) AS at_work,
                        extract(epoch FROM clock_timestamp() - seen_at) AS unseen,
                        coalesce(running.games, 0) + coalesce(starting.games, 0) AS games,
                        coalesce(running.memory, 0) + coalesce(starting.games, 0) * ?::bigint AS memory,
                        coalesce(starting.untaken, 0) AS untaken
                    FROM nodes
                    LEFT JOIN (SELECT node_id, count(*) AS games,
                            sum(coalesce(memory_bytes, ?::bigint))::bigint AS memory
                        FROM runtime_records WHERE status = 'running' GROUP BY node_id) AS running
                        USING (node_id)
                    LEFT JOIN (SELECT node_id,
                            count(*) FILTER (WHERE op_kind = 'start' AND game_id <> ? AND NOT EXISTS (
                                SELECT FROM runtime_records AS record
                                WHERE record.game_id = operation_log.game_id AND status = 'running'))
                                AS games,
                            count(*) FILTER (WHERE owner = ?) AS untaken
                        FROM operation_log WHERE outcome = 'in_progress' GROUP BY node_id) AS starting
                        USING (node_id)
                    ORDER BY node_id
                    """;

    private NodeLoads() {}

    /**
     * All nodes.
     *
     * @param memory what a game counts for if nobody knows how much it may use
     * @param besides a game that does not count
     */
    static List<NodeLoad> read(Connection connection, long memory, Optional<GameId> besides)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            new SqlValues.Parameters(statement)
                    .number(memory)
                    .number(memory)
                    .text(besides.map(GameId::value).orElse(""))
                    .uuid(BootId.NONE.value());
            try (ResultSet rows = statement.executeQuery()) {
                List<NodeLoad> loads = new ArrayList<>();
                while (rows.next()) {
                    loads.add(
                            new NodeLoad(
                                    NodeTable.node(rows),
                                    rows.getBoolean("at_work"),
                                    NodeTable.unseen(rows),
                                    rows.getLong("games"),
                                    rows.getLong("memory"),
                                    rows.getLong("untaken")));
                }
                return List.copyOf(loads);
            }
        }
    }

    /** All nodes; a game of which nobody knows how much memory it may use counts for none. */
    public static List<NodeLoad> read(Connection connection) throws SQLException {
        return read(connection, 0, Optional.empty());
    }
}
