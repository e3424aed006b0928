package rtm.store.table;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OperationSource;
import rtm.domain.model.StopReason;
import rtm.domain.model.WireName;
import rtm.store.sql.SqlValues;

/**
 * A row of the operation log.
 *
 * @param operation the row
 * @param inProgress whether it is still open
 */
record OperationRow(OpenOperation operation, boolean inProgress) {

    static final String IN_PROGRESS = "in_progress";

    static final String COLUMNS =
            "id, operation_id, game_id, node_id, op_kind, op_source, source_ref, image_ref, reason, owner,"
                    + " started_at, traceparent, outcome";

    static final RowReader.Table<OperationRow> TABLE =
            new RowReader.Table<>("operation_log", "id", OperationRow::of);

    static OperationRow of(ResultSet row) throws SQLException {
        OpenOperation operation =
                new OpenOperation(
                        row.getLong("id"),
                        new OperationId(SqlValues.uuid(row, "operation_id")),
                        new GameId(SqlValues.string(row, "game_id")),
                        new NodeId(row.getInt("node_id")),
                        WireName.require(OperationKind.class, SqlValues.string(row, "op_kind")),
                        WireName.require(OperationSource.class, SqlValues.string(row, "op_source")),
                        SqlValues.optionalString(row, "source_ref"),
                        SqlValues.optionalString(row, "image_ref"),
                        SqlValues.optionalString(row, "reason")
                                .map(reason -> WireName.require(StopReason.class, reason)),
                        new BootId(SqlValues.uuid(row, "owner")),
                        SqlValues.instant(row, "started_at"),
                        SqlValues.optionalString(row, "traceparent"));
        return new OperationRow(operation, SqlValues.string(row, "outcome").equals(IN_PROGRESS));
    }

    /** The row that is created by opening this request with this number and reference. */
    static OpenOperation opened(
            long row,
            OperationRequest request,
            Optional<String> reference,
            Optional<String> trace) {
        return new OpenOperation(
                row,
                request.id(),
                request.gameId(),
                request.node(),
                request.kind(),
                request.origin().source(),
                reference,
                request.image().map(SqlValues::text),
                request.reason(),
                request.owner(),
                SqlValues.time(request.startedAt()).toInstant(),
                trace);
    }
}
