package rtm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationOutcome;
import rtm.domain.model.OperationSource;
import rtm.domain.model.StopReason;
import rtm.domain.model.Wire;

/** What {@code operation_log} tells of one game. */
final class OperationHistory {

    /** In the order of the index operation_log_by_game. */
    private static final String SELECT =
            """
            SELECT id, operation_id, game_id, op_kind, op_source, source_ref, image_ref,
                   previous_image_ref, container_id, reason, outcome, error_code, error_message,
                   started_at, finished_at
            FROM operation_log WHERE game_id = ? ORDER BY started_at DESC, id DESC LIMIT ?
            """;

    private OperationHistory() {}

    static List<OperationEntry> of(Connection connection, GameId gameId, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            new Values.Parameters(statement).text(gameId.value()).number(limit);
            try (ResultSet rows = statement.executeQuery()) {
                List<OperationEntry> entries = new ArrayList<>();
                while (rows.next()) {
                    entries.add(entry(rows));
                }
                return List.copyOf(entries);
            }
        }
    }

    private static OperationEntry entry(ResultSet row) throws SQLException {
        return new OperationEntry(
                row.getLong("id"),
                new OperationId(Values.uuid(row, "operation_id")),
                new GameId(Values.string(row, "game_id")),
                Wire.require(OperationKind.class, Values.string(row, "op_kind")),
                Wire.require(OperationSource.class, Values.string(row, "op_source")),
                Values.optionalString(row, "source_ref"),
                Values.optionalString(row, "image_ref"),
                Values.optionalString(row, "previous_image_ref"),
                Values.optionalString(row, "container_id").map(ContainerId::new),
                Values.optionalString(row, "reason")
                        .map(reason -> Wire.require(StopReason.class, reason)),
                Wire.require(OperationOutcome.class, Values.string(row, "outcome")),
                Values.optionalString(row, "error_code"),
                Values.optionalString(row, "error_message"),
                Values.instant(row, "started_at"),
                Values.optionalInstant(row, "finished_at"));
    }
}
