package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import rtm.domain.model.BootId;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Ending;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.ImageReference;
import rtm.domain.model.MessageId;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.port.RuntimeStore.OpenResult;

/**
 * Starts and stops a game that does not exist, with the statements of real operations, in a
 * transaction that is rolled back. What the schema does to a write shows in no other way: triggers,
 * constraints, columns, policies, sequences.
 */
public final class OperationTrial {

    private static final Instant TIME = Instant.EPOCH;
    private static final ImageReference IMAGE = new ImageReference("trial:1.0.0");

    /**
     * A text of 64 KiB more than all that the table has outside of its rows, so it needs new pages
     * however many of those are free; hard to compress, and 1 MiB at most.
     */
    private static final String LONG_ROW =
            """
            INSERT INTO outbox (message_id, stream, game_id, fields, created_at)
            SELECT gen_random_uuid(), 'none', 'none',
                jsonb_build_array('none', string_agg(md5(random()::text), '')), now()
            FROM pg_class AS outbox, LATERAL generate_series(1,
                (65536 + least(983040, pg_relation_size(outbox.reltoastrelid))) / 32)
            WHERE outbox.oid = 'outbox'::regclass
            """;

    /** A trigger may wait for the end of the transaction, which does not come. */
    private static final String NOW = "SET CONSTRAINTS ALL IMMEDIATE";

    private final Connection connection;
    private final RowReader reader;

    /** Differs from that of a trial in another process, which would wait for this one. */
    private final long number = System.nanoTime();

    private final GameId gameId = new GameId("trial-" + Long.toHexString(number));
    private final ContainerId container = new ContainerId(gameId.value());

    private final boolean newPages;

    private OperationTrial(Connection connection, RowReader reader, boolean newPages) {
        this.connection = connection;
        this.reader = reader;
        this.newPages = newPages;
    }

    /**
     * Runs the statements.
     *
     * @param newPages whether to write so much that it does not fit into pages that exist: the disk
     *     was full
     * @throws SQLException if one is refused, or changes no row
     */
    public static void run(Connection connection, RowReader reader, boolean newPages)
            throws SQLException {
        try {
            RolledBack.run(connection, new OperationTrial(connection, reader, newPages)::run);
        } catch (OwnershipLostException noRow) {
            throw new SQLException("a row is not kept: " + noRow.getMessage(), noRow);
        }
    }

    private void run() throws SQLException {
        commit(OperationKind.START, new RuntimeState.Running(container), 0, List.of());
        commit(OperationKind.STOP, new RuntimeState.Stopped(container, TIME), 1, List.of(ending()));
        if (newPages) {
            execute(LONG_ROW);
        }
        execute(NOW);
    }

    private void commit(OperationKind kind, RuntimeState state, long version, List<Ending> endings)
            throws SQLException {
        CommitOperation.run(
                connection,
                new Completion(
                        opened(kind, version),
                        new Verdict.Done(),
                        Optional.of(container),
                        Optional.empty(),
                        Optional.of(record(state, version)),
                        Optional.of(snapshot()),
                        List.of(message(version)),
                        endings,
                        TIME));
    }

    private OpenOperation opened(OperationKind kind, long step) throws SQLException {
        OperationRequest request =
                new OperationRequest(
                        new OperationId(new UUID(number, step)),
                        gameId,
                        NodeId.FIRST,
                        kind,
                        new Origin.Call(OperationSource.ADMIN_REST),
                        Optional.of(IMAGE.value()),
                        Optional.empty(),
                        new BootId(new UUID(number, number)),
                        TIME);
        OpenResult result =
                new BeginOperation(
                                connection,
                                reader,
                                request,
                                Optional.empty(),
                                Optional.empty(),
                                false)
                        .run();
        if (result instanceof OpenResult.Opened opened) {
            return opened.operation();
        }
        throw new SQLException("a row that was added is not the one that is found: " + result);
    }

    private RuntimeRecord record(RuntimeState state, long version) {
        return new RuntimeRecord(
                gameId,
                NodeId.FIRST,
                state,
                IMAGE,
                gameId.engineEndpoint(),
                "/" + gameId,
                "trial",
                TIME,
                TIME,
                TIME,
                version);
    }

    private HealthSnapshot snapshot() {
        return new HealthSnapshot(
                gameId,
                Optional.of(container),
                HealthStatus.STARTING,
                HealthSource.OPERATION,
                "{}",
                TIME);
    }

    private OutboxMessage message(long step) {
        return new OutboxMessage(
                new MessageId(new UUID(number, step)),
                "trial",
                gameId,
                new LinkedHashMap<>(Map.of("trial", "trial")));
    }

    private Ending ending() {
        return new Ending(
                gameId,
                container,
                TIME,
                TIME,
                Optional.of(IMAGE),
                OptionalInt.of(0),
                false,
                true,
                false);
    }

    private void execute(String text) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            statement.execute();
        }
    }
}
