package rtm.store;

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
import rtm.domain.model.Wire;

/** {@code runtime_records}. */
final class RecordTable {

    /** The record of one game; its parameter is the game. */
    static final String SELECT_ONE =
            """
            SELECT game_id, status, current_container_id, current_image_ref, engine_endpoint,
                   state_path, docker_network, started_at, stopped_at, removed_at, last_op_at,
                   created_at, version
            FROM runtime_records WHERE game_id = ?
            """;

    private static final String SELECT_ALL =
            SELECT_ONE.replace("WHERE game_id = ?", "WHERE ? IN ('', status) ORDER BY game_id");

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

    static Optional<RuntimeRecord> find(Connection connection, GameId gameId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_ONE)) {
            statement.setString(1, gameId.value());
            try (ResultSet rows = statement.executeQuery()) {
                return first(rows);
            }
        }
    }

    static List<RuntimeRecord> list(Connection connection, Optional<RuntimeStatus> status)
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

    /** Stores a record if the one in place still has its version. */
    static boolean store(Connection connection, RuntimeRecord record) throws SQLException {
        boolean isNew = record.version() == 0;
        try (PreparedStatement statement = connection.prepareStatement(isNew ? INSERT : UPDATE)) {
            Values.Parameters parameters = fill(statement, record);
            if (!isNew) {
                parameters.number(record.version());
            }
            return statement.executeUpdate() == 1;
        }
    }

    private static Values.Parameters fill(PreparedStatement statement, RuntimeRecord record)
            throws SQLException {
        RuntimeState state = record.state();
        return new Values.Parameters(statement)
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

    private static RuntimeRecord record(ResultSet row) throws SQLException {
        return new RuntimeRecord(
                new GameId(Values.string(row, "game_id")),
                state(row),
                new ImageReference(Values.string(row, "current_image_ref")),
                Values.string(row, "engine_endpoint"),
                Values.string(row, "state_path"),
                Values.string(row, "docker_network"),
                Values.instant(row, "started_at"),
                Values.instant(row, "last_op_at"),
                Values.instant(row, "created_at"),
                row.getLong("version"));
    }

    private static RuntimeState state(ResultSet row) throws SQLException {
        return switch (Wire.require(RuntimeStatus.class, Values.string(row, "status"))) {
            case RUNNING -> new RuntimeState.Running(container(row));
            case STOPPED ->
                    new RuntimeState.Stopped(container(row), Values.instant(row, "stopped_at"));
            case REMOVED ->
                    new RuntimeState.Removed(
                            Values.optionalInstant(row, "stopped_at"),
                            Values.instant(row, "removed_at"));
        };
    }

    private static ContainerId container(ResultSet row) throws SQLException {
        return new ContainerId(Values.string(row, "current_container_id"));
    }
}
