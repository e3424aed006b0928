package rtm.domain.fake;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rtm.domain.model.BootId;
import rtm.domain.model.ClaimAnswers;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerClaim;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Drain;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.GameFilter;
import rtm.domain.model.GameId;
import rtm.domain.model.GameMark;
import rtm.domain.model.GameOverview;
import rtm.domain.model.HealthChange;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ImageUse;
import rtm.domain.model.Leader;
import rtm.domain.model.MessageId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeLoad;
import rtm.domain.model.NodeState;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationChunk;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationFilter;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationOutcome;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.Origin;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.PlacingPolicy;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.Standby;
import rtm.domain.model.UnreadableRowException;
import rtm.domain.overview.Condition;
import rtm.domain.port.CommitSignal;
import rtm.domain.port.DatabaseIdentity;
import rtm.domain.port.DrainSwitch;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.OperationRetention;
import rtm.domain.port.Outbox;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StoreOverview;
import rtm.domain.port.StoreTally;
import rtm.domain.port.upkeep.ImageUses;
import rtm.domain.rule.Placement;

/**
 * The store without PostgreSQL, for tests of its users. It keeps the same data as the real one,
 * with times to the microsecond, and can be made to fail as PostgreSQL does.
 */
public final class InMemoryStore
        implements RuntimeStore,
                Outbox,
                StoreOverview,
                ImageUses,
                NodeRegistry,
                DrainSwitch,
                DatabaseIdentity,
                OperationRetention {

    private static final OperationFilter ALL = new OperationFilter(false, Optional.empty());

    private final Map<GameId, RuntimeRecord> records = new TreeMap<>();
    private final Map<GameId, NodeId> unreadable = new TreeMap<>();
    private final Map<GameId, HealthSnapshot> snapshots = new TreeMap<>();
    private final InMemoryOperationLog log = new InMemoryOperationLog();
    private final List<OutboxMessage> outbox = new ArrayList<>();
    private final Map<MessageId, Instant> committedAt = new HashMap<>();
    private final InMemoryEndings endings = new InMemoryEndings(this, this::answer);
    private final InMemoryNodes nodePlaces = new InMemoryNodes(this);
    private final UUID databaseId = UUID.randomUUID();
    private final NavigableMap<NodeId, String> daemons = new TreeMap<>();
    private final Map<NodeId, Instant> lastAnswers = new TreeMap<>();
    private final Map<NodeId, UUID> stateRoots = new HashMap<>();
    private final Map<NodeId, String> names = new HashMap<>();
    private final Map<NodeId, NodeCapacity> capacities = new HashMap<>();
    private final Map<NodeId, String> troubles = new HashMap<>();
    private final Map<NodeId, URI> urls = new HashMap<>();
    private final Map<NodeId, Instant> seenAt = new HashMap<>();
    private final Map<GameId, EnginePlace> places = new HashMap<>();
    private final Map<NodeId, NodeState> states = new HashMap<>();
    private Optional<PlacingPolicy> placing = Optional.empty();
    private Predicate<NodeId> atWork = _ -> true;
    private Optional<Leader> leader = Optional.empty();
    private final List<Standby> standbys = new ArrayList<>();
    private Optional<Drain> drain = Optional.empty();
    private final Map<CommitSignal, NodeId> listeners = new HashMap<>();
    private boolean unavailable;
    private boolean answerIsLost;

    /** An empty store that answers. */
    public InMemoryStore() {}

    /** Whether every call fails from now on, as if PostgreSQL were unavailable. */
    public synchronized void unavailable(boolean away) {
        unavailable = away;
    }

    /**
     * The next commit or observation takes effect, but its caller gets no answer from PostgreSQL.
     */
    public synchronized void loseAnswerOfNextCommit() {
        answerIsLost = true;
    }

    /** A process of that node hears what is committed from now on. */
    public synchronized void listen(NodeId node, CommitSignal listener) {
        listeners.put(listener, node);
    }

    /** Where a game's engine is, if that was ever stored. */
    public synchronized Optional<EnginePlace> place(GameId gameId) {
        return Optional.ofNullable(places.get(gameId));
    }

    @Override
    public synchronized void recordPlace(RuntimeRecord record, EnginePlace place) {
        answer();
        find(record.gameId())
                .filter(now -> now.state().equals(record.state()))
                .filter(now -> now.state() instanceof RuntimeState.Running)
                .ifPresent(now -> places.put(now.gameId(), place));
    }

    /** From now on it places new games, as among several nodes. */
    public synchronized void amongOthers(PlacingPolicy policy) {
        placing = Optional.of(policy);
    }

    /** When a node without a process counts as lost, among several nodes. */
    synchronized Optional<Duration> lostAfter() {
        return placing.map(PlacingPolicy::lostAfter);
    }

    /** Which nodes have a process; all of them until a test says otherwise. */
    public synchronized void atWork(Predicate<NodeId> has) {
        atWork = has;
    }

    synchronized boolean works(NodeId node) {
        return atWork.test(node);
    }

    /** Opens, closes or gives up a node. */
    public synchronized void state(NodeId node, NodeState state) {
        states.put(node, state);
    }

    /** A process of the node was last seen so long ago. */
    public synchronized void unseen(NodeId node, Duration since) {
        seenAt.put(node, Instant.now().minus(since));
    }

    /** Stores a record as if an operation had committed it; its version is kept. */
    public synchronized void put(RuntimeRecord record) {
        records.put(record.gameId(), Micros.of(record));
    }

    /** Names a container as the game's, like an old closed row of the operation log. */
    public synchronized void made(GameId gameId, ContainerId container) {
        log.made(gameId, container);
    }

    /** Which process leads, as sessions of PostgreSQL show it. */
    public synchronized void leads(Leader process) {
        leader = Optional.of(process);
    }

    /** Another process stands by. */
    public synchronized void standsBy(Standby process) {
        standbys.add(process);
    }

    /** The last snapshot of a game's health, whether or not the store answers. */
    public synchronized Optional<HealthSnapshot> snapshot(GameId gameId) {
        return Optional.ofNullable(snapshots.get(gameId));
    }

    /** The nodes among each other. */
    public InMemoryNodes places() {
        return nodePlaces;
    }

    /** The endings. */
    public InMemoryEndings endings() {
        return endings;
    }

    /** The operation log, in the order in which rows were opened. */
    public synchronized List<LoggedOperation> operations() {
        return log.rows();
    }

    /** The record of that game, which says running, can no longer be read. */
    public synchronized void spoil(GameId gameId) {
        RuntimeRecord record = records.remove(gameId);
        unreadable.put(gameId, record == null ? NodeId.FIRST : record.node());
    }

    private Optional<RuntimeRecord> read(GameId gameId) {
        if (unreadable.containsKey(gameId)) {
            throw new UnreadableRowException(
                    "the record of game %s cannot be read".formatted(gameId),
                    new IllegalStateException("as the test says"));
        }
        return Optional.ofNullable(records.get(gameId));
    }

    @Override
    public synchronized Optional<RuntimeRecord> find(GameId gameId) {
        answer();
        return read(gameId);
    }

    @Override
    public synchronized RecordChunk chunk(
            Optional<RuntimeStatus> status, Optional<GameId> after, int most) {
        return chunk(_ -> true, status, after, most);
    }

    @Override
    public synchronized RecordChunk chunkOn(
            NodeId node, Optional<RuntimeStatus> status, Optional<GameId> after, int most) {
        return chunk(game -> nodeOf(game).equals(node), status, after, most);
    }

    private NodeId nodeOf(GameId game) {
        RuntimeRecord record = records.get(game);
        return record == null ? Objects.requireNonNull(unreadable.get(game)) : record.node();
    }

    private RecordChunk chunk(
            Predicate<GameId> which,
            Optional<RuntimeStatus> status,
            Optional<GameId> after,
            int most) {
        answer();
        List<GameId> games = new ArrayList<>(records.keySet());
        games.addAll(unreadable.keySet());
        List<GameId> some =
                games.stream()
                        .sorted()
                        .filter(which)
                        .filter(game -> after.isEmpty() || game.compareTo(after.get()) > 0)
                        .filter(game -> status.isEmpty() || hasStatus(game, status.get()))
                        .limit(most)
                        .toList();
        return new RecordChunk(
                some.stream().filter(records::containsKey).map(records::get).toList(),
                some.stream().filter(unreadable::containsKey).toList(),
                some.size() == most ? Optional.of(some.getLast()) : Optional.empty());
    }

    private boolean hasStatus(GameId game, RuntimeStatus status) {
        RuntimeRecord record = records.get(game);
        return record == null ? status == RuntimeStatus.RUNNING : record.state().status() == status;
    }

    @Override
    public synchronized OpenResult openRow(
            OperationRequest request, Optional<BootId> takeOverFrom) {
        answer();
        Optional<RuntimeRecord> record = read(request.gameId());
        requireRoom(request);
        boolean isNew =
                log.earlierAttempt(request).isEmpty() && log.openRowOf(request.gameId()).isEmpty();
        Optional<GameId> other = otherOfHostName(request.gameId());
        return isNew
                        && request.kind().needsHostName()
                        && !OpenResult.isPresent(record)
                        && other.isPresent()
                ? new OpenResult.NameTaken(other.get())
                : open(request, takeOverFrom, false);
    }

    @Override
    public synchronized Optional<OpenResult> assign(OperationRequest request) {
        answer();
        Optional<LoggedOperation> earlier = log.earlierAttempt(request);
        if (earlier.filter(row -> !row.inProgress()).isPresent()) {
            return Optional.of(new OpenResult.AlreadyDone());
        }
        Optional<OpenOperation> open =
                earlier.map(LoggedOperation::operation).or(() -> log.openRowOf(request.gameId()));
        if (open.isPresent()) {
            return open.map(row -> earlier.isPresent() ? moved(row, request) : row)
                    .filter(row -> !row.node().equals(request.node()))
                    .map(OpenResult.Busy::new);
        }
        Optional<RuntimeRecord> record = read(request.gameId());
        if (record.isEmpty() && placing.isPresent() && request.kind() == OperationKind.START) {
            return placed(request);
        }
        return record.filter(one -> !one.node().equals(request.node()))
                .map(one -> {
                    if (isGivenUp(one.node())) {
                        return new OpenResult.GivenUp(one.node());
                    }
                    OpenResult result = openRow(request, Optional.empty());
                    assigned(one.node());
                    return result;
                });
    }

    private boolean isGivenUp(NodeId node) {
        return nodes().stream()
                .filter(one -> one.id().equals(node))
                .anyMatch(one -> one.state() == NodeState.RETIRED);
    }

    private Optional<OpenResult> placed(OperationRequest request) {
        NodeId node =
                Placement.choose(
                        request.gameId(),
                        placing.orElseThrow().memory(),
                        seen(Optional.of(request.gameId())));
        Optional<GameId> other = otherOfHostName(request.gameId());
        if (other.isPresent()) {
            return other.map(OpenResult.NameTaken::new);
        }
        OpenOperation row = log.open(request.asOpened(node, BootId.NONE));
        if (node.equals(request.node())) {
            return Optional.empty();
        }
        assigned(node);
        return Optional.of(new OpenResult.Busy(row));
    }

    /** The row, on another node if that one was lost before it was taken. */
    private OpenOperation moved(OpenOperation row, OperationRequest request) {
        boolean stays =
                placing.isEmpty()
                        || !row.untaken()
                        || row.kind() != OperationKind.START
                        || row.node().equals(request.node())
                        || read(row.gameId()).isPresent()
                        || !isLost(row.node());
        Optional<NodeId> other =
                stays
                        ? Optional.empty()
                        : Placement.find(
                                placing.orElseThrow().memory(), seen(Optional.of(row.gameId())));
        if (other.isEmpty()) {
            return row;
        }
        if (!other.get().equals(request.node())) {
            assigned(other.get());
        }
        return log.move(row, other.get());
    }

    private boolean isLost(NodeId node) {
        return loads(Optional.empty()).stream()
                .filter(load -> load.id().equals(node))
                .anyMatch(load ->
                        load.isLost(placing.orElseThrow().lostAfter())
                                || (!load.atWork() && load.node().state() == NodeState.RETIRED));
    }

    private void assigned(NodeId node) {
        listeners.forEach((listener, its) -> {
            if (its.equals(node)) {
                listener.assigned();
            }
        });
    }

    @Override
    public synchronized List<NodeLoad> loads() {
        return loads(Optional.empty());
    }

    /** The nodes as placing sees them. */
    private List<NodeLoad> seen(Optional<GameId> besides) {
        return loads(besides).stream()
                .map(node -> node.seenWithin(placing.orElseThrow().lostAfter()))
                .toList();
    }

    private List<NodeLoad> loads(Optional<GameId> besides) {
        long memory = placing.map(policy -> policy.memory().bytes()).orElse(0L);
        return nodes().stream().map(node -> load(node, memory, besides)).toList();
    }

    private NodeLoad load(Node node, long memory, Optional<GameId> besides) {
        List<OpenOperation> open = openOperationsOn(node.id());
        long games =
                records.values().stream()
                                .filter(record -> record.node().equals(node.id()))
                                .filter(record -> isRunning(record.gameId()))
                                .count()
                        + open.stream()
                                .filter(row -> row.kind() == OperationKind.START)
                                .map(OpenOperation::gameId)
                                .filter(game -> !isRunning(game))
                                .filter(game -> !besides.equals(Optional.of(game)))
                                .count();
        return new NodeLoad(
                node,
                atWork.test(node.id()),
                node.seenAt().map(seen -> Duration.between(seen, Instant.now())),
                games,
                games * memory,
                open.stream().filter(OpenOperation::untaken).count());
    }

    private boolean isRunning(GameId game) {
        RuntimeRecord record = records.get(game);
        return record != null && record.state() instanceof RuntimeState.Running;
    }

    @Override
    public synchronized NodeId nodeFor(GameId gameId) {
        answer();
        if (placing.isEmpty()) {
            return NodeId.FIRST;
        }
        return read(gameId)
                .map(RuntimeRecord::node)
                .or(() -> log.openRowOf(gameId).map(OpenOperation::node))
                .orElseGet(() ->
                        Placement.choose(
                                gameId, placing.orElseThrow().memory(), seen(Optional.of(gameId))));
    }

    private void requireRoom(OperationRequest request) {
        if (placing.isPresent()
                && request.kind() == OperationKind.START
                && request.origin() instanceof Origin.Call
                && !records.containsKey(request.gameId())) {
            Placement.require(
                    request.gameId(),
                    placing.orElseThrow().memory(),
                    request.node(),
                    seen(Optional.of(request.gameId())));
        }
    }

    private Optional<GameId> otherOfHostName(GameId gameId) {
        Stream<GameId> present =
                records.values().stream()
                        .filter(record -> OpenResult.isPresent(Optional.of(record)))
                        .map(RuntimeRecord::gameId);
        Stream<GameId> starting =
                log.rows().stream()
                        .filter(LoggedOperation::inProgress)
                        .map(LoggedOperation::operation)
                        .filter(row -> row.kind().needsHostName())
                        .map(OpenOperation::gameId);
        return Stream.concat(present, starting)
                .filter(other -> !other.equals(gameId))
                .filter(other -> other.value().equalsIgnoreCase(gameId.value()))
                .findFirst();
    }

    private OpenResult open(
            OperationRequest request, Optional<BootId> takeOverFrom, boolean closing) {
        Optional<LoggedOperation> earlier = log.earlierAttempt(request);
        if (earlier.isPresent()) {
            boolean elsewhere =
                    earlier.get().inProgress()
                            && earlier.get().operation().untaken()
                            && !closing
                            && !earlier.get().operation().node().equals(request.node());
            return elsewhere
                    ? new OpenResult.Busy(earlier.get().operation())
                    : again(earlier.get(), request.owner(), takeOverFrom);
        }
        Optional<OpenOperation> other = log.openRowOf(request.gameId());
        if (other.isPresent()) {
            return new OpenResult.Busy(other.get());
        }
        OpenOperation row = log.open(withImage(assigned(request, closing)));
        return row.untaken() ? new OpenResult.Busy(row) : opened(row, false);
    }

    @Override
    public synchronized OpenResult openRowUnlessLost(
            OperationRequest request, Optional<BootId> takeOverFrom, Set<ContainerId> live) {
        answer();
        Optional<RuntimeRecord> record = Optional.ofNullable(records.get(request.gameId()));
        Optional<LoggedOperation> untaken =
                log.earlierAttempt(request)
                        .filter(_ -> takeOverFrom.equals(Optional.of(BootId.NONE)))
                        .filter(row -> row.inProgress() && row.operation().untaken())
                        .filter(row -> row.operation().node().equals(request.node()));
        if (untaken.isPresent() && OpenResult.Lost.isLost(record, live)) {
            log.remove(untaken.get());
            return new OpenResult.Lost(record.orElseThrow());
        }
        boolean isNew =
                log.earlierAttempt(request).isEmpty() && log.openRowOf(request.gameId()).isEmpty();
        return isNew && OpenResult.Lost.isLost(record, live)
                ? new OpenResult.Lost(record.orElseThrow())
                : openRow(request, takeOverFrom);
    }

    /** As the row says it: on the game's node, and without an owner if it is only assigned. */
    private OperationRequest assigned(OperationRequest request, boolean closing) {
        NodeId node =
                Optional.ofNullable(records.get(request.gameId()))
                        .map(RuntimeRecord::node)
                        .orElse(request.node());
        boolean untaken =
                !closing && request.origin() instanceof Origin.Job && !node.equals(request.node());
        return request.asOpened(node, untaken ? BootId.NONE : request.owner());
    }

    private OperationRequest withImage(OperationRequest request) {
        return request.kind().isAboutTheRecordsImage()
                ? request.withImage(
                        Optional.ofNullable(records.get(request.gameId()))
                                .map(record -> record.currentImage().value()))
                : request;
    }

    @Override
    public synchronized OpenResult openAndCommit(
            OperationRequest request, Optional<BootId> takeOverFrom, CompletionFactory ending) {
        answer();
        OpenResult result = open(request, takeOverFrom, true);
        if (result instanceof OpenResult.Opened opened) {
            commit(ending.of(opened));
        }
        return result;
    }

    private OpenResult again(LoggedOperation row, BootId owner, Optional<BootId> takeOverFrom) {
        if (!row.inProgress()) {
            return new OpenResult.AlreadyDone();
        }
        BootId holder = row.operation().owner();
        if (holder.equals(owner) || takeOverFrom.equals(Optional.of(holder))) {
            return opened(log.giveTo(row, owner), !row.operation().untaken());
        }
        return new OpenResult.Busy(row.operation());
    }

    private OpenResult opened(OpenOperation operation, boolean resumed) {
        Optional<RuntimeRecord> record = Optional.ofNullable(records.get(operation.gameId()));
        return new OpenResult.Opened(operation, record, resumed);
    }

    @Override
    public synchronized Optional<OpenOperation> takeOver(OpenOperation operation, BootId newOwner) {
        answer();
        return log.find(operation)
                .filter(LoggedOperation::inProgress)
                .filter(row ->
                        row.operation().owner().equals(operation.owner())
                                || row.operation().owner().equals(newOwner))
                .filter(row -> row.operation().node().equals(operation.node()))
                .map(row -> log.giveTo(row, newOwner));
    }

    @Override
    public synchronized void commit(Completion completion) {
        answer();
        LoggedOperation row =
                log.find(completion.operation())
                        .filter(found -> found.ownedAs(completion.operation()))
                        .orElseThrow(() -> lost(completion.operation()));
        if (row.inProgress()) {
            apply(row, completion);
        } else if (!row.closedAt(completion.finishedAt())) {
            throw lost(completion.operation());
        }
        loseAnswer();
    }

    private void loseAnswer() {
        if (answerIsLost) {
            answerIsLost = false;
            throw away();
        }
    }

    private void apply(LoggedOperation row, Completion completion) {
        completion.record().ifPresent(this::requireVersion);
        completion.record().ifPresent(record -> records.put(record.gameId(), Micros.next(record)));
        completion.place().ifPresent(place -> places.put(completion.operation().gameId(), place));
        completion.snapshot().ifPresent(seen -> snapshots.put(seen.gameId(), Micros.of(seen)));
        add(completion.messages(), completion.finishedAt());
        completion
                .endings()
                .forEach(ending ->
                        endings.add(completion.operation().node(), ending, Optional.empty()));
        log.close(row, completion);
        for (CommitSignal listener : listeners.keySet()) {
            listener.committed();
            listener.closed(row.operation().row());
        }
    }

    private void add(List<OutboxMessage> messages, Instant at) {
        messages.forEach(message -> committedAt.putIfAbsent(message.id(), Micros.of(at)));
        messages.stream()
                .filter(message ->
                        outbox.stream().noneMatch(waiting -> waiting.id().equals(message.id())))
                .forEach(outbox::add);
    }

    @Override
    public synchronized Optional<HealthSnapshot> findHealth(GameId gameId) {
        answer();
        return snapshot(gameId);
    }

    @Override
    public synchronized Observed observe(HealthChange change) {
        answer();
        GameId gameId = change.record().gameId();
        Observed observed = judge(gameId, change);
        if (observed == Observed.COMMITTED) {
            snapshots.put(gameId, Micros.of(change.snapshot()));
            add(change.messages(), change.snapshot().observedAt());
        }
        loseAnswer();
        return observed;
    }

    private Observed judge(GameId gameId, HealthChange change) {
        RuntimeRecord stored = records.get(gameId);
        boolean still =
                stored != null
                        && stored.state() instanceof RuntimeState.Running
                        && stored.state().equals(change.record().state())
                        && stored.version() == change.record().version();
        if (!still || log.openRowOf(gameId).isPresent()) {
            return Observed.OUTDATED;
        }
        boolean saidBefore =
                change.once()
                        && snapshot(gameId).filter(old -> same(old, change.snapshot())).isPresent();
        return saidBefore ? Observed.ALREADY_REPORTED : Observed.COMMITTED;
    }

    private static boolean same(HealthSnapshot old, HealthSnapshot seen) {
        return old.container().equals(seen.container())
                && old.status() == seen.status()
                && old.details().equals(seen.details());
    }

    private void requireVersion(RuntimeRecord record) {
        RuntimeRecord stored = records.get(record.gameId());
        long version = stored == null ? 0 : stored.version();
        if (version != record.version()) {
            throw new OwnershipLostException(
                    "the record of game " + record.gameId() + " was changed by another");
        }
    }

    @Override
    public synchronized void abandon(OpenOperation operation) {
        answer();
        Optional<LoggedOperation> row = log.find(operation);
        if (row.isEmpty()) {
            return;
        }
        if (!row.get().inProgress() || !row.get().ownedAs(operation)) {
            throw lost(operation);
        }
        log.remove(row.get());
    }

    @Override
    public synchronized void reportSkipped(OpenOperation operation) {
        answer();
        listeners.keySet().forEach(listener -> listener.skipped(operation.row()));
    }

    @Override
    public synchronized List<OpenOperation> openOperations() {
        answer();
        return log.rows().stream()
                .filter(LoggedOperation::inProgress)
                .map(LoggedOperation::operation)
                .sorted(
                        Comparator.comparing(OpenOperation::startedAt)
                                .thenComparingLong(OpenOperation::row))
                .toList();
    }

    @Override
    public synchronized List<OpenOperation> openOperationsOn(NodeId node) {
        return openOperations().stream().filter(row -> row.node().equals(node)).toList();
    }

    @Override
    public synchronized OperationChunk operations(GameId gameId, Optional<Long> before, int most) {
        answer();
        List<OperationEntry> some =
                log.rows().stream()
                        .map(LoggedOperation::entry)
                        .filter(entry -> entry.gameId().equals(gameId))
                        .sorted(
                                Comparator.comparing(OperationEntry::startedAt)
                                        .thenComparingLong(OperationEntry::row)
                                        .reversed())
                        .dropWhile(entry -> before.isPresent() && entry.row() != before.get())
                        .skip(before.isPresent() ? 1 : 0)
                        .limit(most)
                        .toList();
        return new OperationChunk(
                some, some.size() == most ? Optional.of(some.getLast().row()) : Optional.empty());
    }

    @Override
    public synchronized ClaimAnswers judge(GameId gameId, Collection<ContainerClaim> claims) {
        answer();
        return log.judge(gameId, claims);
    }

    @Override
    public synchronized List<OutboxMessage> pending(Set<String> withoutStreams, int limit) {
        answer();
        return outbox.stream()
                .filter(message -> !withoutStreams.contains(message.stream()))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void published(List<OutboxMessage> messages) {
        answer();
        Set<Object> ids = Set.copyOf(messages.stream().map(OutboxMessage::id).toList());
        outbox.removeIf(message -> ids.contains(message.id()));
    }

    private StoreTally tally() {
        return new StoreTally(
                records.values().stream()
                        .collect(
                                Collectors.groupingBy(
                                        record -> record.state().status(), Collectors.counting())),
                outbox.size(),
                outbox.stream()
                        .map(message -> Objects.requireNonNull(committedAt.get(message.id())))
                        .min(Comparator.naturalOrder()));
    }

    @Override
    public synchronized Summary summary(int most) {
        List<OpenOperation> open = openOperations();
        return new Summary(
                tally(),
                records.values().stream()
                        .filter(record -> !(record.state() instanceof RuntimeState.Removed))
                        .flatMap(record -> snapshot(record.gameId()).stream())
                        .collect(
                                Collectors.groupingBy(
                                        HealthSnapshot::status, Collectors.counting())),
                records.values().stream().filter(this::isLost).count(),
                unwell(most),
                open.size(),
                open.stream().limit(most).toList(),
                unstarted(most),
                leader,
                standbys,
                drain,
                unreadable.size());
    }

    private List<UnwellGame> unwell(int most) {
        return records.values().stream()
                .map(this::atAGlance)
                .filter(game -> Condition.of(game).filter(Condition::unwell).isPresent())
                .flatMap(game -> game.health().stream().map(seen -> unwell(game, seen)))
                .sorted(
                        Comparator.comparing((UnwellGame game) -> game.seen().observedAt())
                                .reversed()
                                .thenComparing(game -> game.seen().gameId()))
                .limit(most)
                .toList();
    }

    private static UnwellGame unwell(GameOverview game, HealthSnapshot seen) {
        return new UnwellGame(
                game.record().state().status(),
                game.record().startedAt(),
                seen,
                game.latestEnding()
                        .map(latest ->
                                new End(
                                        latest.ending().endedAt(),
                                        latest.ending().withDaemon(),
                                        latest.crashes())));
    }

    private List<OperationEntry> unstarted(int most) {
        Set<GameId> seen = new HashSet<>();
        return operations(
                        new OperationFilter(false, Optional.empty()), Optional.empty(), RECENT_ROWS)
                .stream()
                .filter(row -> row.kind() == OperationKind.START && seen.add(row.gameId()))
                .filter(row -> row.outcome() == OperationOutcome.FAILURE)
                .filter(row -> !records.containsKey(row.gameId()))
                .limit(most)
                .toList();
    }

    @Override
    public synchronized List<RuntimeRecord> records(
            GameFilter filter, Optional<GameId> after, int limit) {
        answer();
        return records.values().stream()
                .filter(record -> after.isEmpty() || record.gameId().compareTo(after.get()) > 0)
                .filter(record ->
                        filter.statuses().contains(record.state().status())
                                || (filter.lost() && isLost(record)))
                .filter(record -> record.currentImage().value().startsWith(filter.image()))
                .filter(record ->
                        filter.health().isEmpty()
                                || snapshot(record.gameId())
                                        .map(HealthSnapshot::status)
                                        .equals(filter.health()))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<RuntimeRecord> records(Collection<GameId> games) {
        answer();
        return records.values().stream().filter(record -> games.contains(record.gameId())).toList();
    }

    @Override
    public synchronized List<GameOverview> games(
            GameFilter filter, Optional<GameId> after, int limit) {
        return records(filter, after, limit).stream().map(this::atAGlance).toList();
    }

    @Override
    public synchronized List<GameOverview> games(Collection<GameId> games) {
        return records(games).stream().map(this::atAGlance).toList();
    }

    @Override
    public synchronized List<GameMark> marks(GameFilter filter, Optional<GameId> after, int limit) {
        return games(filter, after, limit).stream()
                .map(game -> new GameMark(game.record().gameId(), game.toString()))
                .toList();
    }

    private GameOverview atAGlance(RuntimeRecord record) {
        List<OperationEntry> latest =
                operations(record.gameId(), Optional.empty(), GameOverview.MOST_ATTEMPTS).entries();
        return new GameOverview(
                record,
                snapshot(record.gameId()),
                latest.stream().findFirst(),
                latest.stream()
                        .filter(_ -> latest.getFirst().changedNothing())
                        .filter(OperationEntry::changed)
                        .findFirst(),
                endings.latest(record.gameId()));
    }

    private boolean isLost(RuntimeRecord record) {
        return Condition.isLost(atAGlance(record));
    }

    @Override
    public synchronized List<ImageUse> imageUses() {
        answer();
        Map<String, ImageUse> uses = new TreeMap<>();
        records.values()
                .forEach(record -> {
                    boolean present = !(record.state() instanceof RuntimeState.Removed);
                    add(
                            uses,
                            new ImageUse(
                                    record.currentImage(),
                                    Optional.of(record.lastOpAt()),
                                    true,
                                    present,
                                    present ? 1 : 0));
                });
        for (OperationEntry row : operations(ALL, Optional.empty(), Integer.MAX_VALUE)) {
            boolean open = row.outcome() == OperationOutcome.IN_PROGRESS;
            Stream.concat(row.image().stream(), row.previousImage().stream())
                    .flatMap(image -> ImageReference.parse(image).stream())
                    .forEach(image ->
                            add(
                                    uses,
                                    new ImageUse(
                                            image,
                                            Optional.of(row.finishedAt().orElse(row.startedAt()))
                                                    .filter(_ -> open || row.changed()),
                                            false,
                                            open,
                                            0)));
        }
        endings.all()
                .forEach(entry ->
                        entry.ending()
                                .image()
                                .ifPresent(image ->
                                        add(
                                                uses,
                                                new ImageUse(
                                                        image,
                                                        Optional.of(entry.ending().endedAt()),
                                                        false,
                                                        false,
                                                        0))));
        return List.copyOf(uses.values());
    }

    private static void add(Map<String, ImageUse> uses, ImageUse use) {
        uses.merge(
                use.image().value(),
                use,
                (one, other) ->
                        new ImageUse(
                                one.image(),
                                Stream.concat(
                                                one.lastUsedAt().stream(),
                                                other.lastUsedAt().stream())
                                        .max(Comparator.naturalOrder()),
                                one.recorded() || other.recorded(),
                                one.needed() || other.needed(),
                                one.games() + other.games()));
    }

    @Override
    public synchronized List<OperationEntry> operations(
            OperationFilter filter, Optional<Long> before, int limit) {
        answer();
        return log.rows().reversed().stream()
                .filter(row -> !filter.inProgress() || row.inProgress())
                .map(LoggedOperation::entry)
                .filter(row -> filter.game().isEmpty() || filter.game().get().equals(row.gameId()))
                .filter(row -> before.isEmpty() || row.row() < before.get())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<Drain> drain() {
        answer();
        return drain;
    }

    @Override
    public synchronized Drain drain(Drain requested) {
        answer();
        drain = drain.or(() -> Optional.of(requested));
        return drain.orElseThrow();
    }

    @Override
    public synchronized void endDrain() {
        answer();
        drain = Optional.empty();
    }

    @Override
    public synchronized Optional<NodeId> nodeOf(String daemonId) {
        answer();
        return daemons.entrySet().stream()
                .filter(node -> node.getValue().equals(daemonId))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Another node, with its daemon. */
    public synchronized NodeId addNode(String daemonId) {
        NodeId added = new NodeId(daemons.isEmpty() ? 2 : daemons.lastKey().number() + 1);
        daemons.put(added, daemonId);
        return added;
    }

    @Override
    public synchronized Optional<String> recordedDaemon(NodeId node) {
        answer();
        return Optional.ofNullable(daemons.get(node));
    }

    @Override
    public synchronized void recordDaemon(NodeId node, String id) {
        answer();
        if (!id.equals(daemons.put(node, id))) {
            lastAnswers.remove(node);
        }
    }

    @Override
    public synchronized List<Node> nodes() {
        answer();
        return Stream.of(Set.of(NodeId.FIRST), daemons.keySet(), capacities.keySet())
                .flatMap(Set::stream)
                .distinct()
                .sorted()
                .map(node ->
                        new Node(
                                node,
                                Optional.ofNullable(names.get(node)),
                                Optional.ofNullable(daemons.get(node)),
                                Optional.ofNullable(urls.get(node)),
                                states.getOrDefault(node, NodeState.OPEN),
                                Optional.ofNullable(capacities.get(node)),
                                Optional.ofNullable(troubles.get(node)),
                                Optional.ofNullable(seenAt.get(node))))
                .toList();
    }

    @Override
    public synchronized Optional<NodeId> add(String name, String daemonId) {
        answer();
        Optional<Node> same =
                nodes().stream()
                        .filter(node ->
                                node.name().equals(Optional.of(name))
                                        || node.daemon().equals(Optional.of(daemonId)))
                        .findFirst();
        if (same.isPresent()) {
            return same.filter(node ->
                            node.name().equals(Optional.of(name))
                                    && node.daemon().equals(Optional.of(daemonId)))
                    .map(Node::id);
        }
        NodeId added = addNode(daemonId);
        names.put(added, name);
        return Optional.of(added);
    }

    @Override
    public synchronized boolean name(NodeId node, String name) {
        answer();
        boolean free =
                names.entrySet().stream()
                        .noneMatch(named ->
                                named.getKey().equals(node) != named.getValue().equals(name));
        if (free) {
            names.put(node, name);
        }
        return free;
    }

    @Override
    public synchronized void standAlone(NodeId node) {
        answer();
        names.remove(node);
        capacities.remove(node);
        troubles.remove(node);
        states.remove(node, NodeState.CLOSED);
    }

    @Override
    public synchronized void recordSeen(NodeId node, NodeCapacity capacity, Optional<URI> url) {
        answer();
        capacities.put(node, capacity);
        url.ifPresentOrElse(one -> urls.put(node, one), () -> urls.remove(node));
        seenAt.put(node, Instant.now());
    }

    @Override
    public synchronized void recordBeat(NodeId node, Optional<String> trouble) {
        answer();
        trouble.ifPresentOrElse(why -> troubles.put(node, why), () -> troubles.remove(node));
        seenAt.put(node, Instant.now());
    }

    @Override
    public synchronized Optional<UUID> stateRoot(NodeId node) {
        answer();
        return Optional.ofNullable(stateRoots.get(node));
    }

    @Override
    public synchronized boolean recordStateRoot(NodeId node, Optional<UUID> before, UUID id) {
        answer();
        Optional<UUID> recorded = Optional.ofNullable(stateRoots.get(node));
        if (!recorded.equals(before) && !recorded.equals(Optional.of(id))) {
            return false;
        }
        stateRoots.put(node, id);
        return true;
    }

    /** An operator deletes what is recorded, or an older database is restored. */
    public synchronized void forgetStateRoot() {
        stateRoots.clear();
    }

    @Override
    public synchronized Optional<Instant> lastAnswer(NodeId node) {
        answer();
        return Optional.ofNullable(lastAnswers.get(node));
    }

    @Override
    public synchronized void recordAnswer(NodeId node, Instant at) {
        answer();
        if (daemons.containsKey(node)) {
            lastAnswers.put(node, Micros.of(at));
        }
    }

    @Override
    public synchronized void forgetAnswer(NodeId node) {
        answer();
        lastAnswers.remove(node);
    }

    @Override
    public synchronized Expired expired(
            NodeId node, long after, Instant closedBefore, List<ContainerClaim> existing) {
        answer();
        return new Expired(
                log.rows().stream()
                        .filter(row ->
                                row.completion()
                                        .filter(closed ->
                                                closed.finishedAt().isBefore(closedBefore))
                                        .isPresent())
                        .filter(row -> !names(row, existing))
                        .map(LoggedOperation::operation)
                        .filter(row -> row.node().equals(node) && row.row() > after)
                        .map(row -> new Row(row.row(), row.sourceRef()))
                        .toList(),
                Optional.empty());
    }

    private boolean names(LoggedOperation row, List<ContainerClaim> existing) {
        Optional<ContainerId> container = row.completion().flatMap(Completion::container);
        Optional<ContainerId> recorded =
                Optional.ofNullable(records.get(row.operation().gameId()))
                        .flatMap(record -> record.state().containerId());
        return (container.isPresent() && container.equals(recorded))
                || existing.stream()
                        .anyMatch(claim ->
                                container.equals(Optional.of(claim.container()))
                                        || claim.operation()
                                                .equals(Optional.of(row.operation().id())));
    }

    @Override
    public synchronized void remove(List<Row> rows) {
        answer();
        log.forget(rows.stream().map(Row::row).toList());
    }

    @Override
    public UUID databaseId() {
        return databaseId;
    }

    private void answer() {
        if (unavailable) {
            throw away();
        }
    }

    private static DependencyUnavailableException away() {
        return new DependencyUnavailableException(
                Dependency.POSTGRES, "the test says that it does not answer", null);
    }

    private static OwnershipLostException lost(OpenOperation operation) {
        return new OwnershipLostException(
                "operation " + operation.id() + " is no longer open and ours");
    }
}
