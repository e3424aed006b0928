package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.WireName;

/** {@code runtime_records}. */
public final class RecordTable {

    static final String SELECT =
            """
            SELECT game_id, status, current_container_id, current_image_ref, engine_endpoint,
                   state_path, docker_network, started_at, stopped_at, removed_at, last_op_at,
                   created_at, version
            FROM runtime_records
            """;

    /** The record of one game; its parameter is the game. */
    static final String SELECT_ONE = SELECT + "WHERE game_id = ?";

    private static final String SELECT_ALL = SELECT + "WHERE ? IN ('', status) ORDER BY game_id";

    private static final String INSERT =
            """
            INSERT INTO runtime_records (status, current_container_id, current_image_ref,
                engine_endpoint, state_path, docker_network, started_at, stopped_at, removed_at,
                last_op_at, created_at, version, game_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? + 1, ?) ON CONFLICT (game_id) DO NOTHING
            """;

    private static final String UPDATE =
            """
            UPDATE runtime_records SET status = ?, current_container_id = ?, current_image_ref = ?,
                engine_endpoint = ?, state_path = ?, docker_network = ?, started_at = ?,
                stopped_at = ?, removed_at = ?, last_op_at = ?, created_at = ?, version = ? + 1
            WHERE game_id = ? AND version = ?
            """;

    private RecordTable() {}

    public static Optional<RuntimeRecord> find(Connection connection, GameId gameId)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_ONE)) {
            statement.setString(1, gameId.value());
            try (ResultSet rows = statement.executeQuery()) {
                return first(rows);
            }
        }
    }

    public static List<RuntimeRecord> list(Connection connection, Optional<RuntimeStatus> status)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_ALL)) {
            statement.setString(1, status.map(RuntimeStatus::wire).orElse(""));
            try (ResultSet rows = statement.executeQuery()) {
                List<RuntimeRecord> records = new ArrayList<>();
                while (rows.next()) {
                    records.add(record(rows));
                }
                return List.copyOf(records);
            }
        }
    }

    /** Stores a record if the stored one still has the same version. */
    static boolean store(Connection connection, RuntimeRecord record) throws SQLException {
        boolean isNew = record.version() == 0;
        try (PreparedStatement statement = connection.prepareStatement(isNew ? INSERT : UPDATE)) {
            SqlValues.Parameters parameters = fill(statement, record);
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
                .number(record.version())
                .text(record.gameId().value());
    }

    static Optional<RuntimeRecord> first(ResultSet rows) throws SQLException {
        return rows.next() ? Optional.of(record(rows)) : Optional.empty();
    }

    static RuntimeRecord record(ResultSet row) throws SQLException {
        return new RuntimeRecord(
                new GameId(SqlValues.string(row, "game_id")),
                state(row),
                new ImageReference(SqlValues.string(row, "current_image_ref")),
                SqlValues.string(row, "engine_endpoint"),
                SqlValues.string(row, "state_path"),
                SqlValues.string(row, "docker_network"),
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
        return new ContainerId(SqlValues.string(row, "current_container_id"));
    }
}
