package rtm.domain.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import rtm.domain.ending.EndingKeeper;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.fake.InMemoryPresence;
import rtm.domain.fake.PlainMessageEncoder;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerExit;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.Dependency;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineOwner;
import rtm.domain.model.HealthSource;
import rtm.domain.model.ImageReference;
import rtm.domain.model.MemorySize;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.model.PullPolicy;
import rtm.domain.model.StopReason;
import rtm.domain.operation.EnginePolicy;
import rtm.domain.operation.Outcome;
import rtm.domain.overview.NodeStore;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.EndingStore;
import rtm.domain.port.EngineHealth;
import rtm.domain.port.GameLeases;
import rtm.domain.port.MessageEncoder;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StateFolders;
import rtm.domain.rule.Drift;
import rtm.domain.usecase.FinishInterrupted;
import rtm.domain.usecase.UseCases;

/** One process of the service in a {@link SimulatedWorld}. */
public final class SimulatedProcess {

    public static final Duration GRACE = Duration.ofSeconds(30);
    public static final EngineLimits LIMITS =
            new EngineLimits(new CpuQuota(1_000_000_000L), new MemorySize(512L << 20), 512);
    public static final Origin.Job START_JOB = new Origin.Job("runtime:start_jobs/1-0");
    public static final Origin.Job STOP_JOB = new Origin.Job("runtime:stop_jobs/1-0");
    public static final Origin.Call CALL = new Origin.Call(OperationSource.GM_REST);

    public final Boundary boundary = new Boundary();
    public final InMemoryPresence presence;

    private final SimulatedWorld world;
    private final NodeId node;
    private final FakeContainerDaemon docker;
    private Duration patchHealthTimeout = Duration.ofMillis(50);
    private final boolean amongOthers;
    private UnaryOperator<RuntimeStore> stored = UnaryOperator.identity();
    private UseCases useCases;

    SimulatedProcess(
            SimulatedWorld world,
            BootId bootId,
            NodeId node,
            boolean amongOthers,
            FakeContainerDaemon docker) {
        this.amongOthers = amongOthers;
        this.world = world;
        this.node = node;
        this.docker = docker;
        this.presence = new InMemoryPresence(bootId, world.processes);
        this.useCases = wire(PullPolicy.IF_MISSING, new PlainMessageEncoder());
    }

    /** The same process with another pull policy. */
    public SimulatedProcess with(PullPolicy policy) {
        useCases = wire(policy, new PlainMessageEncoder());
        return this;
    }

    /** The same process that waits so long for a patched engine. */
    public SimulatedProcess withPatchHealthTimeout(Duration timeout) {
        patchHealthTimeout = timeout;
        return with(PullPolicy.IF_MISSING);
    }

    /** The same process, which puts something of its own around the store. */
    public SimulatedProcess with(UnaryOperator<RuntimeStore> around) {
        stored = around;
        return with(PullPolicy.IF_MISSING);
    }

    /** The same process with another encoder. */
    public SimulatedProcess with(MessageEncoder encoder) {
        useCases = wire(PullPolicy.IF_MISSING, encoder);
        return this;
    }

    private RuntimeStore store() {
        RuntimeStore store =
                stored.apply(
                        boundary.around(
                                RuntimeStore.class, world.store, Optional.of(Dependency.POSTGRES)));
        return amongOthers ? NodeStore.amongOthers(store, node) : new NodeStore(store, node);
    }

    private UseCases wire(PullPolicy policy, MessageEncoder encoder) {
        return UseCases.wire(
                new UseCases.Ports(
                        store(),
                        boundary.around(
                                EndingStore.class,
                                world.store.endings(),
                                Optional.of(Dependency.POSTGRES)),
                        boundary.around(
                                NodeRegistry.class, world.store, Optional.of(Dependency.POSTGRES)),
                        node,
                        new EngineOwner(world.store.databaseId()),
                        presence,
                        boundary.around(
                                GameLeases.class, world.leases, Optional.of(Dependency.REDIS)),
                        boundary.around(
                                ContainerDaemon.class, docker, Optional.of(Dependency.DOCKER)),
                        () -> world.bootedAt,
                        world.description,
                        boundary.around(EngineHealth.class, world.health, Optional.empty()),
                        boundary.around(StateFolders.class, world.folders, Optional.empty()),
                        encoder,
                        world.lookedUp::add,
                        world.signals::incrementAndGet,
                        new EnginePolicy(
                                LIMITS,
                                policy,
                                GRACE,
                                "galaxy-net",
                                patchHealthTimeout,
                                Duration.ofSeconds(2)),
                        world.clock,
                        world::newId));
    }

    public Outcome start(Origin origin) throws InterruptedException {
        return start(SimulatedWorld.IMAGE, origin);
    }

    public Outcome start(ImageReference image, Origin origin) throws InterruptedException {
        return useCases.startRuntime().start(SimulatedWorld.GAME, image, origin);
    }

    public Outcome stop(Origin origin) throws InterruptedException {
        return useCases.stopRuntime().stop(SimulatedWorld.GAME, StopReason.CANCELLED, origin);
    }

    public Outcome restart() throws InterruptedException {
        return useCases.restartRuntime().restart(SimulatedWorld.GAME, CALL);
    }

    public Outcome patch(ImageReference image) throws InterruptedException {
        return useCases.patchRuntime().patch(SimulatedWorld.GAME, image, CALL);
    }

    public Outcome cleanUp() throws InterruptedException {
        return useCases.cleanupContainer().cleanUp(SimulatedWorld.GAME, CALL);
    }

    /** Looks at the game and puts its record right. */
    public Drift reconcile(ContainerExit... deaths) throws InterruptedException {
        return useCases.reconcileRuntimes()
                .repair(SimulatedWorld.GAME, HealthSource.DOCKER_EVENT, List.of(deaths));
    }

    /** Docker refuses every such call of this process in these words. */
    public void refuse(DaemonCall call, String words) {
        boundary.refuse(
                switch (call) {
                    case CONTAINERS_OF -> "containersOf";
                    case OWNED -> "owned";
                    case INSPECT -> "inspect";
                    case REQUIRE_NETWORK -> "requireNetwork";
                    case IMAGE_LABELS -> "imageLabels";
                    case PULL -> "pull";
                    case CREATE -> "create";
                    case START -> "start";
                    case STOP -> "stop";
                    case REMOVE -> "remove";
                    case LOGS -> "logs";
                    case SET_ASIDE -> "setAside";
                    case PUT_BACK -> "putBack";
                    case ATTACH -> "attach";
                    case ADDRESS -> "address";
                    case IMAGES -> "named";
                    case REMOVE_IMAGE -> "removeIf";
                },
                words);
        if (call == DaemonCall.REMOVE) {
            boundary.refuse("removeEnded", words);
        }
    }

    public UseCases useCases() {
        return useCases;
    }

    /** The process ends; its locks fall free, its leases stay until they run out. */
    public void die() {
        presence.close();
    }

    /** What the leader does with what was left open: jobs run again, calls are finished. */
    public void finishInterrupted() throws InterruptedException {
        FinishInterrupted finish = useCases.finishInterrupted();
        FinishInterrupted.Open open = finish.open();
        for (OpenOperation job : open.left()) {
            runAgain(job);
        }
        for (OpenOperation call : open.calls()) {
            finish.finish(call);
        }
    }

    /** What the leader does after it looked at the game: it completes the endings. */
    public void completeEndings() {
        EndingKeeper keeper = useCases.endingKeeper();
        keeper.incomplete(Optional.of(SimulatedWorld.GAME), 100).forEach(keeper::complete);
    }

    private void runAgain(OpenOperation job) throws InterruptedException {
        Origin.Job origin = new Origin.Job(job.sourceRef().orElseThrow());
        if (job.kind() == OperationKind.START) {
            start(new ImageReference(job.image().orElseThrow()), origin);
        } else {
            useCases.stopRuntime().stop(job.gameId(), job.reason().orElseThrow(), origin);
        }
    }
}
