package rtm.workers.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.AcceptingStore;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.Pause;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobStream;
import rtm.domain.model.StreamOffset;
import rtm.domain.overview.PendingWork;
import rtm.workers.TestProcess;
import rtm.workers.WorkersWorld;
import rtm.workers.loop.GameMailboxes;
import rtm.workers.loop.MessageSpans;
import rtm.workers.loop.Worker;
import rtm.workers.wiring.Wakeups;

class JobReaderTest {

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private WorkersWorld world;
    private TestProcess process;
    private GameMailboxes mailboxes;
    private OffsetKeeper offsets;
    private final PendingWork pending = new PendingWork(InstantSource.system());

    @BeforeEach
    void open(@TempDir Path root) {
        world = new WorkersWorld(root);
        process = world.process();
        mailboxes = new GameMailboxes("game-");
        offsets = new OffsetKeeper(process.streams, WorkersWorld.waits(1, 2));
    }

    @AfterEach
    void close() throws InterruptedException {
        mailboxes.close(Duration.ZERO);
        world.close();
    }

    @Test
    void aReaderInterruptedInTheMiddleOfARoundContinuesThere() throws Exception {
        Pause hold = world.daemon.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        IntStream.range(0, 10).forEach(i -> world.start("g" + i));
        JobReader reader = reader(1);
        Worker first = worker(reader);
        hold.awaitReached();
        first.stop(Duration.ofSeconds(10));
        Worker second = worker(reader);
        hold.release();
        world.await("ten rows", () -> world.store.operations().size() == 10);
        world.await("all closed", () -> world.open().isEmpty());
        second.stop(Duration.ofSeconds(10));
        assertThat(world.daemon.calls(DaemonCall.CREATE)).isEqualTo(10);
    }

    @Test
    void noMoreEntriesAreUnfinishedThanTheWindowAllows() throws Exception {
        AtomicInteger most = new AtomicInteger();
        process.gate.before((call, _) -> {
            if (call.equals("RuntimeStore.commit")) {
                most.accumulateAndGet(world.open().size(), Math::max);
            }
        });
        IntStream.range(0, 300).forEach(i -> world.start("g" + i));
        Worker worker = worker(reader(3));
        world.await("all rows", () -> world.store.operations().size() == 300);
        world.await("all closed", () -> world.open().isEmpty());
        world.await(
                "the last offset",
                () -> {
                    offsets.flush();
                    return world.streams
                            .savedOffset(JobStream.START_JOBS)
                            .map(StreamOffset::id)
                            .equals(Optional.of(last()));
                });
        worker.stop(Duration.ofSeconds(10));
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void aJobThatWaitsIsAsOldAsItsEntryWhileItIsQueuedAndWhileItIsTried() throws Exception {
        Pause start = world.daemon.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        world.start("chess");
        Instant asked = world.stop("chess").time();
        Worker worker = worker(reader(3));
        start.awaitReached();
        world.await("both", () -> pending.items().size() == 2);
        assertThat(pending.items().getLast())
                .isEqualTo(
                        new PendingWork.Item(
                                pending.items().getLast().work(),
                                asked,
                                Optional.of("earlier job of the game")));

        Pause stop = world.daemon.faults().pauseNext(DaemonCall.STOP, Moment.BEFORE_EFFECT);
        start.release();
        stop.awaitReached();

        assertThat(pending.items())
                .extracting(PendingWork.Item::since, PendingWork.Item::waitsFor)
                .containsExactly(tuple(asked, Optional.empty()));
        stop.release();
        world.await("none", () -> pending.items().isEmpty());
        worker.stop(Duration.ofSeconds(10));
    }

    private EntryId last() {
        return world.streams.facts(JobStream.START_JOBS).lastGenerated();
    }

    private Worker worker(JobReader reader) {
        return new Worker("job-reader", process.metrics, WorkersWorld.waits(1, 2), reader::run)
                .start();
    }

    private JobReader reader(int window) {
        JobAttempts attempts =
                new JobAttempts(
                        new Jobs(
                                process.useCases.startRuntime(),
                                process.useCases.stopRuntime(),
                                Duration.ofMinutes(1)),
                        32,
                        WorkersWorld.waits(1, 2),
                        new MessageSpans(OpenTelemetry.noop()),
                        new AcceptingStore(),
                        pending,
                        new Wakeups(() -> {}));
        Map<JobStream, JobConsumer> consumers = new EnumMap<>(JobStream.class);
        for (JobStream stream : JobStream.values()) {
            consumers.put(
                    stream,
                    new JobConsumer(
                            stream,
                            process.streams.key(stream),
                            mailboxes,
                            attempts,
                            process.metrics));
        }
        return new JobReader(
                process.streams,
                consumers,
                offsets,
                new StreamPositions(process.streams, process.metrics, Duration.ofMillis(5)),
                pending,
                Duration.ofMillis(50),
                WorkersWorld.waits(1, 2),
                window);
    }
}
