package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationChunk;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationOutcome;
import rtm.domain.model.OperationSource;
import rtm.domain.model.StopReason;
import rtm.domain.model.WireName;
import rtm.store.sql.SqlValues;

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
            SELECT
                    + """
                    WHERE game_id = ?
                        AND (?::bigint IS NULL OR (started_at, id) <
                            (SELECT before.started_at, before.id FROM operation_log AS before
                                WHERE before.id = ?))
                    ORDER BY started_at DESC, id DESC LIMIT ?
                    """;

    static final RowReader.Table<OperationEntry> TABLE =
            new RowReader.Table<>("operation_log", "id", OperationHistory::entry);

    private OperationHistory() {}

    public static OperationChunk of(
            Connection connection, RowReader reader, GameId gameId, Optional<Long> before, int most)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OF_GAME)) {
            new SqlValues.Parameters(statement)
                    .text(gameId.value())
                    .number(before)
                    .number(before)
                    .number(most);
            try (ResultSet rows = statement.executeQuery()) {
                RowReader.Rows<OperationEntry> read = reader.all(TABLE, rows);
                return new OperationChunk(
                        read.values(),
                        read.lastKey().filter(_ -> read.count() == most).map(Long::valueOf));
            }
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
                SqlValues.optionalValue(row, "container_id", ContainerId::new),
                SqlValues.optionalString(row, "reason")
                        .map(reason -> WireName.require(StopReason.class, reason)),
                WireName.require(OperationOutcome.class, SqlValues.string(row, "outcome")),
                SqlValues.optionalString(row, "error_code"),
                SqlValues.optionalString(row, "error_message"),
                SqlValues.instant(row, "started_at"),
                SqlValues.optionalInstant(row, "finished_at"));
    }
}
