package rtm.workers;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import rtm.domain.fake.AcceptingStore;
import rtm.domain.fake.FakeDaemonDescription;
import rtm.domain.fake.InMemoryPresence;
import rtm.domain.model.BootId;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineOwner;
import rtm.domain.model.MemorySize;
import rtm.domain.model.NodeId;
import rtm.domain.model.PullPolicy;
import rtm.domain.operation.EnginePolicy;
import rtm.domain.overview.NodeStore;
import rtm.domain.overview.PendingWork;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.ContainerEvents;
import rtm.domain.port.EndingStore;
import rtm.domain.port.EngineHealth;
import rtm.domain.port.EventStreams;
import rtm.domain.port.GameLeases;
import rtm.domain.port.JobStreams;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.Outbox;
import rtm.domain.port.ProcessPresence;
import rtm.domain.port.RuntimeStore;
import rtm.domain.usecase.UseCases;
import rtm.workers.loop.Intervals;
import rtm.workers.loop.WorkerMetrics;
import rtm.workers.wiring.SeveralNodes;
import rtm.workers.wiring.Wakeups;
import rtm.workers.wiring.WatchedEngines;
import rtm.workers.wiring.WorkerSettings;

/** One process of the service over a {@link WorkersWorld} that it shares with others. */
public final class TestProcess {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    public final Gate gate;
    public final InMemoryPresence presence;
    public final ServicePhase phase = new ServicePhase();
    public final JobStreams streams;
    final OutboxRelay relay;
    public final UseCases useCases;
    final Leadership leadership;
    public final WorkerMetrics metrics;
    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private final AtomicLong seconds = new AtomicLong();
    private final AtomicLong ids = new AtomicLong();

    /** How often it said that it has its node. */
    final AtomicInteger seen = new AtomicInteger();

    /** Whether its node was given up. */
    volatile boolean givenUp;

    /**
     * Docker as a process sees it.
     *
     * @param node its node
     * @param nodes whether there are others
     * @param daemon its calls
     * @param events its events
     * @param health the engines
     * @param stopGrace how long an engine may take to end
     */
    record Docker(
            NodeId node,
            Nodes nodes,
            ContainerDaemon daemon,
            ContainerEvents events,
            EngineHealth health,
            Duration stopGrace) {

        /** That of the only node. */
        Docker(
                ContainerDaemon daemon,
                ContainerEvents events,
                EngineHealth health,
                Duration stopGrace) {
            this(NodeId.FIRST, Nodes.SINGLE, daemon, events, health, stopGrace);
        }
    }

    TestProcess(
            WorkersWorld world,
            BootId boot,
            Intervals intervals,
            WorkerSettings settings,
            Docker docker) {
        gate = new Gate(world.changes);
        presence = new InMemoryPresence(boot, world.processes);
        ProcessPresence guardedPresence =
                gate.guard(ProcessPresence.class, Dependency.POSTGRES, presence);
        RuntimeStore stored = gate.guard(RuntimeStore.class, Dependency.POSTGRES, world.store);
        RuntimeStore store =
                switch (docker.nodes()) {
                    case SINGLE -> new NodeStore(stored, docker.node());
                    case MANY -> NodeStore.amongOthers(stored, docker.node());
                };
        Outbox outbox = gate.guard(Outbox.class, Dependency.POSTGRES, world.store);
        streams = gate.guard(JobStreams.class, Dependency.REDIS, world.streams);
        EventStreams events = gate.guard(EventStreams.class, Dependency.REDIS, world.events);
        GameLeases leases = gate.guard(GameLeases.class, Dependency.REDIS, world.leases);
        ContainerDaemon daemon =
                gate.guard(ContainerDaemon.class, Dependency.DOCKER, docker.daemon());
        OpenTelemetry telemetry =
                OpenTelemetrySdk.builder()
                        .setMeterProvider(
                                SdkMeterProvider.builder().registerMetricReader(reader).build())
                        .build();
        relay = new OutboxRelay(outbox, events, telemetry, intervals);
        useCases =
                UseCases.wire(
                        new UseCases.Ports(
                                store,
                                gate.guard(
                                        EndingStore.class,
                                        Dependency.POSTGRES,
                                        world.store.endings()),
                                gate.guard(NodeRegistry.class, Dependency.POSTGRES, world.store),
                                docker.node(),
                                new EngineOwner(world.store.databaseId()),
                                guardedPresence,
                                leases,
                                daemon,
                                () -> world.bootedAt,
                                new FakeDaemonDescription(),
                                docker.health(),
                                world.folders,
                                new PlainMessages(),
                                _ -> {},
                                relay,
                                policy(docker.stopGrace()),
                                () -> NOON.plusSeconds(seconds.incrementAndGet()),
                                () ->
                                        new UUID(
                                                boot.value().getLeastSignificantBits(),
                                                ids.incrementAndGet())));
        metrics = new WorkerMetrics(telemetry);
        leadership =
                new Leadership(
                        guardedPresence,
                        phase,
                        new Collaborators(
                                streams,
                                relay,
                                wakeups(world, docker),
                                useCases,
                                new AcceptingStore(),
                                new PendingWork(InstantSource.system()),
                                new WatchedEngines(
                                        store,
                                        world.store,
                                        world.store.endings(),
                                        daemon,
                                        docker.health()),
                                docker.events(),
                                settings,
                                docker.node(),
                                others(world, docker),
                                () -> NOON),
                        telemetry,
                        intervals,
                        docker.nodes(),
                        this::seen);
    }

    private void seen() {
        if (givenUp) {
            throw new DependencyUnavailableException(Dependency.NODE, "it was given up", null);
        }
        seen.incrementAndGet();
    }

    private Optional<SeveralNodes> others(WorkersWorld world, Docker docker) {
        return docker.nodes() == Nodes.SINGLE
                ? Optional.empty()
                : Optional.of(
                        new SeveralNodes(
                                gate.guard(NodeRegistry.class, Dependency.POSTGRES, world.store),
                                WorkersWorld.LOST_AFTER,
                                world.nodeInterval,
                                world.engines));
    }

    private Wakeups wakeups(WorkersWorld world, Docker docker) {
        Wakeups wakeups = new Wakeups(relay);
        if (docker.nodes() == Nodes.MANY) {
            world.store.listen(docker.node(), wakeups);
        }
        return wakeups;
    }

    private static EnginePolicy policy(Duration stopGrace) {
        return new EnginePolicy(
                new EngineLimits(
                        CpuQuota.parse("1").orElseThrow(),
                        MemorySize.parse("512m").orElseThrow(),
                        512),
                PullPolicy.IF_MISSING,
                stopGrace,
                "galaxy-net",
                Duration.ofSeconds(30),
                Duration.ofSeconds(2));
    }

    /** Boots the process. */
    public TestProcess start() throws InterruptedException {
        leadership.start();
        return this;
    }

    /** Ends the process at once; its locks are released. */
    void kill() {
        gate.kill();
        presence.close();
    }

    /** The sum of a counter over all attributes that contain the text. */
    public long counted(String metric, String attribute) {
        return reader.collectAllMetrics().stream()
                .filter(data -> data.getName().equals(metric))
                .map(MetricData::getLongSumData)
                .flatMap(sums -> sums.getPoints().stream())
                .filter(point -> point.getAttributes().toString().contains(attribute))
                .mapToLong(LongPointData::getValue)
                .sum();
    }
}
