package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.StopReason;
import rtm.domain.model.UnreadableRowException;
import rtm.domain.port.RuntimeStore.OpenResult;
import rtm.store.node.HolderTable;
import rtm.store.node.Placing;
import rtm.store.sql.SqlValues;

/**
 * Opens a row of the operation log, usually in one round trip. Only if the insert conflicts (with
 * the same job, the same request or an open row of the game), the conflicting rows are read.
 */
public final class BeginOperation {

    /**
     * One round trip, two statements: the second sees everything that was committed before the row
     * was opened. A single statement would read the record as it was before the wait for another
     * operation's row to close. Once it knows the statements, the driver makes each a transaction
     * of its own, unless the caller began one.
     */
    private static final String OPEN_AND_READ =
            """
            INSERT INTO operation_log (game_id, node_id, op_kind, op_source, source_ref, operation_id, owner,
                image_ref, reason, outcome, started_at, traceparent)
            SELECT ?, coalesce((SELECT node_id FROM runtime_records WHERE game_id = ?), ?), ?, ?, ?, ?,
                CASE WHEN ? AND (SELECT node_id FROM runtime_records WHERE game_id = ?) <> ?
                    THEN ?::uuid ELSE ?::uuid END,
                CASE WHEN ? THEN (SELECT current_image_ref FROM runtime_records WHERE game_id = ?)
                    ELSE ? END,
                ?, 'in_progress', ?, ?
            WHERE (?::text[] IS NULL OR NOT EXISTS (SELECT 1 FROM runtime_records
                WHERE game_id = ? AND status = 'running' AND current_container_id <> ALL (?::text[])))
                AND (NOT ? OR EXISTS (SELECT 1 FROM runtime_records
                        WHERE game_id = ? AND status <> 'removed')
                    OR NOT EXISTS (
            """
                    + HostNames.SELECT_OTHERS
                    + """
                            ))
                    ON CONFLICT DO NOTHING RETURNING id, image_ref, node_id, owner;
                    """
                    + RecordTable.SELECT_ONE;

    /** A conflicting row may disappear before it is read, but not every time. */
    private static final int ATTEMPTS = 10;

    private final Connection connection;
    private final RowReader reader;
    private final OperationRequest request;
    private final Optional<BootId> takeOverFrom;
    private final Optional<Set<ContainerId>> live;
    private final boolean close;
    private final boolean needsHostName;
    private final Optional<String> trace = TraceParent.current();
    private Optional<NodeId> placed = Optional.empty();
    private boolean assigned;

    /**
     * @param live the containers in which an engine is alive, if a new row depends on them
     * @param close whether the row is closed in the same transaction without regard to the record
     */
    public BeginOperation(
            Connection connection,
            RowReader reader,
            OperationRequest request,
            Optional<BootId> takeOverFrom,
            Optional<Set<ContainerId>> live,
            boolean close) {
        this.connection = connection;
        this.reader = reader;
        this.request = request;
        this.takeOverFrom = takeOverFrom;
        this.live = live;
        this.close = close;
        this.needsHostName = !close && request.kind().needsHostName();
    }

    /**
     * Opens the row, or finds out why not.
     *
     * @throws UnreadableRowException if the game's record, or a row that conflicts, cannot be read;
     *     no new row is open then
     */
    public OpenResult run() throws SQLException {
        Optional<String> reference = request.origin().sourceRef();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Opening opening = open(reference);
            Optional<OpenResult> result = opening.result();
            if (result.isEmpty()) {
                Conflict found = look();
                result = found.answer().or(() -> lost(opening.record()));
                if (result.isEmpty() && needsHostName && !OpenResult.isPresent(opening.record())) {
                    result =
                            HostNames.other(connection, request.gameId())
                                    .map(OpenResult.NameTaken::new);
                }
                reference = found.reference();
            }
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw new DependencyUnavailableException(
                Dependency.POSTGRES,
                "game " + request.gameId() + " changed each time it was read",
                null);
    }

    /**
     * Opens a job's row on another node than the request's, or finds out what became of it there.
     *
     * @param placing where there are several nodes: places a new game, on the request's node too
     */
    public Optional<OpenResult> assign(Optional<Placing> placing) throws SQLException {
        Optional<OpenResult> found = look().answer();
        if (found.isPresent()) {
            return Optional.of(
                            placing.isPresent() ? moved(found.get(), placing.get()) : found.get())
                    .filter(this::isElsewhere);
        }
        Optional<RuntimeRecord> record = RecordTable.find(connection, reader, request.gameId());
        if (record.isEmpty() && placing.isPresent() && request.kind() == OperationKind.START) {
            placed = Optional.of(placing.get().choose(connection, request.gameId()));
        } else if (record.filter(one -> !one.node().equals(request.node())).isEmpty()) {
            return Optional.empty();
        } else {
            Optional<NodeId> givenUp = HolderTable.givenUp(connection, request.gameId());
            if (givenUp.isPresent()) {
                return givenUp.map(OpenResult.GivenUp::new);
            }
        }
        OpenResult result = run();
        if (result instanceof OpenResult.Opened(OpenOperation row, _, _) && placed.isEmpty()) {
            // The game came to this node meanwhile, and nothing was done yet.
            OperationLogTable.delete(connection, row);
        }
        assigned =
                result instanceof OpenResult.Busy(OpenOperation row)
                        && row.id().equals(request.id());
        return Optional.of(result).filter(this::isElsewhere);
    }

    /** Whether {@link #assign} gave the job to another node now. */
    public boolean isAssigned() {
        return assigned;
    }

    /**
     * The same answer, unless it is this job's row on a node that was lost before it was taken: a
     * new game is placed again then. Its row is moved, so there are never two, or none.
     */
    private OpenResult moved(OpenResult found, Placing placing) throws SQLException {
        if (found instanceof OpenResult.Busy(OpenOperation row)
                && row.untaken()
                && row.kind() == OperationKind.START
                && !row.node().equals(request.node())
                && isEarlierAttempt(row)
                && placing.isLost(connection, row.node())
                && RecordTable.find(connection, reader, request.gameId()).isEmpty()) {
            Optional<NodeId> other = placing.find(connection, request.gameId());
            if (other.isPresent() && Placing.move(connection, row, other.get())) {
                assigned = true;
                return new OpenResult.Busy(row.movedTo(other.get()));
            }
        }
        return found;
    }

    private boolean isElsewhere(OpenResult result) {
        return switch (result) {
            case OpenResult.AlreadyDone _, OpenResult.GivenUp _, OpenResult.NameTaken _ -> true;
            case OpenResult.Busy(OpenOperation row) -> !row.node().equals(request.node());
            case OpenResult.Opened _, OpenResult.Lost _ -> false;
        };
    }

    private Opening open(Optional<String> reference) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        needsHostName ? HostNames.LOCK + OPEN_AND_READ : OPEN_AND_READ)) {
            fill(statement, reference);
            statement.execute();
            if (needsHostName) {
                statement.getMoreResults();
            }
            Optional<OpenOperation> row = Optional.empty();
            try (ResultSet inserted = statement.getResultSet()) {
                if (inserted.next()) {
                    OperationRequest opened =
                            request.withImage(Optional.ofNullable(inserted.getString("image_ref")))
                                    .asOpened(
                                            new NodeId(inserted.getInt("node_id")),
                                            new BootId(SqlValues.uuid(inserted, "owner")));
                    row =
                            Optional.of(
                                    OperationRow.opened(
                                            inserted.getLong("id"), opened, reference, trace));
                }
            }
            statement.getMoreResults();
            try (ResultSet records = statement.getResultSet()) {
                Optional<RuntimeRecord> record = record(records, row);
                return new Opening(row.map(operation -> opened(operation, record)), record);
            }
        }
    }

    /** A row that is only assigned belongs to nobody yet. */
    static OpenResult opened(OpenOperation row, Optional<RuntimeRecord> record) {
        return row.untaken() ? new OpenResult.Busy(row) : new OpenResult.Opened(row, record, false);
    }

    private Optional<RuntimeRecord> record(ResultSet records, Optional<OpenOperation> inserted)
            throws SQLException {
        try {
            return RecordTable.first(reader, records);
        } catch (UnreadableRowException bad) {
            if (close) {
                return Optional.empty();
            }
            if (inserted.isPresent()) {
                OperationLogTable.delete(connection, inserted.get());
            }
            throw bad;
        }
    }

    /**
     * The result of an attempt to open a row.
     *
     * @param result the open row; empty if the row could not be opened
     * @param record the game's record; empty if there is none
     */
    private record Opening(Optional<OpenResult> result, Optional<RuntimeRecord> record) {}

    private Optional<OpenResult> lost(Optional<RuntimeRecord> record) {
        return live.filter(containers -> OpenResult.Lost.isLost(record, containers))
                .map(_ -> new OpenResult.Lost(record.orElseThrow()));
    }

    private void fill(PreparedStatement statement, Optional<String> reference) throws SQLException {
        SqlValues.Parameters parameters = new SqlValues.Parameters(statement);
        if (needsHostName) {
            parameters.text(request.gameId().value());
        }
        parameters
                .text(request.gameId().value())
                .text(request.gameId().value())
                .node(placed.orElse(request.node()))
                .text(request.kind().wire())
                .text(request.origin().source().wire())
                .text(reference)
                .uuid(request.id().value())
                .flag(!close && reference.isPresent())
                .text(request.gameId().value())
                .node(request.node())
                .uuid(BootId.NONE.value())
                .uuid(placed.map(_ -> BootId.NONE).orElse(request.owner()).value())
                .flag(request.kind().isAboutTheRecordsImage())
                .text(request.gameId().value())
                .text(request.image())
                .text(request.reason().map(StopReason::wire))
                .time(request.startedAt())
                .text(trace)
                .texts(ids())
                .text(request.gameId().value())
                .texts(ids())
                .flag(needsHostName)
                .text(request.gameId().value())
                .text(request.gameId().value())
                .text(request.gameId().value())
                .text(request.gameId().value())
                .text(request.gameId().value())
                .text(request.gameId().value());
    }

    private Optional<List<String>> ids() {
        return live.map(ids -> ids.stream().map(ContainerId::value).toList());
    }

    private Conflict look() throws SQLException {
        Optional<String> own = request.origin().sourceRef();
        Optional<String> apart = own.map(text -> JobReference.apart(text, request));
        List<OperationRow> related =
                OperationLogTable.related(
                        connection,
                        reader,
                        OperationRow.opened(0, request, own, trace),
                        Stream.concat(own.stream(), apart.stream()).toList());
        Optional<OperationRow> earlier =
                related.stream().filter(row -> isEarlierAttempt(row.operation())).findFirst();
        boolean referenceTaken =
                own.isPresent()
                        && related.stream()
                                .anyMatch(row -> row.operation().sourceRef().equals(own));
        Optional<OpenResult> answer = earlier.isPresent() ? repeated(earlier.get()) : busy(related);
        return new Conflict(answer, referenceTaken ? apart : own);
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

    private Optional<OpenResult> repeated(OperationRow row) throws SQLException {
        if (!row.inProgress()) {
            return Optional.of(new OpenResult.AlreadyDone());
        }
        BootId holder = row.operation().owner();
        if (!holder.equals(request.owner()) && !takeOverFrom.equals(Optional.of(holder))) {
            return Optional.of(new OpenResult.Busy(row.operation()));
        }
        if (row.operation().untaken() && !close && !row.operation().node().equals(request.node())) {
            return Optional.of(new OpenResult.Busy(row.operation()));
        }
        if (row.operation().untaken() && live.isPresent()) {
            Optional<OpenResult> lost = lost(recordOfRepeated());
            if (lost.isPresent()) {
                return OperationLogTable.delete(connection, row.operation())
                        ? lost
                        : Optional.empty();
            }
        }
        Optional<OpenOperation> taken =
                OperationLogTable.transfer(
                        connection, reader, row.operation(), holder, request.owner());
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        Optional<RuntimeRecord> record = recordOfRepeated();
        return Optional.of(new OpenResult.Opened(taken.get(), record, !row.operation().untaken()));
    }

    private Optional<RuntimeRecord> recordOfRepeated() throws SQLException {
        try {
            return RecordTable.find(connection, reader, request.gameId());
        } catch (UnreadableRowException bad) {
            if (close) {
                return Optional.empty();
            }
            throw bad;
        }
    }

    private Optional<OpenResult> busy(List<OperationRow> related) {
        return related.stream()
                .filter(OperationRow::inProgress)
                .map(OperationRow::operation)
                .filter(row -> row.gameId().equals(request.gameId()))
                .<OpenResult>map(OpenResult.Busy::new)
                .findFirst();
    }

    /**
     * The conflicting rows.
     *
     * @param answer the result; empty if the conflict has disappeared, so that opening may succeed
     *     now
     * @param reference the reference to open with
     */
    private record Conflict(Optional<OpenResult> answer, Optional<String> reference) {}
}
