package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
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
import rtm.domain.model.Duty;
import rtm.domain.model.EntryId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.JobStream;
import rtm.domain.model.StreamOffset;
import rtm.workers.ServicePhase.Phase;

class LeadershipTest {

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
    void theFirstProcessLeadsAndTheSecondStandsByAndServes() throws Exception {
        TestProcess first = world.process().start();
        TestProcess second = world.process().start();
        assertThat(first.phase.current()).isEqualTo(Phase.LEADING);
        assertThat(second.phase.current()).isEqualTo(Phase.STANDING_BY);
        assertThat(second.phase.refusal()).isEmpty();
        assertThat(log.lines("INFO", "this one stands by")).hasSize(1);
    }

    @Test
    void theSecondTakesOverWhenTheFirstDiesAndFinishesItsJobBeforeNewOnes() throws Exception {
        TestProcess first = world.process().start();
        Pause start = world.daemon.faults().pauseNext(DaemonCall.START, Moment.AFTER_EFFECT);
        EntryId started = world.start("chess");
        start.awaitReached();
        world.stop("chess");
        world.streams.trimBelow(JobStream.START_JOBS, new EntryId(started.millis() + 1, 0));
        TestProcess second = world.process().start();
        first.kill();
        start.release();
        world.awaitResults(2);
        world.await("leads", () -> second.phase.current() == Phase.LEADING);
        assertThat(world.results()).containsExactly("chess done", "chess done");
        assertThat(world.daemon.containers()).hasSize(1).noneMatch(one -> one.live());
        assertThat(log.lines("resuming interrupted job", "runtime:start_jobs/" + started))
                .hasSize(1);
        assertThat(world.open()).isEmpty();
    }

    @Test
    void aConnectionLostForAMomentStopsNothing() throws Exception {
        TestProcess process = world.process().start();
        world.daemon.images().addToRegistry(unknown(), Map.of());
        Pause pull = world.daemon.faults().pauseNext(DaemonCall.PULL, Moment.BEFORE_EFFECT);
        world.start("chess", unknown().value());
        pull.awaitReached();
        CountDownLatch looks = new CountDownLatch(10);
        process.gate.before((call, _) -> {
            if (call.equals("ProcessPresence.has")) {
                looks.countDown();
            }
        });
        process.presence.lose();
        looks.await();
        process.presence.regain();
        world.await("leads again", () -> process.presence.has(new Duty.Intake()));
        pull.release();
        world.awaitResults(1);
        assertThat(process.phase.current()).isEqualTo(Phase.LEADING);
        assertThat(log.lines("lost leadership to another process")).isEmpty();
        assertThat(world.daemon.calls(DaemonCall.PULL)).isEqualTo(1);
    }

    @Test
    void aLeaderTakesItsDutiesAgainAsSoonAsItsConnectionIsBack() throws Exception {
        TestProcess process =
                world.process(
                                WorkersWorld.neverLooking(),
                                WorkersWorld.settings(32, Duration.ofMinutes(1)))
                        .start();
        process.presence.lose();
        process.presence.regain();
        world.await("leads again", () -> process.presence.has(new Duty.Intake()));
    }

    @Test
    void aProcessThatStoodByDoesNotLeadWhileItMustNot() throws Exception {
        TestProcess first = world.process().start();
        TestProcess standby = world.process().start();
        standby.givenUp = true;
        first.kill();
        world.await("the reason", () -> standby.phase.givenUp().isPresent());
        assertThat(standby.phase.current()).isEqualTo(Phase.STANDING_BY);
        standby.givenUp = false;
        world.await("leads", () -> standby.phase.current() == Phase.LEADING);
    }

    @Test
    void aReplacedLeaderInterruptsItsWorkAndStandsBy() throws Exception {
        TestProcess first = world.process().start();
        Pause create = world.daemon.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        EntryId id = world.start("chess");
        create.awaitReached();
        first.presence.lose();
        TestProcess second = world.process().start();
        assertThat(second.phase.current()).isEqualTo(Phase.LEADING);
        first.presence.regain();
        world.await("stands by", () -> first.phase.current() == Phase.STANDING_BY);
        world.awaitResults(1);
        assertThat(world.results()).containsExactly("chess done");
        assertThat(world.daemon.calls(DaemonCall.START)).isEqualTo(1);
        assertThat(log.lines("WARN", "lost leadership to another process")).hasSize(1);
        world.await(
                "the new leader's offset",
                () ->
                        world.streams
                                .savedOffset(JobStream.START_JOBS)
                                .map(StreamOffset::id)
                                .filter(id::equals)
                                .isPresent());
        second.kill();
        world.await("leads once more", () -> first.phase.current() == Phase.LEADING);
        world.stop("chess");
        world.awaitResults(2);
    }

    @Test
    void anInitialPassThatFailsAtBootIsThrownAndTheProcessCanStillBeStopped() throws Exception {
        TestProcess process = world.process();
        world.store.unavailable(true);
        assertThatThrownBy(process::start).isInstanceOf(DependencyUnavailableException.class);
        assertThat(process.phase.current()).isEqualTo(Phase.INITIAL_PASS);
        process.leadership.stop(Duration.ofSeconds(1));
    }

    @Test
    void anInitialPassThatFailsLaterIsRetried() throws Exception {
        TestProcess first = world.process().start();
        TestProcess second = world.process().start();
        world.store.unavailable(true);
        first.kill();
        world.await("the pass", () -> second.phase.current() == Phase.INITIAL_PASS);
        assertThat(second.phase.refusal()).isPresent();
        world.start("chess");
        world.await("a try", () -> log.lines("initial pass").size() > 10);
        world.store.unavailable(false);
        world.awaitResults(1);
        assertThat(second.phase.current()).isEqualTo(Phase.LEADING);
        assertThat(log.lines("WARN", "initial pass")).hasSize(1);
    }

    @Test
    void stoppingWaitsForRunningJobsTakesNoNewOnesAndSavesOffsets() throws Exception {
        TestProcess process = world.process().start();
        Pause create = world.daemon.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        EntryId id = world.start("chess");
        create.awaitReached();
        world.start("chess");
        CountDownLatch intakeEnded = new CountDownLatch(1);
        process.gate.before((call, _) -> {
            if (call.equals("JobStreams.wake")) {
                intakeEnded.countDown();
            }
        });
        Thread stopping = stop(process, Duration.ofSeconds(10));
        intakeEnded.await();
        create.release();
        stopping.join();
        world.start("late");
        assertThat(world.results()).first().isEqualTo("chess done");
        assertThat(world.streams.savedOffset(JobStream.START_JOBS).orElseThrow().id())
                .isGreaterThanOrEqualTo(id);
        assertThat(world.results()).doesNotContain("late done");
        assertThat(world.store.operations()).hasSameSizeAs(world.results());
        assertThat(world.open()).isEmpty();
    }

    @Test
    void unfinishedWorkIsInterruptedInTimeAndFinishedAtTheNextBoot() throws Exception {
        TestProcess first = world.process().start();
        // Later it would find the new container, and wait for its game as well.
        world.await(
                "the look after the connection",
                () -> !log.lines("compared", "occasion=connect").isEmpty());
        Pause create = world.daemon.faults().pauseNext(DaemonCall.CREATE, Moment.AFTER_EFFECT);
        world.start("chess");
        create.awaitReached();
        first.leadership.stop(Duration.ofMillis(100));
        assertThat(log.lines("WARN", "interrupting running operations", "games=1")).hasSize(1);
        assertThat(world.open()).hasSize(1);
        assertThat(world.results()).isEmpty();
        first.presence.close();
        world.process().start();
        world.awaitResults(1);
        assertThat(world.daemon.containers()).hasSize(1);
        assertThat(world.open()).isEmpty();
    }

    @Test
    void stoppingKeepsToItsBudgetWhenADependencyHangs() throws Exception {
        TestProcess process = world.process().start();
        AtomicBoolean hanging = new AtomicBoolean();
        process.gate.before((call, _) -> {
            boolean hangs =
                    call.equals("EventStreams.publish") || call.equals("JobStreams.saveOffset");
            while (hangs && !Thread.currentThread().isInterrupted()) {
                hanging.set(true);
                LockSupport.park();
            }
            if (hangs) {
                throw new DependencyUnavailableException(Dependency.REDIS, "cut off", null);
            }
        });
        world.start("chess");
        world.await("a hanging call", hanging::get);
        long before = System.nanoTime();
        process.leadership.stop(Duration.ofMillis(300));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
        assertThat(world.store.pending(Set.of(), 10)).isNotEmpty();
    }

    @Test
    void runningWorkIsInterruptedAlsoWhileTheCheckOfTheLeaderHangs() throws Exception {
        TestProcess process = world.process().start();
        Pause create = world.daemon.faults().pauseNext(DaemonCall.CREATE, Moment.BEFORE_EFFECT);
        world.start("chess");
        create.awaitReached();
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch hang = new CountDownLatch(1);
        process.gate.before((call, _) -> {
            if (call.equals("ProcessPresence.has")) {
                looking.countDown();
                awaitUninterruptibly(hang);
            }
        });
        looking.await();
        process.leadership.stop(Duration.ofMillis(50));
        world.await(
                "the lease released",
                () -> world.leases.stored(WorkersWorld.game("chess")).isEmpty());
        hang.countDown();
        assertThat(world.open()).hasSize(1);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void stoppingTriesEveryStepEvenIfOneFails() throws Exception {
        TestProcess process = world.process().start();
        EntryId id = world.start("chess");
        process.gate.before((call, _) -> {
            if (call.equals("JobStreams.wake")) {
                throw new IllegalStateException("a defect, as the test asked");
            }
        });
        world.awaitResults(1);
        process.leadership.stop(Duration.ofSeconds(5));
        assertThat(world.streams.savedOffset(JobStream.START_JOBS).map(StreamOffset::id))
                .contains(id);
        world.start("late");
        assertThat(workers("worker stopped")).hasSameElementsAs(workers("worker started"));
    }

    @Test
    void aStopDuringTheInitialPassDoesNotWaitForIt() throws Exception {
        InterruptedCalls.leaveStart(world, "chess");
        Pause look =
                world.daemon.faults().pauseNext(DaemonCall.CONTAINERS_OF, Moment.BEFORE_EFFECT);
        TestProcess process = world.process();
        Thread boot =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                process.start();
                            } catch (InterruptedException cut) {
                                Thread.currentThread().interrupt();
                            }
                        });
        look.awaitReached();
        long before = System.nanoTime();
        process.leadership.stop(Duration.ofSeconds(1));
        boot.join();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        assertThat(log.lines("worker started")).isEmpty();
        assertThat(world.open()).hasSize(1);
    }

    @Test
    void eachWorkerHasItsLogLineInTheRunbooksOrder() throws Exception {
        world.process().start();
        assertThat(workers("worker started"))
                .containsExactly(
                        "start-jobs-consumer",
                        "stop-jobs-consumer",
                        "docker-events-listener",
                        "docker-inspect",
                        "health-probe",
                        "reconciler",
                        "container-cleanup");
        assertThat(List.copyOf(log.lines("reconciler initial pass completed"))).hasSize(1);
    }

    private List<String> workers(String sentence) {
        return log.lines("INFO", sentence).stream()
                .map(line -> line.replaceFirst(".* worker=(\\S+).*", "$1"))
                .toList();
    }

    private static Thread stop(TestProcess process, Duration budget) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        process.leadership.stop(budget);
                    } catch (InterruptedException cut) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private static ImageReference unknown() {
        return ImageReference.parse("galaxy/game:9.9.9").orElseThrow();
    }
}
