package rtm.workers.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.DaemonFaults.Moment;
import rtm.domain.fake.Pause;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.workers.InterruptedCalls;
import rtm.workers.PlainMessages;
import rtm.workers.ServicePhase.Phase;
import rtm.workers.TestProcess;
import rtm.workers.WorkersWorld;
import rtm.workers.loop.Intervals;

class InterruptedOperationsTest {

    private static final String FORGOTTEN = "runtime:start_jobs/5-0";

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
    void interruptedCallsAreFinishedWithinThePass() throws Exception {
        for (int i = 0; i < 20; i++) {
            InterruptedCalls.leaveStart(world, "g" + i);
        }
        world.process().start();
        assertThat(world.open()).isEmpty();
        assertThat(world.store.operations())
                .allSatisfy(row ->
                        assertThat(PlainMessages.outcome(row.completion().orElseThrow().verdict()))
                                .isEqualTo("interrupted"));
        assertThat(log.lines("initial pass completed", "open_operations=20", "finished=20"))
                .hasSize(1);
    }

    @Test
    void anInterruptedJobRunsBeforeANewEntryOfItsGame() throws Exception {
        InterruptedCalls.leaveJob(world, "chess", FORGOTTEN, WorkersWorld.IMAGE);
        world.stop("chess");
        world.process().start();
        world.awaitResults(2);
        assertThat(world.results()).containsExactly("chess done", "chess done");
        assertThat(world.daemon.containers()).hasSize(1).noneMatch(one -> one.live());
        assertThat(log.lines("retrying job")).isEmpty();
    }

    @Test
    void anInterruptedJobWithoutAValidImageIsRefused() throws Exception {
        InterruptedCalls.leaveJob(world, "chess", FORGOTTEN, "NOT AN IMAGE");
        world.process().start();
        world.awaitResults(1);
        assertThat(world.results()).containsExactly("chess start_config_invalid");
        assertThat(world.open()).isEmpty();
    }

    @Test
    void aHangingGameDelaysTheBootNoLongerThanThePass() throws Exception {
        InterruptedCalls.leaveStart(world, "stuck");
        InterruptedCalls.leaveStart(world, "chess");
        Pause pause =
                world.daemon.faults().pauseNext(DaemonCall.CONTAINERS_OF, Moment.BEFORE_EFFECT);
        Intervals hasty =
                WorkersWorld.fast(
                        Duration.ofMillis(200), Duration.ofMillis(5), Duration.ofMillis(5));
        TestProcess process =
                world.process(hasty, WorkersWorld.settings(32, Duration.ZERO)).start();
        assertThat(process.phase.current()).isEqualTo(Phase.LEADING);
        assertThat(world.open()).hasSize(1);
        assertThat(log.lines("initial pass completed", "open_operations=2", "finished=1"))
                .hasSize(1);
        pause.release();
        world.await("the row closed", () -> world.open().isEmpty());
    }

    @Test
    void aCallThatCannotBeFinishedYetIsRetriedAndLoggedOnce() throws Exception {
        InterruptedCalls.leaveStart(world, "chess");
        world.daemon.faults().makeUnavailable(DaemonCall.CONTAINERS_OF);
        world.process().start();
        world.await("tries", () -> world.daemon.calls(DaemonCall.CONTAINERS_OF) > 10);
        world.daemon.faults().mend();
        world.await("the row closed", () -> world.open().isEmpty());
        assertThat(log.lines("WARN", "could not be finished")).hasSize(1);
    }

    @Test
    void callsThatWaitForTheSameOutageAreOneLineAtItsStartAndOneAtItsEnd() throws Exception {
        for (int i = 0; i < 20; i++) {
            InterruptedCalls.leaveStart(world, "g" + i);
        }
        world.daemon.faults().makeUnavailable(DaemonCall.CONTAINERS_OF);
        world.process().start();
        world.await("tries", () -> world.daemon.calls(DaemonCall.CONTAINERS_OF) > 60);
        world.daemon.faults().mend();
        world.await("the rows closed", () -> world.open().isEmpty());
        world.await("the end", () -> !log.lines("INFO", "that waited are finished").isEmpty());
        assertThat(log.lines("WARN", "could not be finished")).hasSize(1);
        assertThat(log.lines("INFO", "that waited are finished", "games=20")).hasSize(1);
    }

    @Test
    void anOpenJobThatIsFoundLaterRunsThoughANewerOneOfItsGameWaitsForIt() throws Exception {
        TestProcess process = world.process().start();
        InterruptedCalls.leaveJob(world, "chess", FORGOTTEN, WorkersWorld.IMAGE);
        AtomicInteger looks = new AtomicInteger();
        process.gate.before((call, _) -> {
            if (call.equals("RuntimeStore.openOperationsOn")) {
                looks.incrementAndGet();
            }
        });
        world.stop("chess");
        world.awaitResults(2);
        assertThat(world.results()).containsExactly("chess done", "chess done");
        assertThat(looks).hasPositiveValue();
    }

    @Test
    void anOldJobIsResumedThoughItsGameIsHeldByAJobThatWaitsForItsRow() throws Exception {
        TestProcess process = world.process();
        AtomicInteger away = new AtomicInteger(1);
        process.gate.before((call, arguments) -> {
            if (call.equals("RuntimeStore.openRowUnlessLost")
                    && away.get() == 1
                    && arguments[0].toString().contains("STOP")) {
                away.set(0);
                InterruptedCalls.leaveJob(world, "chess", FORGOTTEN, WorkersWorld.IMAGE);
            }
        });
        world.stop("chess");
        process.start();
        world.awaitResults(2);
        assertThat(world.results()).containsExactly("chess done", "chess done");
    }

    @Test
    void aFailedLookIsRepeated() throws Exception {
        TestProcess process = world.process().start();
        AtomicInteger failures = new AtomicInteger();
        process.gate.before((call, _) -> {
            if (call.equals("RuntimeStore.openOperationsOn") && failures.incrementAndGet() <= 3) {
                throw new DependencyUnavailableException(Dependency.POSTGRES, "away", null);
            }
        });
        world.await("failures", () -> failures.get() > 3);
        InterruptedCalls.leaveStart(world, "chess");
        world.await("the row closed", () -> world.open().isEmpty());
    }
}
