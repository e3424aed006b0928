package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.Pause;
import rtm.domain.model.EntryId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;
import rtm.domain.model.OperationKind;
import rtm.domain.model.StreamOffset;
import rtm.workers.intake.JobReader;

class JobFlowTest {

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private WorkersWorld world;

    @BeforeEach
    void open(@TempDir Path root) {
        world = new WorkersWorld(root);
    }

    @AfterEach
    void close() throws InterruptedException {
        world.close();
    }

    @Test
    void aBacklogOfStartAndStopLeavesTheGameStopped() throws Exception {
        world.start("chess");
        world.stop("chess");
        world.process().start();
        world.awaitResults(2);
        assertThat(world.results()).containsExactly("chess done", "chess done");
        assertThat(kinds("chess")).containsExactly(OperationKind.START, OperationKind.STOP);
    }

    @Test
    void onEqualIdsTheStartGoesFirst() throws Exception {
        EntryId id = new EntryId(77, 0);
        world.streams.addAt(JobStream.STOP_JOBS, id, fields("chess", "reason", "cancelled"));
        world.streams.addAt(
                JobStream.START_JOBS, id, fields("chess", "image_ref", WorkersWorld.IMAGE));
        world.process().start();
        world.awaitResults(2);
        assertThat(kinds("chess")).containsExactly(OperationKind.START, OperationKind.STOP);
    }

    @Test
    void aStreamThatIsNotReadWhileManyOfItsEntriesWaitKeepsItsPlaceInTheOrder() throws Exception {
        TestProcess process = world.process();
        many(JobReader.COUNT * 3, world::stop);
        many(100, world::start);
        AtomicInteger reads = new AtomicInteger();
        process.gate.before((call, _) -> {
            if (call.equals("JobStreams.read")) {
                switch (reads.incrementAndGet()) {
                    case 2 -> many(50, world::start);
                    case 3 -> {
                        world.start("late");
                        world.stop("late");
                    }
                    default -> {}
                }
            }
        });
        process.start();
        world.awaitResults(JobReader.COUNT * 3 + 152);
        assertThat(kinds("late")).containsExactly(OperationKind.START, OperationKind.STOP);
    }

    @Test
    void aSlowPullDelaysNoOtherGameAndTheOffsetWaitsForIt() throws Exception {
        world.daemon.images().addToRegistry(newImage(), Map.of());
        Pause pull = world.daemon.faults().pauseNext(DaemonCall.PULL, Moment.BEFORE_EFFECT);
        world.start("slow", newImage().value());
        EntryId last = world.start("quick");
        world.process().start();
        pull.awaitReached();
        world.awaitResults(1);
        assertThat(world.results()).containsExactly("quick done");
        assertThat(world.streams.savedOffset(JobStream.START_JOBS)).isEmpty();
        pull.release();
        world.awaitResults(2);
        awaitOffset(JobStream.START_JOBS, last);
    }

    @Test
    void aSlowStopDelaysNoOtherGame() throws Exception {
        world.start("slow");
        world.process().start();
        world.awaitResults(1);
        Pause stop = world.daemon.faults().pauseNext(DaemonCall.STOP, Moment.BEFORE_EFFECT);
        world.stop("slow");
        stop.awaitReached();
        world.start("quick");
        world.stop("quick");
        world.awaitResults(3);
        assertThat(world.results()).endsWith("quick done", "quick done");
        stop.release();
        world.awaitResults(4);
    }

    @Test
    void noMoreGamesRunAtOnceThanTheSettingAllows() throws Exception {
        TestProcess process =
                world.process(WorkersWorld.FAST, WorkersWorld.settings(2, Duration.ofMinutes(1)));
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch twoAtWork = new CountDownLatch(2);
        Semaphore goOn = new Semaphore(0);
        process.gate.before((call, _) -> {
            if (call.equals("ContainerDaemon.create")) {
                most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                twoAtWork.countDown();
                goOn.acquireUninterruptibly();
                atWork.decrementAndGet();
            }
        });
        many(6, world::start);
        process.start();
        twoAtWork.await();
        goOn.release(6);
        world.awaitResults(6);
        assertThat(most).hasValue(2);
    }

    @Test
    void withoutABudgetAStartIsTriedOnceAndAnsweredOnce() throws Exception {
        world.process(WorkersWorld.FAST, WorkersWorld.settings(32, Duration.ZERO)).start();
        world.daemon.faults().makeUnavailable();
        world.start("chess");
        world.awaitResults(1);
        assertThat(world.daemon.calls(DaemonCall.CONTAINERS_OF)).isEqualTo(1);
        world.stop("nobody");
        world.awaitResults(2);
        assertThat(world.results())
                .containsExactly("chess service_unavailable", "nobody not_found");
        assertThat(world.open()).isEmpty();
    }

    @Test
    void aStartIsTriedAgainUntilItsBudgetIsSpentAndAnsweredOnce() throws Exception {
        world.process(WorkersWorld.FAST, WorkersWorld.settings(32, Duration.ofMillis(100))).start();
        world.daemon.faults().makeUnavailable();
        world.start("chess");
        world.awaitResults(1);
        assertThat(world.daemon.calls(DaemonCall.CONTAINERS_OF)).isGreaterThan(3);
        assertThat(world.results()).containsExactly("chess service_unavailable");
        world.daemon.faults().mend();
        world.stop("chess");
        world.awaitResults(2);
        assertThat(world.results()).containsExactly("chess service_unavailable", "chess not_found");
    }

    @Test
    void aStopIsTriedUntilItSucceeds() throws Exception {
        world.start("chess");
        world.process(WorkersWorld.FAST, WorkersWorld.settings(32, Duration.ZERO)).start();
        world.awaitResults(1);
        world.daemon.faults().makeUnavailable(DaemonCall.STOP);
        world.stop("chess");
        world.await("many tries", () -> world.daemon.calls(DaemonCall.STOP) > 20);
        assertThat(world.results()).hasSize(1);
        world.daemon.faults().mend();
        world.awaitResults(2);
        assertThat(world.results()).containsExactly("chess done", "chess done");
    }

    @Test
    void whilePostgresIsDownAStartWaitsWithoutSpendingItsBudget() throws Exception {
        TestProcess process =
                world.process(WorkersWorld.FAST, WorkersWorld.settings(32, Duration.ZERO));
        process.start();
        AtomicInteger tries = new AtomicInteger();
        process.gate.before((call, _) -> {
            if (call.equals("RuntimeStore.openRowUnlessLost")) {
                tries.incrementAndGet();
            }
        });
        world.store.unavailable(true);
        world.start("chess");
        world.await("many tries", () -> tries.get() > 20);
        world.store.unavailable(false);
        world.awaitResults(1);
        assertThat(world.results()).containsExactly("chess done");
    }

    @Test
    void aJobThatFailsBecauseOfADefectIsAnsweredAndDelaysNoOther() throws Exception {
        TestProcess process = world.process();
        process.gate.before((call, arguments) -> {
            if (call.equals("GameLeases.tryAcquire")
                    && arguments[0].equals(WorkersWorld.game("cursed"))) {
                throw new IllegalStateException("a defect, as the test asked");
            }
        });
        world.start("cursed");
        EntryId last = world.start("chess");
        EntryId lastStop = world.stop("cursed");
        process.start();
        world.awaitResults(3);
        assertThat(world.results())
                .containsExactlyInAnyOrder(
                        "cursed internal_error", "chess done", "cursed internal_error");
        awaitOffset(JobStream.START_JOBS, last);
        awaitOffset(JobStream.STOP_JOBS, lastStop);
        assertThat(world.open()).isEmpty();
    }

    @Test
    void malformedEntriesAreAnsweredIfTheGameIsKnownAndOtherwiseSkipped() throws Exception {
        TestProcess process = world.process();
        world.streams.add(JobStream.START_JOBS, "game_id", "chess", "requested_at_ms", "1");
        world.streams.add(JobStream.START_JOBS, "game_id", "../etc");
        EntryId start = world.streams.add(JobStream.START_JOBS, "nonsense", "");
        EntryId stop = world.streams.add(JobStream.STOP_JOBS, "game_id", "chess", "reason", "no");
        process.start();
        world.awaitResults(2);
        awaitOffset(JobStream.START_JOBS, start);
        awaitOffset(JobStream.STOP_JOBS, stop);
        assertThat(world.results())
                .containsExactly("chess start_config_invalid", "chess invalid_request");
        assertThat(process.counted("rtmanager.jobs.malformed", "start_jobs")).isEqualTo(3);
        assertThat(process.counted("rtmanager.jobs.malformed", "stop_jobs")).isEqualTo(1);
        assertThat(log.lines("WARN", "skipped malformed entry")).hasSize(2);
    }

    @Test
    void aJobThatWasDoneBeforeGetsNoSecondResult() throws Exception {
        EntryId last = world.start("chess");
        TestProcess first = world.process().start();
        world.awaitResults(1);
        awaitOffset(JobStream.START_JOBS, last);
        first.kill();
        world.streams.saveOffset(JobStream.START_JOBS, StreamOffset.at(EntryId.ZERO));
        world.process().start();
        awaitOffset(JobStream.START_JOBS, last);
        assertThat(world.results()).containsExactly("chess done");
        assertThat(world.store.operations()).hasSize(1);
    }

    @Test
    void anOutageIsLoggedOnceHoweverManyJobsAndAttemptsMeetIt() throws Exception {
        world.process().start();
        world.leases.unavailable(true);
        many(20, world::start);
        world.await(
                "many tries", () -> log.lines("DEBUG", "does not answer", "redis").size() > 200);
        world.leases.unavailable(false);
        world.awaitResults(20);
        assertThat(log.lines("WARN", "redis")).hasSize(1);
        world.await("its end", () -> !log.lines("INFO", "answers again", "redis").isEmpty());
        assertThat(log.lines("INFO", "answers again", "redis")).hasSize(1);
    }

    private List<OperationKind> kinds(String game) {
        return world.store.operations().stream()
                .map(row -> row.operation())
                .filter(row -> row.gameId().equals(WorkersWorld.game(game)))
                .map(row -> row.kind())
                .toList();
    }

    private void awaitOffset(JobStream stream, EntryId offset) throws InterruptedException {
        world.await(
                "offset " + offset,
                () ->
                        world.streams
                                .savedOffset(stream)
                                .map(StreamOffset::id)
                                .filter(offset::equals)
                                .isPresent());
    }

    private static void many(int count, Consumer<String> job) {
        IntStream.range(0, count).forEach(i -> job.accept("g" + i));
    }

    private static ImageReference newImage() {
        return ImageReference.parse("galaxy/game:2.0.0").orElseThrow();
    }

    private static List<JobEntry.Field> fields(String game, String name, String value) {
        return List.of(
                new JobEntry.Field("game_id", game),
                new JobEntry.Field(name, value),
                new JobEntry.Field("requested_at_ms", "1"));
    }
}
