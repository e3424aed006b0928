package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.fake.LoggedOperation;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.model.GameId;
import rtm.domain.model.JobStream;
import rtm.domain.model.MessageId;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.StreamOffset;
import rtm.workers.loop.RoundsTest;

/**
 * Two hundred games, run by two processes, or by four on two nodes; some are killed in the middle.
 * Any call of Redis, PostgreSQL and Docker may get no answer, before or after it took effect.
 */
class EndToEndTest {

    private static final long SEED = 20_260_102;
    private static final NodeId OTHER = new NodeId(2);
    private static final int GAMES = 200;
    private static final int ROUNDS = 5;
    private static final int IN_FLIGHT = 10;
    private static final int LOSSES = 10;
    private static final double FAILING = 0.03;

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final Random plan = new Random(SEED);
    private final Random weather = new Random(SEED);
    private final Map<String, List<Job>> jobs = new LinkedHashMap<>();
    private final FakeContainerDaemon docker = new FakeContainerDaemon();
    private WorkersWorld world;

    /** A job that was sent: its reference and the expected outcome. */
    private record Job(String reference, boolean start, String outcome) {}

    @BeforeEach
    void open(@TempDir Path root) {
        world = new WorkersWorld(root);
        docker.images().add(WorkersWorld.image());
        docker.countFrom(0x10000);
    }

    @AfterEach
    void close() throws InterruptedException {
        world.close();
    }

    @Test
    void eachJobHasOneResultInItsGamesOrderWhateverFailsOrDies() throws Exception {
        TestProcess first = unreliable();
        TestProcess second = unreliable();
        send(2);
        boot(first);
        boot(second);
        send(1);
        world.awaitResults(GAMES);
        sendAndKill(first);
        send(ROUNDS - 4);
        world.awaitResults(GAMES * ROUNDS);
        world.await("a quiet end", () -> quiet());

        assertThat(second.phase.current()).isEqualTo(ServicePhase.Phase.LEADING);
        assertThatEachJobHasItsResult();
    }

    @Test
    void eachJobHasOneResultAndEachGameOneEngineWhicheverProcessOfTwoNodesDies() throws Exception {
        List<TestProcess> processes = twoOnEachNode();
        world.awaitResults(GAMES);
        assertThat(processes.getFirst().phase.current()).isEqualTo(ServicePhase.Phase.LEADING);
        sendAndKill(processes.get(1));
        world.awaitResults(GAMES * 2);
        sendAndKill(processes.get(0));
        send(ROUNDS - 3);
        world.awaitResults(GAMES * ROUNDS);
        world.await("a quiet end", () -> quiet());

        Set<ServicePhase.Phase> atWork =
                Set.of(ServicePhase.Phase.LEADING, ServicePhase.Phase.ON_NODE);
        world.await("both at work", () -> phases(processes.subList(2, 4)).equals(atWork));
        assertThatEachJobHasItsResult();
        assertThatNoGameLeftItsNode();
    }

    @Test
    void eachJobHasOneResultAndEachGameOneEngineWhicheverProcessOfTwoNodesLosesItsLocks()
            throws Exception {
        List<TestProcess> processes = twoOnEachNode();
        for (int round = 2; round <= ROUNDS; round++) {
            send(1);
            for (int loss = 0; loss < LOSSES; loss++) {
                int results = GAMES * (round - 2) + loss * GAMES / LOSSES;
                awaitResults(results, processes);
                world.await("a leader", () -> leader(processes).isPresent());
                leader(processes)
                        .ifPresent(leader -> {
                            leader.presence.lose();
                            leader.presence.regain();
                        });
            }
        }
        awaitResults(GAMES * ROUNDS, processes);
        world.await("a quiet end", () -> quiet());

        assertThatEachJobHasItsResult();
        assertThatNoGameLeftItsNode();
    }

    /** Leases that a process could not release before it stood by run out meanwhile. */
    private void awaitResults(int count, List<TestProcess> processes) throws InterruptedException {
        world.await(
                count + " results",
                () -> {
                    processes.stream()
                            .filter(process ->
                                    process.phase.current() == ServicePhase.Phase.STANDING_BY)
                            .forEach(this::leasesRunOut);
                    return world.results().size() >= count;
                });
    }

    private void leasesRunOut(TestProcess idle) {
        for (String game : jobs.keySet()) {
            GameId id = WorkersWorld.game(game);
            world.leases
                    .stored(id)
                    .filter(holder -> holder.startsWith(idle.presence.bootId().toString()))
                    .ifPresent(_ -> world.leases.expire(id));
        }
    }

    private static Optional<TestProcess> leader(List<TestProcess> processes) {
        return processes.stream()
                .filter(process -> process.phase.current() == ServicePhase.Phase.LEADING)
                .findFirst();
    }

    private List<TestProcess> twoOnEachNode() throws Exception {
        for (int i = 0; i < GAMES; i += 2) {
            runsOnTheOtherNode("g" + i);
        }
        List<TestProcess> processes =
                List.of(
                        unreliable(world.processOn(NodeId.FIRST, world.daemon)),
                        unreliable(world.processOn(OTHER, docker)),
                        unreliable(world.processOn(NodeId.FIRST, world.daemon)),
                        unreliable(world.processOn(OTHER, docker)));
        send(1);
        for (TestProcess process : processes) {
            boot(process);
        }
        return processes;
    }

    private void assertThatNoGameLeftItsNode() {
        for (String game : jobs.keySet()) {
            GameId id = WorkersWorld.game(game);
            Optional<NodeId> node = world.store.find(id).map(RuntimeRecord::node);
            if (all(game).getFirst().reference().isEmpty()) {
                assertThat(node).contains(OTHER);
            }
            node.ifPresent(its ->
                    assertThat((its.equals(OTHER) ? world.daemon : docker).containers())
                            .extracting(ObservedContainer::name)
                            .doesNotContain(id.containerName()));
        }
    }

    private List<Job> all(String game) {
        return jobs.getOrDefault(game, List.of());
    }

    private static Set<ServicePhase.Phase> phases(List<TestProcess> processes) {
        return processes.stream()
                .map(process -> process.phase.current())
                .collect(Collectors.toSet());
    }

    private void runsOnTheOtherNode(String game) throws IOException {
        world.store.put(
                SampleOperations.on(
                        OTHER, RoundsTest.running(game, world.running(game, docker).value())));
        jobs.put(game, new ArrayList<>(List.of(new Job("", true, ""))));
    }

    private void sendAndKill(TestProcess victim) throws InterruptedException {
        CountDownLatch atWork = new CountDownLatch(IN_FLIGHT);
        CountDownLatch killed = new CountDownLatch(1);
        victim.gate.before((call, _) -> {
            if (call.matches("ContainerDaemon.(start|stop)")) {
                atWork.countDown();
                awaitUninterruptibly(killed);
            }
        });
        send(1);
        atWork.await();
        victim.gate.killBetweenCalls();
        victim.presence.close();
        killed.countDown();
    }

    private void assertThatEachJobHasItsResult() {
        assertThat(world.open()).isEmpty();
        Map<String, List<LoggedOperation>> rows = rowsByGame();
        Map<String, List<MessageId>> published = resultsByGame();
        jobs.forEach((game, all) -> {
            List<Job> sent = all.stream().filter(job -> !job.reference().isEmpty()).toList();
            List<LoggedOperation> done = rows.getOrDefault(game, List.of());
            assertThat(done)
                    .as(game)
                    .extracting(row -> row.operation().sourceRef().orElseThrow())
                    .isEqualTo(sent.stream().map(Job::reference).toList());
            assertThat(done)
                    .as(game)
                    .extracting(EndToEndTest::outcome)
                    .isEqualTo(sent.stream().map(Job::outcome).toList());
            assertThat(published.get(game))
                    .as(game)
                    .isEqualTo(done.stream().map(EndToEndTest::result).toList());
            assertThat(live(game)).as(game).isEqualTo(sent.getLast().start() ? 1 : 0);
        });
        assertThat(containers()).extracting(ObservedContainer::name).doesNotHaveDuplicates();
        assertThat(world.store.endings().all())
                .extracting(entry -> entry.ending().container())
                .doesNotHaveDuplicates()
                .containsAll(world.daemon.ended())
                .containsAll(docker.ended());
    }

    private void send(int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < GAMES; i++) {
                String game = "g" + i;
                List<Job> before = jobs.computeIfAbsent(game, _ -> new ArrayList<>());
                boolean start = plan.nextBoolean();
                EntryId id = start ? world.start(game) : world.stop(game);
                JobStream stream = start ? JobStream.START_JOBS : JobStream.STOP_JOBS;
                before.add(
                        new Job(
                                world.streams.key(stream) + "/" + id,
                                start,
                                expected(before, start)));
            }
        }
    }

    private static String expected(List<Job> before, boolean start) {
        boolean known = before.stream().anyMatch(Job::start);
        boolean running = !before.isEmpty() && before.getLast().start();
        if (!start && !known) {
            return "not_found";
        }
        return running == start ? "replayed" : "done";
    }

    private TestProcess unreliable() {
        return unreliable(
                world.process(WorkersWorld.FAST, WorkersWorld.settings(32, Duration.ofMinutes(5))));
    }

    private TestProcess unreliable(TestProcess process) {
        process.gate.before((call, _) -> maybeFail(call));
        process.gate.after((call, _) -> maybeFail(call));
        return process;
    }

    private void maybeFail(String call) {
        if (call.matches(".*\\.(key|wake|bootId|held|has|tryTake)")) {
            return;
        }
        boolean fails;
        synchronized (weather) {
            fails = weather.nextDouble() < FAILING;
        }
        if (fails) {
            throw new DependencyUnavailableException(
                    dependency(call.substring(0, call.indexOf('.'))), "no answer to " + call, null);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
        }
    }

    private static Dependency dependency(String port) {
        return switch (port) {
            case "RuntimeStore", "EndingStore", "NodeRegistry", "Outbox", "ProcessPresence" ->
                    Dependency.POSTGRES;
            case "JobStreams", "EventStreams", "GameLeases" -> Dependency.REDIS;
            case "ContainerDaemon" -> Dependency.DOCKER;
            default -> throw new IllegalArgumentException(port);
        };
    }

    /** Starts it repeatedly until it runs, as a service manager would. */
    private static void boot(TestProcess process) throws InterruptedException {
        boolean started = false;
        while (!started) {
            try {
                process.start();
                started = true;
            } catch (DependencyUnavailableException away) {
                Thread.onSpinWait();
            }
        }
    }

    private boolean quiet() {
        return world.store.pending(Set.of(), 1).isEmpty()
                && world.open().isEmpty()
                && offsetAtEnd(JobStream.START_JOBS)
                && offsetAtEnd(JobStream.STOP_JOBS);
    }

    private boolean offsetAtEnd(JobStream stream) {
        return world.streams
                .savedOffset(stream)
                .map(StreamOffset::id)
                .filter(world.streams.facts(stream).lastGenerated()::equals)
                .isPresent();
    }

    private Map<String, List<LoggedOperation>> rowsByGame() {
        Map<String, List<LoggedOperation>> rows = new LinkedHashMap<>();
        for (LoggedOperation row : world.store.operations()) {
            rows.computeIfAbsent(row.operation().gameId().value(), _ -> new ArrayList<>()).add(row);
        }
        return rows;
    }

    private Map<String, List<MessageId>> resultsByGame() {
        Map<String, List<MessageId>> results = new LinkedHashMap<>();
        for (OutboxMessage message : world.events.messages(PlainMessages.RESULTS)) {
            results.computeIfAbsent(message.gameId().value(), _ -> new ArrayList<>())
                    .add(message.id());
        }
        return results;
    }

    private static String outcome(LoggedOperation row) {
        return PlainMessages.outcome(row.completion().orElseThrow().verdict());
    }

    private static MessageId result(LoggedOperation row) {
        return row.completion().orElseThrow().messages().stream()
                .filter(message -> message.stream().equals(PlainMessages.RESULTS))
                .map(OutboxMessage::id)
                .reduce((_, second) -> {
                    throw new AssertionError("two results of " + row);
                })
                .orElseThrow();
    }

    private List<ObservedContainer> containers() {
        return Stream.of(world.daemon, docker).flatMap(one -> one.containers().stream()).toList();
    }

    private long live(String game) {
        return containers().stream()
                .filter(one -> one.name().equals(WorkersWorld.game(game).containerName()))
                .filter(ObservedContainer::live)
                .count();
    }
}
