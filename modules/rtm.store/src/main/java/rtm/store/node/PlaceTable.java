package rtm.store.node;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeEngine;
import rtm.domain.model.NodeId;
import rtm.domain.model.RuntimeRecord;
import rtm.store.sql.SqlValues;

/** Where engines are, in {@code runtime_records}: only with several nodes. */
public final class PlaceTable {

    /** A row that says so already is not written. */
    private static final String STORE =
            """
            UPDATE runtime_records SET memory_bytes = ?, engine_address = ?
            WHERE game_id = ? AND status = 'running' AND current_container_id = ?
                AND (memory_bytes IS DISTINCT FROM ? OR engine_address IS DISTINCT FROM ?)
            """;

    /** One look at an index for each node. */
    private static final String SELECT_ONE_OF_EACH =
            """
            SELECT node_id, game_id, engine_address FROM nodes, LATERAL (
                SELECT game_id, engine_address FROM runtime_records AS record
                WHERE record.node_id = nodes.node_id AND status = 'running'
                    AND engine_address IS NOT NULL
                ORDER BY game_id LIMIT 1) AS engine
            WHERE state <> 'retired' ORDER BY node_id LIMIT ?
            """;

    private static final String SELECT_RUNNING =
            """
            SELECT node_id FROM nodes WHERE state <> 'retired' AND EXISTS (
                SELECT FROM runtime_records AS record
                WHERE record.node_id = nodes.node_id AND status = 'running')
            ORDER BY node_id LIMIT ?
            """;

    private PlaceTable() {}

    /**
     * The nodes that a game runs on, of those that were not given up.
     *
     * @param most how many nodes
     */
    public static Set<NodeId> running(Connection connection, int most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_RUNNING)) {
            new SqlValues.Parameters(statement).number(most);
            try (ResultSet rows = statement.executeQuery()) {
                Set<NodeId> nodes = new HashSet<>();
                while (rows.next()) {
                    nodes.add(new NodeId(rows.getInt("node_id")));
                }
                return Set.copyOf(nodes);
            }
        }
    }

    /**
     * One running engine, of those that have an address, of each node that was not given up.
     *
     * @param most of how many nodes
     */
    public static List<NodeEngine> oneOfEach(Connection connection, int most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_ONE_OF_EACH)) {
            new SqlValues.Parameters(statement).number(most);
            try (ResultSet rows = statement.executeQuery()) {
                List<NodeEngine> engines = new ArrayList<>();
                while (rows.next()) {
                    engines.add(
                            new NodeEngine(
                                    new NodeId(rows.getInt("node_id")),
                                    SqlValues.value(rows, "game_id", GameId::new),
                                    SqlValues.string(rows, "engine_address")));
                }
                return List.copyOf(engines);
            }
        }
    }

    /** Stores it, if that container is still the recorded one. */
    public static void store(Connection connection, RuntimeRecord record, EnginePlace place)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STORE)) {
            new SqlValues.Parameters(statement)
                    .number(place.memory())
                    .text(place.address())
                    .text(record.gameId().value())
                    .text(record.state().containerId().map(ContainerId::value))
                    .number(place.memory())
                    .text(place.address());
            statement.executeUpdate();
        }
    }
}
