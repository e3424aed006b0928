package rtm.store.table;

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
import rtm.domain.model.WireName;

/** Reads the operations of one game from {@code operation_log}. */
public final class OperationHistory {

    static final String SELECT =
            """
            SELECT id, operation_id, game_id, op_kind, op_source, source_ref, image_ref,
                   previous_image_ref, container_id, reason, outcome, error_code, error_message,
                   started_at, finished_at
            FROM operation_log
            """;

    /** In the order of the index operation_log_by_game. */
    private static final String OF_GAME =
            SELECT + "WHERE game_id = ? ORDER BY started_at DESC, id DESC LIMIT ?";

    private OperationHistory() {}

    public static List<OperationEntry> of(Connection connection, GameId gameId, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OF_GAME)) {
            new SqlValues.Parameters(statement).text(gameId.value()).number(limit);
            return entries(statement);
        }
    }

    static List<OperationEntry> entries(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<OperationEntry> entries = new ArrayList<>();
            while (rows.next()) {
                entries.add(entry(rows));
            }
            return List.copyOf(entries);
        }
    }

    static OperationEntry entry(ResultSet row) throws SQLException {
        return new OperationEntry(
                row.getLong("id"),
                new OperationId(SqlValues.uuid(row, "operation_id")),
                new GameId(SqlValues.string(row, "game_id")),
                WireName.require(OperationKind.class, SqlValues.string(row, "op_kind")),
                WireName.require(OperationSource.class, SqlValues.string(row, "op_source")),
                SqlValues.optionalString(row, "source_ref"),
                SqlValues.optionalString(row, "image_ref"),
                SqlValues.optionalString(row, "previous_image_ref"),
                SqlValues.optionalString(row, "container_id").map(ContainerId::new),
                SqlValues.optionalString(row, "reason")
                        .map(reason -> WireName.require(StopReason.class, reason)),
                WireName.require(OperationOutcome.class, SqlValues.string(row, "outcome")),
                SqlValues.optionalString(row, "error_code"),
                SqlValues.optionalString(row, "error_message"),
                SqlValues.instant(row, "started_at"),
                SqlValues.optionalInstant(row, "finished_at"));
    }
}
