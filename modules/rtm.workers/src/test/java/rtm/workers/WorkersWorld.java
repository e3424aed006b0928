package rtm.workers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import rtm.domain.fake.AcceptingStore;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.fake.FakeEngineHealth;
import rtm.domain.fake.InMemoryEventStreams;
import rtm.domain.fake.InMemoryJobStreams;
import rtm.domain.fake.InMemoryLeases;
import rtm.domain.fake.InMemoryPresence.Processes;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.fake.LoggedOperation;
import rtm.domain.fake.TemporaryStateFolders;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.Duty;
import rtm.domain.model.EntryId;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.JobStream;
import rtm.domain.model.Labels;
import rtm.domain.model.MemorySize;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.PlacingPolicy;
import rtm.workers.loop.Backoff;
import rtm.workers.loop.Intervals;
import rtm.workers.loop.RoundsTest;
import rtm.workers.wiring.WorkerSettings;

/** PostgreSQL, Redis and Docker as the processes of one test share them. */
public final class WorkersWorld {

    /** Much longer than a process needs to end. */
    private static final Duration END = Duration.ofSeconds(5);

    public static final String IMAGE = "galaxy/game:1.4.0";

    /** Much longer than a process needs to say that it is at work. */
    static final Duration LOST_AFTER = Duration.ofSeconds(10);

    private static final Duration SOON = Duration.ofMillis(5);

    /** Very short waits and intervals, so that tests are fast. */
    static final Intervals FAST = fast(Duration.ofSeconds(5), SOON, SOON);

    final Changes changes = new Changes();
    public final InMemoryStore store = new InMemoryStore();
    public final InMemoryJobStreams streams = new InMemoryJobStreams();
    final InMemoryEventStreams events = new InMemoryEventStreams();
    final InMemoryLeases leases = new InMemoryLeases();
    public final FakeContainerDaemon daemon = new FakeContainerDaemon();
    public final FakeEngineHealth health = new FakeEngineHealth(daemon);
    final Processes processes = new Processes();
    public final TemporaryStateFolders folders;
    public volatile Optional<Instant> bootedAt = Optional.empty();

    /** Whether engines can be started, as the node's own process sees it. */
    final AcceptingStore engines = new AcceptingStore();

    /** Between two beats of a node. */
    Duration nodeInterval = Duration.ofMillis(5);

    private final AtomicLong boots = new AtomicLong();
    private final List<TestProcess> started = new ArrayList<>();

    public WorkersWorld(Path root) {
        folders = new TemporaryStateFolders(root);
        daemon.images().add(image());
    }

    /** The same, except for these values. */
    public static Intervals fast(Duration initialPass, Duration inspection, Duration outbox) {
        return fast(initialPass, inspection, outbox, waits(1, 5));
    }

    /** The same, except for the waits between tries to reach a dependency. */
    public static Intervals fast(Backoff.Waits links) {
        return fast(Duration.ofSeconds(5), SOON, SOON, links);
    }

    /** The same, except that a quiet stream of events counts as sound after that time. */
    public static Intervals soundAfter(Duration time) {
        return new Intervals(
                SOON,
                Duration.ofSeconds(5),
                SOON,
                SOON,
                SOON,
                SOON,
                time,
                waits(1, 5),
                waits(1, 5),
                waits(1, 5));
    }

    /** The same, except that a process looks for its duties only when its connection changes. */
    static Intervals neverLooking() {
        return new Intervals(
                Duration.ofDays(1),
                Duration.ofSeconds(5),
                SOON,
                SOON,
                SOON,
                SOON,
                Duration.ofSeconds(10),
                waits(1, 5),
                waits(1, 5),
                waits(1, 5));
    }

    private static Intervals fast(
            Duration initialPass, Duration inspection, Duration outbox, Backoff.Waits links) {
        return new Intervals(
                SOON,
                initialPass,
                SOON,
                inspection,
                outbox,
                SOON,
                Duration.ofSeconds(10),
                links,
                waits(1, 5),
                waits(1, 5));
    }

    public static Backoff.Waits waits(long firstMillis, long longestMillis) {
        return new Backoff.Waits(Duration.ofMillis(firstMillis), Duration.ofMillis(longestMillis));
    }

    static ImageReference image() {
        return ImageReference.parse(IMAGE).orElseThrow();
    }

    public static GameId game(String id) {
        return new GameId(id);
    }

    public static WorkerSettings settings(int games, Duration retryBudget) {
        return new WorkerSettings(
                new WorkerSettings.JobSettings(Duration.ofMillis(50), games, retryBudget),
                Duration.ofSeconds(30),
                new WorkerSettings.Probe(Duration.ofSeconds(15), Duration.ofSeconds(2), 3, 16),
                Duration.ofMinutes(5),
                new WorkerSettings.Cleanup(
                        Duration.ofHours(1),
                        Duration.ofDays(30),
                        Duration.ZERO,
                        Duration.ofHours(1)));
    }

    /** A process that is not started; thirty-two games at once, a retry budget of one minute. */
    public TestProcess process() {
        return process(FAST, settings(32, Duration.ofMinutes(1)));
    }

    public TestProcess process(Intervals intervals, WorkerSettings settings) {
        return process(
                intervals,
                settings,
                new TestProcess.Docker(daemon, daemon.events(), health, Duration.ofSeconds(30)));
    }

    /** A process that is not started, on one of several nodes, beside that node's Docker. */
    public TestProcess processOn(NodeId node, FakeContainerDaemon docker) {
        return processOn(node, docker, settings(32, Duration.ofMinutes(1)));
    }

    TestProcess processOn(NodeId node, FakeContainerDaemon docker, WorkerSettings settings) {
        return processOn(node, docker, FAST, settings);
    }

    TestProcess processOn(NodeId node, FakeContainerDaemon docker, Intervals intervals) {
        return processOn(node, docker, intervals, settings(32, Duration.ofMinutes(1)));
    }

    private TestProcess processOn(
            NodeId node, FakeContainerDaemon docker, Intervals intervals, WorkerSettings settings) {
        store.amongOthers(new PlacingPolicy(new MemorySize(512L << 20), LOST_AFTER));
        store.atWork(its -> processes.isHeld(new Duty.OfNode(its)));
        store.recordSeen(node, new NodeCapacity(new MemorySize(64L << 30), 0), Optional.empty());
        return process(
                intervals,
                settings,
                new TestProcess.Docker(
                        node,
                        Nodes.MANY,
                        docker,
                        docker.events(),
                        new FakeEngineHealth(docker),
                        Duration.ofSeconds(30)));
    }

    /** A process beside another Docker than the fake one. */
    public TestProcess process(
            Intervals intervals, WorkerSettings settings, TestProcess.Docker docker) {
        BootId boot = new BootId(new UUID(7, boots.incrementAndGet()));
        TestProcess process = new TestProcess(this, boot, intervals, settings, docker);
        started.add(process);
        return process;
    }

    public EntryId start(String game) {
        return start(game, IMAGE);
    }

    public EntryId start(String game, String image) {
        return streams.add(
                JobStream.START_JOBS, "game_id", game, "image_ref", image, "requested_at_ms", "1");
    }

    public EntryId stop(String game) {
        return streams.add(
                JobStream.STOP_JOBS,
                "game_id",
                game,
                "reason",
                "cancelled",
                "requested_at_ms",
                "1");
    }

    public void await(String what, BooleanSupplier condition) throws InterruptedException {
        changes.await(what, condition);
    }

    public void awaitResults(int count) throws InterruptedException {
        await(count + " results", () -> results().size() >= count);
    }

    /** {@code <game> <outcome>} of each result that was published, in order. */
    public List<String> results() {
        return events.entries(PlainMessages.RESULTS).stream()
                .map(fields -> fields.get("game_id") + " " + fields.get("outcome"))
                .toList();
    }

    /** A game that runs in that Docker, with its state; it has no record yet. */
    ContainerId running(String game, FakeContainerDaemon where) throws IOException {
        ContainerId id = place(game, where);
        store.made(game(game), id);
        Path folder = Path.of(folders.pathOf(game(game)));
        Files.writeString(Files.createDirectories(folder).resolve("save"), "turn 12");
        return id;
    }

    /** A game that runs, in its record and in Docker; no event reports its start. */
    public ContainerId running(String game) {
        ContainerId id = place(game, daemon);
        store.put(RoundsTest.running(game, id.value()));
        return id;
    }

    private static ContainerId place(String game, FakeContainerDaemon where) {
        ContainerId id = where.newId();
        where.place(
                new ObservedContainer(
                        id,
                        game(game).containerName(),
                        IMAGE,
                        ContainerState.RUNNING,
                        Map.of(Labels.OWNER, Labels.OWNER_VALUE, Labels.GAME_ID, game)));
        return id;
    }

    /** The games of the unpublished messages of a stream, in order. */
    public List<String> pendingGames(String stream) {
        return store.pending(Set.of(), Integer.MAX_VALUE).stream()
                .filter(message -> message.stream().equals(stream))
                .map(message -> message.gameId().value())
                .toList();
    }

    /** Rows that are in progress. */
    public List<LoggedOperation> open() {
        return store.operations().stream().filter(LoggedOperation::inProgress).toList();
    }

    /**
     * Ends every process, also dead ones, and waits until their work has ended; otherwise it would
     * write into the log of the next test.
     */
    public void close() throws InterruptedException {
        daemon.faults().mend();
        for (TestProcess process : started) {
            process.gate.bury();
            process.leadership.stop(END);
        }
    }
}
