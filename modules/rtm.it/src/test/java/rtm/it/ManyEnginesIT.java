package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.OpenTelemetry;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.AcceptingStore;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.fake.FakeDaemonDescription;
import rtm.domain.fake.InMemoryEventStreams;
import rtm.domain.fake.InMemoryJobStreams;
import rtm.domain.fake.InMemoryLeases;
import rtm.domain.fake.InMemoryPresence;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.fake.PlainMessageEncoder;
import rtm.domain.fake.TemporaryStateFolders;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.EngineAddress;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineOwner;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.Labels;
import rtm.domain.model.MemorySize;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.PullPolicy;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.operation.EnginePolicy;
import rtm.domain.overview.PendingWork;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.usecase.UseCases;
import rtm.http.client.EngineHealthClient;
import rtm.it.server.LoopbackEngines;
import rtm.workers.Collaborators;
import rtm.workers.Leadership;
import rtm.workers.OutboxRelay;
import rtm.workers.ServicePhase;
import rtm.workers.wiring.Wakeups;
import rtm.workers.wiring.WatchedEngines;
import rtm.workers.wiring.WorkerSettings;

/** Five hundred engines on loopback addresses, of which twenty take a probe and never answer. */
final class ManyEnginesIT {

    private static final int ENGINES = 500;
    private static final int EVERY_HANGING = 25;
    private static final Duration INTERVAL = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final int ROUNDS = 4;

    private final InMemoryStore store = new InMemoryStore();
    private final InMemoryEventStreams events = new InMemoryEventStreams();
    private final FakeContainerDaemon docker = new FakeContainerDaemon();

    @Test
    void thoseThatAnswerAreProbedInTimeAndOnlyTheOthersAreTold(@TempDir Path root)
            throws Exception {
        store.recordDaemon(docker.daemonId());
        for (int i = 0; i < ENGINES; i++) {
            store.put(record(i));
            docker.place(container(i));
        }
        try (LoopbackEngines engines = new LoopbackEngines(ManyEnginesIT::hangs);
                InMemoryPresence presence = new InMemoryPresence(new BootId(new UUID(1, 1)))) {
            EngineHealthClient health = new EngineHealthClient();
            Leadership leadership = leadership(root, engines, health, presence);
            leadership.start();
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            IntStream.range(0, ENGINES)
                                    .filter(i -> !hangs(i))
                                    .allMatch(i -> engines.asked(i).size() >= ROUNDS));
            await().atMost(Duration.ofMinutes(1)).until(() -> told().size() >= 20);
            leadership.stop(Duration.ofSeconds(5));

            assertThat(told()).hasSize(20).allMatch(game -> hangs(index(game)));
            assertThat(Set.copyOf(told())).hasSize(20);
            Duration longest =
                    IntStream.range(0, ENGINES)
                            .filter(i -> !hangs(i))
                            .mapToObj(i -> longestGap(engines.asked(i)))
                            .max(Duration::compareTo)
                            .orElseThrow();
            System.err.printf(
                    "PROBE 500 engines, 20 hang: longest gap of the others %s%n", longest);
            assertThat(longest).as("no round was missed").isLessThan(INTERVAL.multipliedBy(2));
        }
    }

    private Leadership leadership(
            Path root,
            LoopbackEngines engines,
            EngineHealthClient health,
            InMemoryPresence presence) {
        OutboxRelay relay = new OutboxRelay(store, events, OpenTelemetry.noop());
        ContainerDaemon addresses = addressed(engines);
        UseCases useCases =
                UseCases.wire(
                        new UseCases.Ports(
                                store,
                                store.endings(),
                                store,
                                NodeId.FIRST,
                                new EngineOwner(store.databaseId()),
                                presence,
                                new InMemoryLeases(),
                                addresses,
                                Optional::empty,
                                new FakeDaemonDescription(),
                                health,
                                new TemporaryStateFolders(root),
                                new PlainMessageEncoder(),
                                _ -> {},
                                relay,
                                policy(),
                                Instant::now,
                                UUID::randomUUID));
        WorkerSettings settings =
                new WorkerSettings(
                        new WorkerSettings.JobSettings(
                                Duration.ofSeconds(2), 4, Duration.ofMinutes(1)),
                        Duration.ofHours(1),
                        new WorkerSettings.Probe(INTERVAL, TIMEOUT, 3, 16),
                        Duration.ofHours(1),
                        new WorkerSettings.Cleanup(
                                Duration.ofHours(1),
                                Duration.ofDays(30),
                                Duration.ZERO,
                                Duration.ofHours(1)));
        return new Leadership(
                presence,
                new ServicePhase(),
                new Collaborators(
                        new InMemoryJobStreams(),
                        relay,
                        new Wakeups(relay),
                        useCases,
                        new AcceptingStore(),
                        new PendingWork(InstantSource.system()),
                        new WatchedEngines(store, store, store.endings(), addresses, health),
                        docker.events(),
                        settings,
                        NodeId.FIRST,
                        Optional.empty(),
                        Instant::now),
                OpenTelemetry.noop(),
                () -> {});
    }

    /** Docker that knows nothing but addresses. */
    private ContainerDaemon addressed(LoopbackEngines engines) {
        return (ContainerDaemon)
                Proxy.newProxyInstance(
                        ContainerDaemon.class.getClassLoader(),
                        new Class<?>[] {ContainerDaemon.class},
                        (_, method, arguments) ->
                                method.getName().equals("address")
                                        ? Optional.of(address(engines, arguments))
                                        : method.invoke(docker, arguments));
    }

    private static EngineAddress address(LoopbackEngines engines, Object[] arguments) {
        return engines.address(Integer.parseInt(((ContainerId) arguments[1]).value()));
    }

    private static EnginePolicy policy() {
        return new EnginePolicy(
                new EngineLimits(new CpuQuota(1_000_000_000L), new MemorySize(512L << 20), 512),
                PullPolicy.IF_MISSING,
                Duration.ofSeconds(30),
                "galaxy-net",
                Duration.ZERO,
                TIMEOUT);
    }

    private static RuntimeRecord record(int i) {
        GameId game = new GameId("game-" + i);
        return new RuntimeRecord(
                game,
                NodeId.FIRST,
                new RuntimeState.Running(new ContainerId(Integer.toString(i))),
                new ImageReference("galaxy/game:1.4.0"),
                game.engineEndpoint(),
                "/games/" + game,
                "galaxy-net",
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                1);
    }

    private static ObservedContainer container(int i) {
        GameId game = new GameId("game-" + i);
        return new ObservedContainer(
                new ContainerId(Integer.toString(i)),
                game.containerName(),
                "galaxy/game:1.4.0",
                ContainerState.RUNNING,
                Map.of(Labels.OWNER, Labels.OWNER_VALUE, Labels.GAME_ID, game.value()));
    }

    private static boolean hangs(int engine) {
        return engine % EVERY_HANGING == 0;
    }

    private static int index(String game) {
        return Integer.parseInt(game.substring("game-".length()));
    }

    private List<String> told() {
        return events.messages(PlainMessageEncoder.HEALTH_EVENTS).stream()
                .map(OutboxMessage::fields)
                .filter(fields -> "probe_failed".equals(fields.get("event_type")))
                .map(fields -> fields.getOrDefault("game_id", ""))
                .toList();
    }

    private static Duration longestGap(List<Long> nanos) {
        long longest = 0;
        for (int i = 1; i < nanos.size(); i++) {
            longest = Math.max(longest, nanos.get(i) - nanos.get(i - 1));
        }
        return Duration.ofNanos(longest);
    }
}
