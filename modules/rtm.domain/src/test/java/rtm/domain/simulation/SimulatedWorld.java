package rtm.domain.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.fake.FakeDaemonDescription;
import rtm.domain.fake.FakeEngineHealth;
import rtm.domain.fake.InMemoryLeases;
import rtm.domain.fake.InMemoryPresence;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.fake.LoggedOperation;
import rtm.domain.fake.PlainMessageEncoder;
import rtm.domain.fake.SettableClock;
import rtm.domain.fake.TemporaryStateFolders;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.Labels;
import rtm.domain.model.MemorySize;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationId;
import rtm.domain.model.PlacingPolicy;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;

/** What outlives a process of the service: PostgreSQL, Redis, Docker, the disk and the time. */
public final class SimulatedWorld {

    public static final GameId GAME = new GameId("game-1");
    public static final ImageReference IMAGE = new ImageReference("galaxy/game:1.4.0");
    public static final ImageReference PATCH_IMAGE = new ImageReference("galaxy/game:1.4.1");
    public static final ImageReference OTHER_IMAGE = new ImageReference("galaxy/game:1.5.0");
    public static final Instant START = Instant.parse("2026-04-28T07:18:54Z");

    public final InMemoryStore store = new InMemoryStore();
    public final InMemoryLeases leases = new InMemoryLeases();
    final InMemoryPresence.Processes processes = new InMemoryPresence.Processes();
    public final FakeContainerDaemon docker = new FakeContainerDaemon();
    public final FakeDaemonDescription description = new FakeDaemonDescription();
    public final FakeEngineHealth health = new FakeEngineHealth(docker);
    public final SettableClock clock = new SettableClock(START, Duration.ofMillis(1));
    public final List<GameId> lookedUp = new CopyOnWriteArrayList<>();
    public final AtomicInteger signals = new AtomicInteger();
    public final TemporaryStateFolders folders;
    Optional<Instant> bootedAt = Optional.empty();

    private final AtomicLong ids = new AtomicLong();

    /** An empty world whose Docker has all three images, and whose state root is marked. */
    public SimulatedWorld(Path root) {
        folders = new TemporaryStateFolders(root);
        folders.mount(true);
        docker.images().add(IMAGE);
        docker.images().add(PATCH_IMAGE);
        docker.images().add(OTHER_IMAGE);
    }

    /** A new process with an identity of its own. */
    public SimulatedProcess boot() {
        return new SimulatedProcess(this, new BootId(newId()), NodeId.FIRST, false, docker);
    }

    /** A new process on one of several nodes, with that node's Docker. */
    public SimulatedProcess bootOn(NodeId node, FakeContainerDaemon itsDocker) {
        offer(node);
        return new SimulatedProcess(this, new BootId(newId()), node, true, itsDocker);
    }

    /** There are several nodes, and new games may come to that one. */
    public void offer(NodeId node) {
        store.amongOthers(new PlacingPolicy(new MemorySize(512L << 20), Duration.ofMinutes(1)));
        store.recordSeen(node, new NodeCapacity(new MemorySize(64L << 30), 0), Optional.empty());
    }

    public UUID newId() {
        return new UUID(7, ids.incrementAndGet());
    }

    /** Puts a container there that an earlier operation of this service made. */
    public ObservedContainer earlierContainer(ContainerState state) {
        ObservedContainer made = labelledContainer(GAME.containerName(), state);
        store.made(GAME, made.id());
        return made;
    }

    /** Puts a container there with all labels of one that this service made, unknown to its log. */
    public ObservedContainer labelledContainer(String name, ContainerState state) {
        return labelledContainer(name, state, Map.of());
    }

    /** The same with more labels. */
    public ObservedContainer labelledContainer(
            String name, ContainerState state, Map<String, String> more) {
        Map<String, String> labels = new HashMap<>(more);
        labels.putAll(
                Map.of(
                        Labels.OWNER,
                        Labels.OWNER_VALUE,
                        Labels.GAME_ID,
                        GAME.value(),
                        Labels.ENGINE_IMAGE_REF,
                        IMAGE.value(),
                        Labels.STARTED_AT_MS,
                        Long.toString(START.minusSeconds(60).toEpochMilli()),
                        Labels.OPERATION_ID,
                        new OperationId(newId()).toString()));
        return place(name, state, labels);
    }

    /** Puts a container there that a person made, with this service's labels. */
    public ObservedContainer containerByHand(String name, ContainerState state) {
        return place(
                name,
                state,
                Map.of(Labels.OWNER, Labels.OWNER_VALUE, Labels.GAME_ID, GAME.value()));
    }

    /** Puts a container there, of the image of this world. */
    public ObservedContainer place(String name, ContainerState state, Map<String, String> labels) {
        ObservedContainer container =
                new ObservedContainer(docker.newId(), name, IMAGE.value(), state, labels);
        docker.place(container);
        return container;
    }

    /** The labels of a container as if it had been made from another image. */
    public static Map<String, String> labelled(ObservedContainer container, ImageReference image) {
        Map<String, String> labels = new HashMap<>(container.labels());
        labels.put(Labels.ENGINE_IMAGE_REF, image.value());
        return labels;
    }

    /** Puts the game's record there, as an earlier operation left it. */
    public RuntimeRecord recorded(RuntimeState state) {
        Instant earlier = START.minusSeconds(60);
        RuntimeRecord record =
                new RuntimeRecord(
                        GAME,
                        NodeId.FIRST,
                        state,
                        IMAGE,
                        GAME.engineEndpoint(),
                        folders.pathOf(GAME),
                        "galaxy-net",
                        earlier,
                        earlier,
                        earlier,
                        3);
        store.put(record);
        saved();
        return record;
    }

    /** The disk of the state root is not there, and an empty folder is seen in its place. */
    public void unmount() {
        try {
            folders.unmount(Files.createDirectories(Path.of(folders.root(), ".beneath")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The game's engine wrote to its state folder, and everything in it was deleted. */
    public void emptied() {
        folders.mount(true);
        folders.note(GAME);
        try {
            Files.delete(Path.of(folders.pathOf(GAME)).resolve("save"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The game's engine wrote to its state folder. */
    public void saved() {
        try {
            Path folder = Files.createDirectories(Path.of(folders.pathOf(GAME)));
            Files.writeString(folder.resolve("save"), "turn 12");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A runtime that runs, with its record. */
    public ContainerId running() {
        ContainerId container = earlierContainer(ContainerState.RUNNING).id();
        recorded(new RuntimeState.Running(container));
        return container;
    }

    /** A runtime that was stopped, with its record. */
    public ContainerId stopped() {
        ContainerId container = earlierContainer(ContainerState.EXITED).id();
        recorded(new RuntimeState.Stopped(container, START.minusSeconds(30)));
        return container;
    }

    /** A runtime that was removed, with its record. */
    public void removed() {
        recorded(
                new RuntimeState.Removed(
                        Optional.of(START.minusSeconds(30)), START.minusSeconds(20)));
    }

    public RuntimeRecord record() {
        return store.find(GAME).orElseThrow();
    }

    public RuntimeState state() {
        return record().state();
    }

    /** The only row there is. */
    public LoggedOperation row() {
        List<LoggedOperation> rows = store.operations();
        if (rows.size() != 1) {
            throw new AssertionError("not one row but " + rows);
        }
        return rows.getFirst();
    }

    public List<ObservedContainer> live() {
        return docker.containers().stream().filter(ObservedContainer::live).toList();
    }

    /** The calls that changed a container, or would have. */
    public List<FakeContainerDaemon.Made> dockerChanges() {
        return docker.calls().stream()
                .filter(made ->
                        switch (made.call()) {
                            case CREATE, START, STOP, REMOVE, SET_ASIDE, PUT_BACK, ATTACH -> true;
                            case CONTAINERS_OF,
                                    OWNED,
                                    INSPECT,
                                    REQUIRE_NETWORK,
                                    IMAGE_LABELS,
                                    PULL,
                                    IMAGES,
                                    REMOVE_IMAGE,
                                    LOGS,
                                    ADDRESS ->
                                    false;
                        })
                .toList();
    }

    public List<Map<String, String>> results() {
        return told(PlainMessageEncoder.JOB_RESULTS);
    }

    public List<Map<String, String>> events() {
        return told(PlainMessageEncoder.HEALTH_EVENTS);
    }

    public List<Map<String, String>> intents() {
        return told(PlainMessageEncoder.INTENTS);
    }

    private List<Map<String, String>> told(String stream) {
        List<Map<String, String>> told = new ArrayList<>();
        store.pending(Set.of(), Integer.MAX_VALUE).stream()
                .filter(message -> message.stream().equals(stream))
                .forEach(message -> told.add(message.fields()));
        return told;
    }
}
