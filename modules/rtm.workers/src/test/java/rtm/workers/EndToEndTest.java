package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.LoggedOperation;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;
import rtm.domain.model.MessageId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.StreamOffset;

/**
 * Two hundred games, run by two processes; the first is killed in the middle. Any call of Redis,
 * PostgreSQL and Docker may get no answer, before or after it took effect.
 */
class EndToEndTest {

    private static final long SEED = 20_260_102;
    private static final int GAMES = 200;
    private static final int ROUNDS = 5;
    private static final int IN_FLIGHT = 10;
    private static final double FAILING = 0.03;

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final Random plan = new Random(SEED);
    private final Random weather = new Random(SEED);
    private final Map<String, List<Job>> jobs = new LinkedHashMap<>();
    private WorkersWorld world;

    /** A job that was sent: its reference and the expected outcome. */
    private record Job(String reference, boolean start, String outcome) {}

    @BeforeEach
    void open(@TempDir Path root) {
        world = new WorkersWorld(root);
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
        CountDownLatch atWork = new CountDownLatch(IN_FLIGHT);
        CountDownLatch killed = new CountDownLatch(1);
        first.gate.before((call, _) -> {
            if (call.matches("ContainerDaemon.(start|stop)")) {
                atWork.countDown();
                awaitUninterruptibly(killed);
            }
        });
        send(1);
        atWork.await();
        first.gate.killBetweenCalls();
        first.presence.close();
        killed.countDown();
        send(ROUNDS - 4);
        world.awaitResults(GAMES * ROUNDS);
        world.await("a quiet end", () -> quiet());

        assertThat(world.open()).isEmpty();
        assertThat(second.phase.current()).isEqualTo(ServicePhase.Phase.LEADING);
        Map<String, List<LoggedOperation>> rows = rowsByGame();
        Map<String, List<MessageId>> published = resultsByGame();
        jobs.forEach((game, sent) -> {
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
        assertThat(world.daemon.containers())
                .extracting(ObservedContainer::name)
                .doesNotHaveDuplicates();
        assertThat(world.store.endings().all())
                .extracting(entry -> entry.ending().container())
                .doesNotHaveDuplicates()
                .containsAll(world.daemon.ended());
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
        TestProcess process =
                world.process(WorkersWorld.FAST, WorkersWorld.settings(32, Duration.ofMinutes(5)));
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

    private long live(String game) {
        return world.daemon.containers().stream()
                .filter(one -> one.name().equals(WorkersWorld.game(game).containerName()))
                .filter(ObservedContainer::live)
                .count();
    }
}
