package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.NodeId;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.WireName;
import rtm.store.sql.SqlValues;

/** {@code runtime_records}. */
public final class RecordTable {

    /** The longest text that is read of a column; a longer one cannot be right. */
    private static final int LONGEST = 4096;

    static final String SELECT =
            """
            SELECT game_id, node_id, status, left(current_container_id, 200) AS current_container_id,
                   left(current_image_ref, 600) AS current_image_ref,
                   left(engine_endpoint, 600) AS engine_endpoint,
                   left(state_path, 4097) AS state_path, left(docker_network, 300) AS docker_network,
                   started_at, stopped_at, removed_at, last_op_at, created_at, version
            FROM runtime_records
            """;

    /** The record of one game; its parameter is the game. */
    static final String SELECT_ONE = SELECT + "WHERE game_id = ?";

    private static final String AFTER = "game_id > ? ORDER BY game_id LIMIT ?";

    static final RowReader.Table<RuntimeRecord> TABLE =
            new RowReader.Table<>("runtime_records", "game_id", RecordTable::record);

    private static final Pattern ENDPOINT = Pattern.compile("https?://\\S{1,500}");

    private static final String INSERT =
            """
            INSERT INTO runtime_records (status, current_container_id, current_image_ref,
                engine_endpoint, state_path, docker_network, started_at, stopped_at, removed_at,
                last_op_at, created_at, node_id, version, game_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? + 1, ?) ON CONFLICT (game_id) DO NOTHING
            """;

    private static final String UPDATE =
            """
            UPDATE runtime_records SET status = ?, current_container_id = ?, current_image_ref = ?,
                engine_endpoint = ?, state_path = ?, docker_network = ?, started_at = ?,
                stopped_at = ?, removed_at = ?, last_op_at = ?, created_at = ?, node_id = ?,
                version = ? + 1
            WHERE game_id = ? AND version = ?
            """;

    /** Of a node among several, whose engines others can find. */
    private static final String INSERT_PLACED =
            """
            INSERT INTO runtime_records (status, current_container_id, current_image_ref,
                engine_endpoint, state_path, docker_network, started_at, stopped_at, removed_at,
                last_op_at, created_at, node_id, memory_bytes, engine_address, version, game_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? + 1, ?)
            ON CONFLICT (game_id) DO NOTHING
            """;

    private static final String UPDATE_PLACED =
            """
            UPDATE runtime_records SET status = ?, current_container_id = ?, current_image_ref = ?,
                engine_endpoint = ?, state_path = ?, docker_network = ?, started_at = ?,
                stopped_at = ?, removed_at = ?, last_op_at = ?, created_at = ?, node_id = ?,
                memory_bytes = ?, engine_address = ?, version = ? + 1
            WHERE game_id = ? AND version = ?
            """;

    private RecordTable() {}

    /**
     * Reads the record of a game.
     *
     * @throws rtm.domain.model.UnreadableRowException if the game's record cannot be read
     */
    public static Optional<RuntimeRecord> find(
            Connection connection, RowReader reader, GameId gameId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_ONE)) {
            statement.setString(1, gameId.value());
            try (ResultSet rows = statement.executeQuery()) {
                return first(reader, rows);
            }
        }
    }

    public static RecordChunk chunk(
            Connection connection,
            RowReader reader,
            Optional<NodeId> node,
            Optional<RuntimeStatus> status,
            Optional<GameId> after,
            int most)
            throws SQLException {
        String which =
                (node.isPresent() ? "node_id = ? AND " : "")
                        + (status.isPresent() ? "status = ? AND " : "");
        try (PreparedStatement statement =
                connection.prepareStatement(SELECT + "WHERE " + which + AFTER)) {
            SqlValues.Parameters parameters = new SqlValues.Parameters(statement);
            if (node.isPresent()) {
                parameters.node(node.get());
            }
            if (status.isPresent()) {
                parameters.text(status.get().wire());
            }
            parameters.text(after.map(GameId::value).orElse("")).number(most);
            try (ResultSet rows = statement.executeQuery()) {
                RowReader.Rows<RuntimeRecord> read = reader.all(TABLE, rows);
                return new RecordChunk(
                        read.values(),
                        read.skipped().stream().map(GameId::new).toList(),
                        read.lastKey().filter(_ -> read.count() == most).map(GameId::new));
            }
        }
    }

    /**
     * Stores a record if the stored one still has the same version.
     *
     * @param place where its engine is; empty to leave that as it is
     */
    static boolean store(Connection connection, RuntimeRecord record, Optional<EnginePlace> place)
            throws SQLException {
        boolean isNew = record.version() == 0;
        String sql =
                place.isPresent() ? isNew ? INSERT_PLACED : UPDATE_PLACED : isNew ? INSERT : UPDATE;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            SqlValues.Parameters parameters = fill(statement, record);
            if (place.isPresent()) {
                parameters.number(place.get().memory()).text(place.get().address());
            }
            parameters.number(record.version()).text(record.gameId().value());
            if (!isNew) {
                parameters.number(record.version());
            }
            return statement.executeUpdate() == 1;
        }
    }

    private static SqlValues.Parameters fill(PreparedStatement statement, RuntimeRecord record)
            throws SQLException {
        RuntimeState state = record.state();
        return new SqlValues.Parameters(statement)
                .text(state.status().wire())
                .text(state.containerId().map(ContainerId::value))
                .text(record.currentImage().value())
                .text(record.engineEndpoint())
                .text(record.statePath())
                .text(record.dockerNetwork())
                .time(record.startedAt())
                .time(state.whenStopped())
                .time(state.whenRemoved())
                .time(record.lastOpAt())
                .time(record.createdAt())
                .number(OptionalInt.of(record.node().number()));
    }

    static Optional<RuntimeRecord> first(RowReader reader, ResultSet rows) throws SQLException {
        return reader.next(TABLE, rows);
    }

    private static RuntimeRecord record(ResultSet row) throws SQLException {
        return new RuntimeRecord(
                new GameId(SqlValues.string(row, "game_id")),
                new NodeId(row.getInt("node_id")),
                state(row),
                SqlValues.value(row, "current_image_ref", ImageReference::new),
                SqlValues.value(row, "engine_endpoint", RecordTable::endpoint),
                SqlValues.value(row, "state_path", RecordTable::path),
                SqlValues.value(row, "docker_network", RecordTable::network),
                SqlValues.instant(row, "started_at"),
                SqlValues.instant(row, "last_op_at"),
                SqlValues.instant(row, "created_at"),
                row.getLong("version"));
    }

    private static RuntimeState state(ResultSet row) throws SQLException {
        return switch (WireName.require(RuntimeStatus.class, SqlValues.string(row, "status"))) {
            case RUNNING -> new RuntimeState.Running(container(row));
            case STOPPED ->
                    new RuntimeState.Stopped(container(row), SqlValues.instant(row, "stopped_at"));
            case REMOVED ->
                    new RuntimeState.Removed(
                            SqlValues.optionalInstant(row, "stopped_at"),
                            SqlValues.instant(row, "removed_at"));
        };
    }

    private static ContainerId container(ResultSet row) throws SQLException {
        return SqlValues.value(row, "current_container_id", ContainerId::new);
    }

    private static String endpoint(String text) {
        return require(ENDPOINT.matcher(text).matches(), text, "not an address over http");
    }

    private static String path(String text) {
        return require(
                text.startsWith("/") && text.length() <= LONGEST, text, "not an absolute path");
    }

    private static String network(String text) {
        return require(!text.isBlank() && text.length() < 300, text, "not a network's name");
    }

    private static String require(boolean good, String text, String otherwise) {
        if (!good) {
            throw new IllegalArgumentException(otherwise);
        }
        return text;
    }
}
