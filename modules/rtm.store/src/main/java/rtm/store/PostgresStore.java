package rtm.store;

import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import rtm.domain.model.BootId;
import rtm.domain.model.ClaimAnswers;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerClaim;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.Drain;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.GameFilter;
import rtm.domain.model.GameId;
import rtm.domain.model.GameMark;
import rtm.domain.model.GameOverview;
import rtm.domain.model.HealthChange;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.ImageUse;
import rtm.domain.model.Node;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeLoad;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationChunk;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationFilter;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.Origin;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.PlacingPolicy;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.DatabaseIdentity;
import rtm.domain.port.DependencyCheck;
import rtm.domain.port.DrainSwitch;
import rtm.domain.port.EndingStore;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.OperationRetention;
import rtm.domain.port.Outbox;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StoreOverview;
import rtm.domain.port.upkeep.ImageUses;
import rtm.store.node.DaemonTable;
import rtm.store.node.NodeLoads;
import rtm.store.node.NodeTable;
import rtm.store.node.PlaceTable;
import rtm.store.node.Placing;
import rtm.store.node.StateRootTable;
import rtm.store.table.BeginOperation;
import rtm.store.table.CommitOperation;
import rtm.store.table.ContainerClaims;
import rtm.store.table.DatabaseTable;
import rtm.store.table.DrainTable;
import rtm.store.table.ExpiredOperations;
import rtm.store.table.GameMarks;
import rtm.store.table.GamePages;
import rtm.store.table.ImageUseQuery;
import rtm.store.table.ObserveHealth;
import rtm.store.table.OperationFigures;
import rtm.store.table.OperationHistory;
import rtm.store.table.OperationLogTable;
import rtm.store.table.OperationPages;
import rtm.store.table.OutboxTable;
import rtm.store.table.RecordTable;
import rtm.store.table.RowReader;
import rtm.store.table.SnapshotTable;
import rtm.store.table.SummaryQuery;

/**
 * The store in PostgreSQL. Every call takes a connection from the pool and returns it before it
 * ends. The operation timeout limits the wait for a connection and each statement.
 */
public final class PostgresStore
        implements RuntimeStore,
                Outbox,
                StoreOverview,
                NodeRegistry,
                DrainSwitch,
                DatabaseIdentity,
                OperationRetention,
                ImageUses,
                DependencyCheck,
                AutoCloseable {

    /** More open operations are read only when some of these are closed. */
    private static final int MOST_OPEN = 10_000;

    private final Database database;
    private final EndingStore endings;
    private final StoreCheck check;
    private final OperationFigures figures;
    private final RowReader rows;
    private final SharedOperations shared;
    private final Signals signals;
    private final Optional<Placing> placing;
    private final String schemaVersion;
    private final int migrationsApplied;

    private PostgresStore(
            Database database,
            OperationFigures figures,
            RowReader rows,
            Signals signals,
            Optional<Placing> placing,
            String schemaVersion,
            int migrationsApplied) {
        this.database = database;
        this.signals = signals;
        this.placing = placing;
        this.endings = new PostgresEndings(database);
        this.check = new StoreCheck(database, rows);
        this.figures = figures;
        this.rows = rows;
        this.shared =
                new SharedOperations(
                        database,
                        rows,
                        signals,
                        request -> openAlone(request, Optional.empty(), Optional.of(Set.of())),
                        this::commitAlone);
        this.schemaVersion = schemaVersion;
        this.migrationsApplied = migrationsApplied;
    }

    /**
     * Opens the store without telemetry.
     *
     * @throws StoreOpenException as {@link #open(StoreSettings, OpenTelemetry)} does
     */
    public static PostgresStore open(StoreSettings settings) {
        return open(settings, OpenTelemetry.noop());
    }

    /**
     * Connects, and updates the schema.
     *
     * @param telemetry for the spans of statements and the metrics of operations
     * @throws StoreOpenException with one sentence, if the server cannot be reached, refuses the
     *     login, or lacks the database, the schema or a grant, or if the schema has a later version
     * @throws rtm.domain.model.DependencyUnavailableException if the server stops answering
     *     meanwhile
     */
    public static PostgresStore open(StoreSettings settings, OpenTelemetry telemetry) {
        return open(settings, telemetry, Optional.empty());
    }

    /**
     * The same for a process on one of several nodes: what it commits wakes the processes of others
     * that listen with {@link PostgresSignals}, and it places new games.
     */
    public static PostgresStore openAmongOthers(
            StoreSettings settings, OpenTelemetry telemetry, PlacingPolicy policy) {
        return open(settings, telemetry, Optional.of(new Placing(policy)));
    }

    private static PostgresStore open(
            StoreSettings settings, OpenTelemetry telemetry, Optional<Placing> placing) {
        Database database = Database.open(settings, new StatementSpans(telemetry, settings.dsn()));
        try {
            SchemaUpdate update = new SchemaUpdate(database, settings, Migration.all());
            int applied = update.apply();
            return new PostgresStore(
                    database,
                    new OperationFigures(telemetry),
                    new RowReader(telemetry),
                    new Signals(placing.isPresent()),
                    placing,
                    update.schemaVersion(),
                    applied);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * The version of the schema: the number of its last migration, which this program may not know.
     */
    public String schemaVersion() {
        return schemaVersion;
    }

    /** How many migrations were applied at opening. */
    public int migrationsApplied() {
        return migrationsApplied;
    }

    /** The ends of engines, in the same database. */
    public EndingStore endings() {
        return endings;
    }

    /** The nodes among each other, in the same database. */
    public PostgresNodes places() {
        return new PostgresNodes(database, placing);
    }

    @Override
    public Optional<RuntimeRecord> find(GameId gameId) {
        return database.call(
                "reading the record of game " + gameId,
                connection -> RecordTable.find(connection, rows, gameId));
    }

    @Override
    public RecordChunk chunk(Optional<RuntimeStatus> status, Optional<GameId> after, int most) {
        return database.call(
                "listing the records",
                connection ->
                        RecordTable.chunk(connection, rows, Optional.empty(), status, after, most));
    }

    @Override
    public RecordChunk chunkOn(
            NodeId node, Optional<RuntimeStatus> status, Optional<GameId> after, int most) {
        return database.call(
                "listing the records of the node",
                connection ->
                        RecordTable.chunk(
                                connection, rows, Optional.of(node), status, after, most));
    }

    @Override
    public OpenResult openRow(OperationRequest request, Optional<BootId> takeOverFrom) {
        return openRow(request, takeOverFrom, Optional.empty());
    }

    @Override
    public Optional<OpenResult> assign(OperationRequest request) {
        Optional<OpenResult> result =
                database.inTransaction(
                        "assigning %s on game %s"
                                .formatted(request.kind().wire(), request.gameId()),
                        connection -> assign(connection, request));
        result.ifPresent(_ -> database.writeSucceeded());
        return result;
    }

    private Optional<OpenResult> assign(Connection connection, OperationRequest request)
            throws SQLException {
        BeginOperation begin =
                new BeginOperation(
                        connection, rows, request, Optional.empty(), Optional.empty(), false);
        Optional<OpenResult> result = begin.assign(placing);
        if (begin.isAssigned()
                && result.orElse(null) instanceof OpenResult.Busy(OpenOperation row)) {
            signals.assigned(connection, row);
        }
        return result;
    }

    @Override
    public OpenResult openRowUnlessLost(
            OperationRequest request, Optional<BootId> takeOverFrom, Set<ContainerId> live) {
        return openRow(request, takeOverFrom, Optional.of(live));
    }

    private OpenResult openRow(
            OperationRequest request,
            Optional<BootId> takeOverFrom,
            Optional<Set<ContainerId>> live) {
        OpenResult result =
                shared.openRow(request, takeOverFrom, live)
                        .orElseGet(() -> openAlone(request, takeOverFrom, live));
        if (result instanceof OpenResult.Opened opened) {
            figures.opened(opened.operation());
        }
        return result;
    }

    private OpenResult openAlone(
            OperationRequest request,
            Optional<BootId> takeOverFrom,
            Optional<Set<ContainerId>> live) {
        String what =
                "opening the row of %s on game %s"
                        .formatted(request.kind().wire(), request.gameId());
        Database.SqlWork<OpenResult> opening =
                connection -> {
                    requireRoom(connection, request);
                    return new BeginOperation(connection, rows, request, takeOverFrom, live, false)
                            .run();
                };
        // The driver may split statements that it sends together, so a lock needs a transaction.
        OpenResult result =
                request.kind().needsHostName()
                        ? database.inTransaction(what, opening)
                        : database.call(what, opening);
        database.writeSucceeded();
        return result;
    }

    /** A call begins where it was asked, or nowhere; a job has its place already. */
    private void requireRoom(Connection connection, OperationRequest request) throws SQLException {
        if (placing.isPresent()
                && request.kind() == OperationKind.START
                && request.origin() instanceof Origin.Call
                && RecordTable.find(connection, rows, request.gameId()).isEmpty()) {
            placing.get().require(connection, request.gameId(), request.node());
        }
    }

    @Override
    public OpenResult openAndCommit(
            OperationRequest request, Optional<BootId> takeOverFrom, CompletionFactory ending) {
        AtomicReference<Optional<Completion>> closed = new AtomicReference<>(Optional.empty());
        OpenResult result =
                database.inTransaction(
                        "settling %s on game %s".formatted(request.kind().wire(), request.gameId()),
                        connection -> {
                            OpenResult opening =
                                    new BeginOperation(
                                                    connection,
                                                    rows,
                                                    request,
                                                    takeOverFrom,
                                                    Optional.empty(),
                                                    true)
                                            .run();
                            if (opening instanceof OpenResult.Opened opened) {
                                Completion completion = ending.of(opened);
                                CommitOperation.run(connection, completion);
                                signals.closed(connection, List.of(completion));
                                closed.set(Optional.of(completion));
                            }
                            return opening;
                        });
        database.writeSucceeded();
        closed.get().ifPresent(figures::closed);
        return result;
    }

    @Override
    public Optional<OpenOperation> takeOver(OpenOperation operation, BootId newOwner) {
        return database.write(
                "taking over operation " + operation.id(),
                connection ->
                        OperationLogTable.transfer(
                                connection, rows, operation, operation.owner(), newOwner));
    }

    @Override
    public void commit(Completion completion) {
        if (!shared.commit(completion)) {
            commitAlone(completion);
        }
        figures.closed(completion);
    }

    private void commitAlone(Completion completion) {
        OpenOperation operation = completion.operation();
        database.inTransaction(
                "committing %s on game %s".formatted(operation.kind().wire(), operation.gameId()),
                connection -> {
                    CommitOperation.run(connection, completion);
                    signals.closed(connection, List.of(completion));
                    return true;
                });
        database.writeSucceeded();
    }

    @Override
    public void abandon(OpenOperation operation) {
        boolean removed =
                database.write(
                        "removing the row of operation " + operation.id(),
                        connection ->
                                OperationLogTable.delete(connection, operation)
                                        || !OperationLogTable.exists(connection, operation));
        if (!removed) {
            throw CommitOperation.lost(operation);
        }
    }

    @Override
    public void reportSkipped(OpenOperation operation) {
        if (placing.isPresent()) {
            database.change(
                    "saying that a job is skipped",
                    connection -> signals.skipped(connection, operation));
        }
    }

    @Override
    public List<OpenOperation> openOperations() {
        return openOperations(Optional.empty());
    }

    @Override
    public List<OpenOperation> openOperationsOn(NodeId node) {
        return openOperations(Optional.of(node));
    }

    private List<OpenOperation> openOperations(Optional<NodeId> node) {
        List<OpenOperation> open = new ArrayList<>();
        Optional<Long> next = Optional.of(0L);
        while (next.isPresent() && open.size() < MOST_OPEN) {
            long after = next.get();
            OperationLogTable.OpenRows some =
                    database.call(
                            "listing the open operations",
                            connection -> OperationLogTable.open(connection, rows, node, after));
            open.addAll(some.operations());
            next = some.next();
        }
        return List.copyOf(open);
    }

    @Override
    public OperationChunk operations(GameId gameId, Optional<Long> before, int most) {
        return database.call(
                "reading the operations of game " + gameId,
                connection -> OperationHistory.of(connection, rows, gameId, before, most));
    }

    @Override
    public ClaimAnswers judge(GameId gameId, Collection<ContainerClaim> claims) {
        return database.call(
                "reading who made the containers of game " + gameId,
                connection -> ContainerClaims.judge(connection, gameId, claims));
    }

    @Override
    public Optional<HealthSnapshot> findHealth(GameId gameId) {
        return database.call(
                "reading the health of game " + gameId,
                connection -> SnapshotTable.find(connection, rows, gameId));
    }

    @Override
    public Observed observe(HealthChange change) {
        Observed observed =
                database.inTransaction(
                        "committing the health of game " + change.record().gameId(),
                        connection -> observe(connection, change));
        if (observed == Observed.COMMITTED) {
            database.writeSucceeded();
        }
        return observed;
    }

    private Observed observe(Connection connection, HealthChange change) throws SQLException {
        Observed observed = ObserveHealth.run(connection, change);
        if (observed == Observed.COMMITTED && !change.messages().isEmpty()) {
            signals.messages(connection);
        }
        return observed;
    }

    @Override
    public void recordPlace(RuntimeRecord record, EnginePlace place) {
        database.change(
                "storing where game %s is".formatted(record.gameId()),
                connection -> PlaceTable.store(connection, record, place));
    }

    @Override
    public List<OutboxMessage> pending(Set<String> withoutStreams, int limit) {
        List<OutboxMessage> pending = new ArrayList<>();
        Optional<Long> next = Optional.of(0L);
        while (next.isPresent() && pending.isEmpty()) {
            long after = next.get();
            OutboxTable.Pending some =
                    database.call(
                            "reading the outbox",
                            connection ->
                                    OutboxTable.pending(
                                            connection, rows, withoutStreams, after, limit));
            pending.addAll(some.messages());
            next = some.next();
        }
        return List.copyOf(pending);
    }

    @Override
    public void published(List<OutboxMessage> messages) {
        database.change(
                "clearing the outbox", connection -> OutboxTable.delete(connection, messages));
    }

    @Override
    public Summary summary(int most) {
        return database.call(
                "counting for the status", connection -> SummaryQuery.run(connection, rows, most));
    }

    @Override
    public List<RuntimeRecord> records(GameFilter filter, Optional<GameId> after, int limit) {
        return database.call(
                "listing a page of records",
                connection -> GamePages.records(connection, rows, filter, after, limit));
    }

    @Override
    public List<RuntimeRecord> records(Collection<GameId> games) {
        return database.call(
                "reading the records of some games",
                connection -> GamePages.records(connection, rows, games));
    }

    @Override
    public List<GameOverview> games(GameFilter filter, Optional<GameId> after, int limit) {
        return database.call(
                "listing a page of games",
                connection -> GamePages.games(connection, rows, filter, after, limit));
    }

    @Override
    public List<GameOverview> games(Collection<GameId> games) {
        return database.call(
                "reading games", connection -> GamePages.games(connection, rows, games));
    }

    @Override
    public List<GameMark> marks(GameFilter filter, Optional<GameId> after, int limit) {
        return database.call(
                "looking for games that changed",
                connection -> GameMarks.read(connection, rows, filter, after, limit));
    }

    @Override
    public List<OperationEntry> operations(
            OperationFilter filter, Optional<Long> before, int limit) {
        return database.call(
                "listing a page of operations",
                connection -> OperationPages.read(connection, rows, filter, before, limit));
    }

    @Override
    public List<ImageUse> imageUses() {
        return database.call(
                "listing the images that rows name",
                connection -> ImageUseQuery.run(connection, MOST_IMAGES + 1));
    }

    @Override
    public Optional<Drain> drain() {
        return database.call("reading whether games are started", DrainTable::read);
    }

    @Override
    public Drain drain(Drain requested) {
        return database.write(
                "starting no more games", connection -> DrainTable.store(connection, requested));
    }

    @Override
    public void endDrain() {
        database.write("starting games again", DrainTable::delete);
    }

    @Override
    public Optional<NodeId> nodeOf(String daemonId) {
        return database.call(
                "reading the node of the daemon",
                connection -> DaemonTable.node(connection, daemonId));
    }

    @Override
    public Optional<String> recordedDaemon(NodeId node) {
        return database.call(
                "reading the daemon's identity", connection -> DaemonTable.read(connection, node));
    }

    @Override
    public List<Node> nodes() {
        return database.call("listing the nodes", NodeTable::nodes);
    }

    @Override
    public Optional<NodeId> add(String name, String daemonId) {
        Optional<NodeId> added =
                database.inTransaction(
                        "adding a node", connection -> NodeTable.add(connection, name, daemonId));
        database.writeSucceeded();
        return added;
    }

    @Override
    public boolean name(NodeId node, String name) {
        return database.write(
                "naming the node", connection -> NodeTable.name(connection, node, name));
    }

    @Override
    public void standAlone(NodeId node) {
        database.change(
                "taking the node's name", connection -> NodeTable.standAlone(connection, node));
    }

    @Override
    public void recordSeen(NodeId node, NodeCapacity capacity, Optional<URI> url) {
        database.change(
                "storing what the node offers",
                connection ->
                        NodeTable.storeSeen(
                                connection, node, capacity, url, Migration.FILES.size()));
    }

    @Override
    public void recordBeat(NodeId node, Optional<String> trouble) {
        database.change(
                "storing that the node is at work",
                connection -> NodeTable.storeBeat(connection, node, trouble));
    }

    @Override
    public List<NodeLoad> loads() {
        return database.call(
                "reading what is on the nodes",
                connection ->
                        placing.isPresent()
                                ? placing.get().loads(connection)
                                : NodeLoads.read(connection));
    }

    @Override
    public NodeId nodeFor(GameId gameId) {
        return places().nodeForStart(gameId).map(Node::id).orElse(NodeId.FIRST);
    }

    @Override
    public void recordDaemon(NodeId node, String id) {
        database.change(
                "storing the daemon's identity",
                connection -> DaemonTable.store(connection, node, id));
    }

    @Override
    public Optional<UUID> stateRoot(NodeId node) {
        return database.call(
                "reading the state root of the node",
                connection -> StateRootTable.read(connection, node));
    }

    @Override
    public boolean recordStateRoot(NodeId node, Optional<UUID> before, UUID id) {
        return database.write(
                "storing the state root of the node",
                connection -> StateRootTable.store(connection, node, before, id));
    }

    @Override
    public Optional<Instant> lastAnswer(NodeId node) {
        return database.call(
                "reading the daemon's last answer",
                connection -> DaemonTable.lastAnswer(connection, node));
    }

    @Override
    public void recordAnswer(NodeId node, Instant at) {
        database.change(
                "storing the daemon's last answer",
                connection -> DaemonTable.storeAnswer(connection, node, Optional.of(at)));
    }

    @Override
    public void forgetAnswer(NodeId node) {
        database.change(
                "forgetting the daemon's last answer",
                connection -> DaemonTable.storeAnswer(connection, node, Optional.empty()));
    }

    @Override
    public Expired expired(
            NodeId node, long after, Instant closedBefore, List<ContainerClaim> existing) {
        return database.call(
                "looking for old operations",
                connection ->
                        ExpiredOperations.find(connection, node, after, closedBefore, existing));
    }

    @Override
    public void remove(List<OperationRetention.Row> old) {
        database.change(
                "removing old operations", connection -> ExpiredOperations.delete(connection, old));
    }

    @Override
    public UUID databaseId() {
        return database.call("reading the database's identity", DatabaseTable::id);
    }

    @Override
    public Dependency dependency() {
        return Dependency.POSTGRES;
    }

    @Override
    public void check() {
        check.run();
    }

    /** Closes every connection; running calls fail. */
    @Override
    public void close() {
        database.close();
    }
}
