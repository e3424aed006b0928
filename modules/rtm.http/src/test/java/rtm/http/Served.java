package rtm.http;

import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import rtm.domain.daemon.DaemonIdentity;
import rtm.domain.daemon.EngineCallers;
import rtm.domain.daemon.IdentityCheckedDaemon;
import rtm.domain.fake.FakeDaemonDescription;
import rtm.domain.fake.FakeUsages;
import rtm.domain.fake.InMemoryJobStreams;
import rtm.domain.fake.InMemoryStreamUpkeep;
import rtm.domain.fake.LoggedOperation;
import rtm.domain.fake.PlainMessageEncoder;
import rtm.domain.image.ImageStock;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.Dependency;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthChange;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.Labels;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeNames;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.WireName;
import rtm.domain.node.GiveUpNode;
import rtm.domain.node.LeftBehind;
import rtm.domain.node.ManageNodes;
import rtm.domain.overview.AnnouncingStore;
import rtm.domain.overview.ChangeFeed;
import rtm.domain.overview.EngineStats;
import rtm.domain.overview.GatedStore;
import rtm.domain.overview.KilledProcesses;
import rtm.domain.overview.Overview;
import rtm.domain.overview.PendingWork;
import rtm.domain.overview.RememberedCheck;
import rtm.domain.overview.ServiceStatus;
import rtm.domain.overview.StartGate;
import rtm.domain.overview.StatusReport;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.DependencyCheck;
import rtm.domain.port.Disks;
import rtm.domain.port.DrainSwitch;
import rtm.domain.port.EndingStore;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StoreOverview;
import rtm.domain.port.node.NodeAdministration;
import rtm.domain.port.upkeep.HostImages;
import rtm.domain.port.upkeep.ImageUses;
import rtm.domain.port.upkeep.StreamUpkeep;
import rtm.domain.rule.PullWords;
import rtm.domain.simulation.Boundary;
import rtm.domain.simulation.SimulatedProcess;
import rtm.domain.simulation.SimulatedWorld;
import rtm.domain.usecase.EngineLogs;
import rtm.domain.usecase.GameHistory;
import rtm.http.client.OtherNodes;

/** A listener on a loopback port, with a whole service behind it whose world is in memory. */
final class Served implements AutoCloseable {

    static final String RUNTIMES = "/api/v1/internal/runtimes";

    private final Path root = Files.createTempDirectory("served");
    final SimulatedWorld world = new SimulatedWorld(root);
    final FakePhase phase = new FakePhase();
    final InMemoryStreamUpkeep upkeep = new InMemoryStreamUpkeep();
    final InMemoryJobStreams jobs = new InMemoryJobStreams();
    final FakeDaemonDescription description = new FakeDaemonDescription();
    final PendingWork pending = new PendingWork(world.clock);
    final FakeUsages used = new FakeUsages();
    private final NodeNames names = new NodeNames(world.store::nodes);
    private final String version;
    private final BootId bootId;
    final ChangeFeed changes;
    private final List<RememberedCheck> checks;
    final FakeContainerOutput output = new FakeContainerOutput();
    private final SimulatedProcess service = world.boot();
    final Boundary boundary = service.boundary;
    private final StartGate gate =
            new StartGate(
                    boundary.around(
                            DrainSwitch.class, world.store, Optional.of(Dependency.POSTGRES)),
                    world.clock);
    final HttpServer server;

    Served() throws IOException {
        this(settings());
    }

    Served(HttpSettings settings) throws IOException {
        this(settings, "0.0.0-test", new BootId(new UUID(1, 1)), List.of());
    }

    /** A process with an identity of its own, and checks beside that of its phase. */
    Served(HttpSettings settings, String version, BootId bootId, List<DependencyCheck> more)
            throws IOException {
        this(settings, version, bootId, more, Optional.empty());
    }

    private Served(
            HttpSettings settings,
            String version,
            BootId bootId,
            List<DependencyCheck> more,
            Optional<OtherNodes> others)
            throws IOException {
        this.version = version;
        this.bootId = bootId;
        changes = new ChangeFeed(bootId);
        checks =
                Stream.concat(Stream.of(phase), more.stream())
                        .map(check -> new RememberedCheck(check, world.clock))
                        .toList();
        service.with(store -> new AnnouncingStore(new GatedStore(store, gate), changes));
        server = HttpServer.open(settings, backend(others), OpenTelemetry.noop());
    }

    /** One of several nodes. */
    static Served among(HttpSettings settings, OtherNodes others) throws IOException {
        return new Served(
                settings, "0.0.0-test", new BootId(new UUID(1, 1)), List.of(), Optional.of(others));
    }

    Backend backend(Optional<OtherNodes> others) {
        RuntimeStore store =
                boundary.around(RuntimeStore.class, world.store, Optional.of(Dependency.POSTGRES));
        ContainerDaemon daemon =
                boundary.around(
                        ContainerDaemon.class, world.docker, Optional.of(Dependency.DOCKER));
        EndingStore endings =
                boundary.around(
                        EndingStore.class, world.store.endings(), Optional.of(Dependency.POSTGRES));
        return new Backend(
                service.useCases(),
                store,
                new EngineLogs(store, endings, daemon, NodeId.FIRST, names),
                output,
                new GameHistory(store, endings),
                phase::refusal,
                new EngineCallers(
                        new IdentityCheckedDaemon(
                                world.docker,
                                world.docker.events(),
                                new DaemonIdentity(world.store),
                                NodeId.FIRST)),
                checks,
                new ImageStock(
                        boundary.around(
                                HostImages.class, world.docker, Optional.of(Dependency.DOCKER)),
                        description,
                        daemon,
                        () -> checks.getFirst().check(),
                        boundary.around(
                                ImageUses.class, world.store, Optional.of(Dependency.POSTGRES)),
                        world.clock),
                boundary.around(StreamUpkeep.class, upkeep, Optional.of(Dependency.REDIS)),
                overview(others),
                nodes(store, others.map(OtherNodes::here).orElse(NodeId.FIRST)),
                others);
    }

    private ManageNodes nodes(RuntimeStore store, NodeId here) {
        return new ManageNodes(
                store,
                boundary.around(NodeRegistry.class, world.store, Optional.of(Dependency.POSTGRES)),
                boundary.around(
                        NodeAdministration.class,
                        world.store.places(),
                        Optional.of(Dependency.POSTGRES)),
                new GiveUpNode(
                        store,
                        service.presence,
                        new PlainMessageEncoder(),
                        () -> {},
                        world.clock,
                        UUID::randomUUID),
                new LeftBehind(here, world.docker::owned, world.store),
                false);
    }

    private Overview overview(Optional<OtherNodes> others) {
        StoreOverview store =
                boundary.around(StoreOverview.class, world.store, Optional.of(Dependency.POSTGRES));
        return new Overview(
                new StatusReport(
                        new StatusReport.Sources(
                                new ServiceStatus.Identity(version, bootId, Records.STARTED),
                                phase::current,
                                store,
                                jobs,
                                checks,
                                pending,
                                description,
                                path -> new Disks.Space(29_000, 100_000),
                                world.folders.root(),
                                others.map(_ -> world.store.places()::reports),
                                phase::givenUp,
                                world.clock)),
                gate,
                store,
                new EngineStats(store, used, (_, _) -> 4096, NodeId.FIRST, names),
                new PullWords(description),
                pending,
                changes,
                new KilledProcesses(changes),
                phase::refusal,
                () -> phase.onNode() ? Optional.empty() : phase.refusal());
    }

    /** A start job that waits. */
    PendingWork.Entry startJob(String game, String image) {
        return pending.add(
                new PendingWork.Work(
                        PendingWork.Kind.START,
                        Optional.of(new GameId(game)),
                        Optional.of(image),
                        OperationSource.LOBBY_STREAM));
    }

    /** A stop job that waits. */
    PendingWork.Entry stopJob(String game) {
        return pending.add(
                new PendingWork.Work(
                        PendingWork.Kind.STOP,
                        Optional.of(new GameId(game)),
                        Optional.empty(),
                        OperationSource.LOBBY_STREAM));
    }

    /** A pull that an operator asked for. */
    PendingWork.Entry pull(String image) {
        return pending.add(
                new PendingWork.Work(
                        PendingWork.Kind.PULL,
                        Optional.empty(),
                        Optional.of(image),
                        OperationSource.ADMIN_REST));
    }

    /** An earlier operation left this record, its container and the game's state. */
    void put(RuntimeRecord runtime) throws IOException {
        world.store.put(runtime);
        runtime.state().containerId().ifPresent(container -> place(runtime, container));
        Path folder = Files.createDirectories(Path.of(world.folders.pathOf(runtime.gameId())));
        Files.writeString(folder.resolve("save"), "turn 12");
    }

    private void place(RuntimeRecord runtime, ContainerId container) {
        world.store.made(runtime.gameId(), container);
        world.docker.place(
                new ObservedContainer(
                        container,
                        runtime.gameId().containerName(),
                        runtime.currentImage().value(),
                        runtime.state() instanceof RuntimeState.Running
                                ? ContainerState.RUNNING
                                : ContainerState.EXITED,
                        Map.of(
                                Labels.OWNER,
                                Labels.OWNER_VALUE,
                                Labels.GAME_ID,
                                runtime.gameId().value(),
                                Labels.ENGINE_IMAGE_REF,
                                runtime.currentImage().value(),
                                Labels.STARTED_AT_MS,
                                Long.toString(runtime.startedAt().toEpochMilli()),
                                Labels.OPERATION_ID,
                                new OperationId(new UUID(0, 0)).toString())));
    }

    /** The game's engine ends, and this service sees it. */
    void crash(String game, int code) throws InterruptedException {
        GameId gameId = new GameId(game);
        ContainerId container =
                world.store.find(gameId).orElseThrow().state().containerId().orElseThrow();
        world.docker.exit(container, code, false);
        world.docker.finishedAt(container, world.clock.instant());
        service.useCases().reconcileRuntimes().repair(gameId, HealthSource.DOCKER_EVENT, List.of());
    }

    /** A probe of the game's engine has this result, which is published. */
    void probed(String game, HealthStatus status, String details) {
        RuntimeRecord runtime = world.store.find(new GameId(game)).orElseThrow();
        new AnnouncingStore(world.store, changes)
                .observe(
                        new HealthChange(
                                runtime,
                                new HealthSnapshot(
                                        runtime.gameId(),
                                        runtime.state().containerId(),
                                        status,
                                        HealthSource.PROBE,
                                        details,
                                        world.clock.instant()),
                                List.of(),
                                false));
    }

    /** Every operation first waits for this, or fails by it, before anything is done. */
    void beforeOperations(Runnable what) {
        boundary.beforeEach(call -> {
            if (call.equals("tryAcquire")) {
                what.run();
            }
        });
    }

    /** How many operations came to the use cases. */
    long operations() {
        return boundary.calls().stream().filter("tryAcquire"::equals).count();
    }

    /** The rows of the operation log, in words. */
    List<String> rows() {
        return world.store.operations().stream()
                .map(LoggedOperation::operation)
                .map(Served::words)
                .toList();
    }

    private static String words(OpenOperation row) {
        return "%s %s %s %s"
                .formatted(
                        row.kind().wire(),
                        row.gameId(),
                        row.reason().map(WireName::wire).or(row::image).orElse(""),
                        row.source().wire());
    }

    static HttpSettings settings() {
        return settings(256, Optional.empty());
    }

    static HttpSettings settings(int maxConcurrentRequests, Optional<String> token) {
        return new HttpSettings(
                Optional.of("127.0.0.1"),
                0,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                maxConcurrentRequests,
                token,
                Set.of("ops.example"));
    }

    /** Settings like these on another port, and with another page. */
    static HttpSettings changed(HttpSettings usual, int port, ConsoleMode console) {
        return new HttpSettings(
                usual.host(),
                port,
                usual.readHeaderTimeout(),
                usual.readTimeout(),
                usual.idleTimeout(),
                usual.maxConcurrentRequests(),
                usual.token(),
                usual.readToken(),
                usual.allowedHosts(),
                console);
    }

    /** All three timeouts so short that a test can wait for them. */
    static HttpSettings impatient() {
        Duration moment = Duration.ofMillis(250);
        return new HttpSettings(
                Optional.of(InetAddress.getLoopbackAddress().getHostAddress()),
                0,
                moment,
                moment,
                moment,
                256,
                Optional.empty(),
                Set.of());
    }

    int port() {
        return server.port();
    }

    Answered get(String path) throws IOException {
        return RawHttpClient.ask(port(), "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    Answered ask(String method, String path, String headers) throws IOException {
        return RawHttpClient.ask(
                port(), method + " " + path + " HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n");
    }

    Answered post(String path, String body) throws IOException {
        return post(path, "Content-Type: application/json\r\n", body);
    }

    Answered post(String path, String headers, String body) throws IOException {
        return RawHttpClient.ask(port(), posted(path, headers, body));
    }

    static String posted(String path, String headers, String body) {
        int length = body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        return "POST %s HTTP/1.1\r\nHost: h\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(path, headers, length, body);
    }

    static String start() {
        return start("g1");
    }

    static String start(String game) {
        return posted(
                RUNTIMES + "/" + game + "/start",
                "Content-Type: application/json\r\n",
                "{\"image_ref\":\"galaxy/game:1.4.0\"}");
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (Stream<Path> left = Files.walk(root)) {
            left.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        }
    }
}
