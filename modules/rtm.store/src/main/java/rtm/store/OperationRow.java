package rtm.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OperationSource;
import rtm.domain.model.StopReason;
import rtm.domain.model.Wire;

/**
 * A row of the operation log as it was read.
 *
 * @param operation the row
 * @param inProgress whether it is still open
 */
record OperationRow(OpenOperation operation, boolean inProgress) {

    static final String COLUMNS =
            "id, operation_id, game_id, op_kind, op_source, source_ref, image_ref, reason, owner,"
                    + " started_at, traceparent, outcome";

    static OperationRow of(ResultSet row) throws SQLException {
        OpenOperation operation =
                new OpenOperation(
                        row.getLong("id"),
                        new OperationId(Values.uuid(row, "operation_id")),
                        new GameId(Values.string(row, "game_id")),
                        Wire.require(OperationKind.class, Values.string(row, "op_kind")),
                        Wire.require(OperationSource.class, Values.string(row, "op_source")),
                        Values.optionalString(row, "source_ref"),
                        Values.optionalString(row, "image_ref"),
                        Values.optionalString(row, "reason")
                                .map(reason -> Wire.require(StopReason.class, reason)),
                        new BootId(Values.uuid(row, "owner")),
                        Values.instant(row, "started_at"),
                        Values.optionalString(row, "traceparent"));
        return new OperationRow(
                operation, Values.string(row, "outcome").equals(OperationLogTable.IN_PROGRESS));
    }

    /** The row that opening this request gives, under that number and reference. */
    static OpenOperation opened(
            long row,
            OperationRequest request,
            Optional<String> reference,
            Optional<String> trace) {
        return new OpenOperation(
                row,
                request.id(),
                request.gameId(),
                request.kind(),
                request.origin().source(),
                reference,
                request.image().map(Values::text),
                request.reason(),
                request.owner(),
                Values.time(request.startedAt()).toInstant(),
                trace);
    }
}
