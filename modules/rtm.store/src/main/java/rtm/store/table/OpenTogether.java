package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.StopReason;
import rtm.domain.port.RuntimeStore.OpenResult;
import rtm.store.sql.SqlValues;

/**
 * Opens the rows of several games in one round trip. It is for requests that need no host name and
 * not the record's image, of games without a live container. A row that cannot be opened this way
 * is left to {@link BeginOperation}, which finds the cause.
 */
public final class OpenTogether {

    /**
     * Two statements, for the reason that {@link BeginOperation} has; in the order of the games, so
     * that two processes cannot wait for each other.
     */
    private static final String OPEN_AND_READ =
            """
            INSERT INTO operation_log (game_id, node_id, op_kind, op_source, source_ref, operation_id, owner,
                image_ref, reason, outcome, started_at)
            SELECT request.game_id, coalesce(record.node_id, request.node_id), op_kind, op_source,
                source_ref, operation_id,
                CASE WHEN source_ref IS NOT NULL AND record.node_id <> request.node_id
                    THEN ?::uuid ELSE owner END,
                image_ref, reason, 'in_progress', request.started_at
            FROM unnest(?::text[], ?::integer[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::uuid[],
                    ?::text[], ?::text[], ?::timestamptz[])
                AS request (game_id, node_id, op_kind, op_source, source_ref, operation_id, owner,
                    image_ref, reason, started_at)
                LEFT JOIN runtime_records AS record ON record.game_id = request.game_id
            WHERE record.status IS DISTINCT FROM 'running'
            ORDER BY request.game_id
            ON CONFLICT DO NOTHING RETURNING id, operation_id, node_id, owner;
            """
                    + RecordTable.SELECT
                    + "WHERE game_id = ANY (?)";

    private final Connection connection;
    private final RowReader reader;
    private final List<OperationRequest> requests;
    private final Map<UUID, OpenOperation> rows = new HashMap<>();
    private final Map<GameId, RuntimeRecord> records = new HashMap<>();

    public OpenTogether(Connection connection, RowReader reader, List<OperationRequest> requests) {
        this.connection = connection;
        this.reader = reader;
        this.requests = requests;
    }

    /**
     * Opens what can be opened.
     *
     * @return for each request, in order, its open row; empty if there is none
     */
    public List<Optional<OpenResult>> run() throws SQLException {
        List<String> unreadable = insertAndRead();
        List<Optional<OpenResult>> results = new ArrayList<>();
        for (OperationRequest request : requests) {
            Optional<OpenOperation> row = Optional.ofNullable(rows.get(request.id().value()));
            if (row.isPresent() && unreadable.contains(request.gameId().value())) {
                OperationLogTable.delete(connection, row.get());
                row = Optional.empty();
            }
            results.add(
                    row.map(operation ->
                            BeginOperation.opened(
                                    operation,
                                    Optional.ofNullable(records.get(request.gameId())))));
        }
        return results;
    }

    /** The row that was inserted for one of the requests. */
    private OpenOperation row(ResultSet inserted) throws SQLException {
        UUID id = SqlValues.uuid(inserted, "operation_id");
        OperationRequest request =
                requests.stream()
                        .filter(one -> one.id().value().equals(id))
                        .findFirst()
                        .orElseThrow();
        return OperationRow.opened(
                inserted.getLong("id"),
                request.asOpened(
                        new NodeId(inserted.getInt("node_id")),
                        new BootId(SqlValues.uuid(inserted, "owner"))),
                request.origin().sourceRef(),
                Optional.empty());
    }

    /** The games whose record cannot be read. */
    private List<String> insertAndRead() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OPEN_AND_READ)) {
            fill(new SqlValues.Parameters(statement));
            statement.execute();
            try (ResultSet inserted = statement.getResultSet()) {
                while (inserted.next()) {
                    OpenOperation row = row(inserted);
                    rows.put(row.id().value(), row);
                }
            }
            statement.getMoreResults();
            try (ResultSet found = statement.getResultSet()) {
                RowReader.Rows<RuntimeRecord> read = reader.all(RecordTable.TABLE, found);
                read.values().forEach(record -> records.put(record.gameId(), record));
                return read.skipped();
            }
        }
    }

    private void fill(SqlValues.Parameters parameters) throws SQLException {
        parameters
                .uuid(BootId.NONE.value())
                .column("text", requests, request -> Optional.of(request.gameId().value()))
                .column("int4", requests, request -> Optional.of(request.node().number()))
                .column("text", requests, request -> Optional.of(request.kind().wire()))
                .column("text", requests, request -> Optional.of(request.origin().source().wire()))
                .column("text", requests, request -> request.origin().sourceRef())
                .column("uuid", requests, request -> Optional.of(request.id().value()))
                .column("uuid", requests, request -> Optional.of(request.owner().value()))
                .column("text", requests, request -> request.image().map(SqlValues::text))
                .column("text", requests, request -> request.reason().map(StopReason::wire))
                .column(
                        "timestamptz",
                        requests,
                        request -> Optional.of(SqlValues.time(request.startedAt())))
                .column("text", requests, request -> Optional.of(request.gameId().value()));
    }
}
