package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import rtm.domain.model.BootId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.StopReason;
import rtm.domain.port.RuntimeStore.Begun;

/**
 * Opens a row of the operation log. What may stand in its way (the same job, the same request, an
 * open row of the game) is looked at only when it does: the usual way is one round trip.
 */
public final class BeginOperation {

    /**
     * One round trip, one transaction, two statements: the second sees what was committed before
     * the row could be opened. A single statement would read the record as it was before it waited
     * for the row of another operation to close.
     */
    private static final String OPEN_AND_READ =
            """
            INSERT INTO operation_log (game_id, op_kind, op_source, source_ref, operation_id, owner,
                image_ref, reason, outcome, started_at, traceparent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'in_progress', ?, ?)
            ON CONFLICT DO NOTHING RETURNING id;
            """
                    + RecordTable.SELECT_ONE;

    /** What is in the way may go in the very moment at which it is looked at, but not for ever. */
    private static final int ATTEMPTS = 10;

    private final Connection connection;
    private final OperationRequest request;
    private final Optional<BootId> takeOverFrom;
    private final Optional<String> trace = TraceParent.current();

    public BeginOperation(
            Connection connection, OperationRequest request, Optional<BootId> takeOverFrom) {
        this.connection = connection;
        this.request = request;
        this.takeOverFrom = takeOverFrom;
    }

    public Begun run() throws SQLException {
        Optional<String> reference = request.origin().sourceRef();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Begun> begun = open(reference);
            if (begun.isEmpty()) {
                InTheWay found = look();
                begun = found.answer();
                reference = found.reference();
            }
            if (begun.isPresent()) {
                return begun.get();
            }
        }
        throw new DependencyUnavailableException(
                Dependency.POSTGRES,
                "game " + request.gameId() + " changed each time it was looked at",
                null);
    }

    private Optional<Begun> open(Optional<String> reference) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OPEN_AND_READ)) {
            fill(statement, reference);
            statement.execute();
            try (ResultSet inserted = statement.getResultSet()) {
                if (!inserted.next()) {
                    return Optional.empty();
                }
                OpenOperation row =
                        OperationRow.opened(inserted.getLong("id"), request, reference, trace);
                statement.getMoreResults();
                try (ResultSet records = statement.getResultSet()) {
                    return Optional.of(new Begun.Opened(row, RecordTable.first(records), false));
                }
            }
        }
    }

    private void fill(PreparedStatement statement, Optional<String> reference) throws SQLException {
        new SqlValues.Parameters(statement)
                .text(request.gameId().value())
                .text(request.kind().wire())
                .text(request.origin().source().wire())
                .text(reference)
                .uuid(request.id().value())
                .uuid(request.owner().value())
                .text(request.image())
                .text(request.reason().map(StopReason::wire))
                .time(request.startedAt())
                .text(trace)
                .text(request.gameId().value());
    }

    private InTheWay look() throws SQLException {
        Optional<String> own = request.origin().sourceRef();
        Optional<String> apart = own.map(text -> JobReference.apart(text, request));
        List<OperationRow> related =
                OperationLogTable.related(
                        connection,
                        OperationRow.opened(0, request, own, trace),
                        Stream.concat(own.stream(), apart.stream()).toList());
        Optional<OperationRow> earlier =
                related.stream().filter(row -> isEarlierAttempt(row.operation())).findFirst();
        boolean referenceTaken =
                own.isPresent()
                        && related.stream()
                                .anyMatch(row -> row.operation().sourceRef().equals(own));
        Optional<Begun> answer = earlier.isPresent() ? again(earlier.get()) : busy(related);
        return new InTheWay(answer, referenceTaken ? apart : own);
    }

    private boolean isEarlierAttempt(OpenOperation row) {
        boolean sameJob =
                request.origin().sourceRef().isPresent()
                        && row.sourceRef().isPresent()
                        && isOwnReference(row.sourceRef().get())
                        && JobReference.hasPayload(row, request);
        return sameJob || row.id().equals(request.id());
    }

    private boolean isOwnReference(String reference) {
        String own = request.origin().sourceRef().orElseThrow();
        return reference.equals(own) || reference.equals(JobReference.apart(own, request));
    }

    private Optional<Begun> again(OperationRow row) throws SQLException {
        if (!row.inProgress()) {
            return Optional.of(new Begun.AlreadyDone());
        }
        BootId holder = row.operation().owner();
        if (!holder.equals(request.owner()) && !takeOverFrom.equals(Optional.of(holder))) {
            return Optional.of(new Begun.Busy(row.operation()));
        }
        Optional<OpenOperation> given =
                OperationLogTable.give(connection, row.operation(), holder, request.owner());
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Optional<RuntimeRecord> record = RecordTable.find(connection, request.gameId());
        return Optional.of(new Begun.Opened(given.get(), record, true));
    }

    private Optional<Begun> busy(List<OperationRow> related) {
        return related.stream()
                .filter(OperationRow::inProgress)
                .map(OperationRow::operation)
                .filter(row -> row.gameId().equals(request.gameId()))
                .<Begun>map(Begun.Busy::new)
                .findFirst();
    }

    /**
     * What was found in the way.
     *
     * @param answer what that means; empty if it is gone already, so that opening may work now
     * @param reference the reference to open with
     */
    private record InTheWay(Optional<Begun> answer, Optional<String> reference) {}
}
