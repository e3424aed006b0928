package rtm.workers.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.AcceptingStore;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.BootId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.MemorySize;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.StopReason;
import rtm.domain.model.UnreadableRowException;
import rtm.domain.operation.CarriedOutElsewhereException;
import rtm.domain.overview.PendingWork;
import rtm.domain.rule.DecodedJob;
import rtm.domain.rule.Placement;
import rtm.domain.time.Deadline;
import rtm.workers.WorkersWorld;
import rtm.workers.loop.Backoff;
import rtm.workers.loop.Intervals;
import rtm.workers.loop.MessageSpans;
import rtm.workers.wiring.Wakeups;

class JobAttemptsTest {

    private static final Duration BUDGET = Duration.ofMillis(200);

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final Map<DecodedJob.Job, Job> jobs =
            Collections.synchronizedMap(new IdentityHashMap<>());
    private final AcceptingStore store = new AcceptingStore();
    private final PendingWork pending = new PendingWork(InstantSource.system());
    private final Wakeups wakeups = new Wakeups(() -> {});
    private final JobAttempts attempts =
            new JobAttempts(
                    new Runner(),
                    2,
                    WorkersWorld.waits(1, 2),
                    new MessageSpans(OpenTelemetry.noop()),
                    store,
                    pending,
                    wakeups);
    private final List<String> did = new CopyOnWriteArrayList<>();

    @Test
    void anOutageOfPostgresSpendsNoBudget() throws Exception {
        Deadline outage = Deadline.in(BUDGET.multipliedBy(3));
        Job job =
                new Job(() -> {
                    if (did.isEmpty()) {
                        did.add("docker away");
                        throw away(Dependency.DOCKER);
                    }
                    if (!outage.past()) {
                        throw away(Dependency.POSTGRES);
                    }
                    did.add("done");
                });
        assertThat(settle(job)).isTrue();
        assertThat(did).containsExactly("docker away", "done");
    }

    @Test
    void theBudgetIsSpentByDockerAndRedisTogether() throws Exception {
        Job job =
                new Job(() -> {
                    did.add("try");
                    throw away(did.size() % 2 == 0 ? Dependency.DOCKER : Dependency.REDIS);
                });
        assertThat(settle(job)).isTrue();
        assertThat(did).last().isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(did).hasSizeGreaterThan(3);
        assertThat(log.lines("WARN", "dependency=docker")).hasSize(1);
        assertThat(log.lines("WARN", "dependency=redis")).hasSize(1);
        assertThat(log.lines("INFO", "answers again")).isEmpty();
    }

    @Test
    void givingUpWaitsForPostgresToo() throws Exception {
        Job job =
                new Job(() -> {
                    throw away(Dependency.DOCKER);
                });
        job.failuresOfGivingUp = 5;
        assertThat(settle(job)).isTrue();
        assertThat(did).containsExactly("SERVICE_UNAVAILABLE");
        assertThat(log.lines("INFO", "answers again", "dependency=postgres")).hasSize(1);
        assertThat(log.lines("INFO", "answers again", "dependency=docker")).isEmpty();
    }

    @Test
    void aBusyGameIsWaitedForWithoutLimitAndLoggedOnce() throws Exception {
        Job job =
                new Job(() -> {
                    did.add("try");
                    if (did.size() < 40) {
                        throw new OwnershipLostException("held elsewhere");
                    }
                });
        assertThat(settle(job)).isTrue();
        assertThat(log.lines("WARN", "game is busy, retrying job", "held elsewhere")).hasSize(1);
    }

    @Test
    void aLateFailureOfAnOutageThatIsOverStartsNoNewOutage() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Job late =
                new Job(() -> {
                    if (underWay.getCount() > 0) {
                        underWay.countDown();
                        awaitUninterruptibly(over);
                        throw away(Dependency.REDIS);
                    }
                });
        Job job =
                new Job(() -> {
                    did.add("try");
                    if (did.size() == 1) {
                        awaitUninterruptibly(underWay);
                        throw away(Dependency.REDIS);
                    }
                });
        FutureTask<Boolean> other = new FutureTask<>(() -> settle(late));
        Thread.ofVirtual().start(other);

        settle(job);
        over.countDown();
        other.get();

        assertThat(log.lines("WARN", "dependency=redis")).hasSize(1);
        assertThat(log.lines("INFO", "answers again", "dependency=redis")).hasSize(1);
    }

    @Test
    void aJobThatWaitsSaysForWhatUntilItIsSettled() throws Exception {
        Job job =
                new Job(() -> {
                    did.add(
                            pending.items().getFirst().waitsFor().orElse("nothing")
                                    + " "
                                    + pending.items().getFirst().work().kind());
                    switch (did.size()) {
                        case 1 -> throw away(Dependency.DOCKER);
                        case 2 -> throw away(Dependency.DRAIN);
                        case 3 -> throw new OwnershipLostException("held elsewhere");
                        default -> {}
                    }
                });
        assertThat(settle(job)).isTrue();
        assertThat(did)
                .containsExactly(
                        "nothing STOP",
                        "Docker daemon STOP",
                        "end of the drain STOP",
                        "other operation on the game STOP");
        assertThat(pending.items()).isEmpty();
    }

    @Test
    void aNewGameWithoutRoomWaitsForTheNextNodeThatHasSome() throws Exception {
        Job job =
                new Job(() -> {
                    did.add(pending.items().getFirst().waitsFor().orElse("nothing"));
                    Placement.choose(new GameId("chess"), new MemorySize(512L << 20), List.of());
                });
        assertThat(settle(job)).isTrue();
        assertThat(did).contains("next node that has room").last().isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(job.message)
                .isEqualTo("node: no node has room for game chess: open another node");
    }

    private static CarriedOutElsewhereException elsewhere(BootId owner) {
        return new CarriedOutElsewhereException(
                new OpenOperation(
                        1,
                        new OperationId(UUID.randomUUID()),
                        new GameId("chess"),
                        new NodeId(2),
                        OperationKind.STOP,
                        OperationSource.LOBBY_STREAM,
                        Optional.of("runtime:start_jobs/1-0"),
                        Optional.empty(),
                        Optional.of(StopReason.CANCELLED),
                        owner,
                        Instant.EPOCH),
                "vm-2");
    }

    @Test
    void aJobThatAnotherNodeCarriesOutIsWaitedForQuietlyAndWithoutLimit() throws Exception {
        Deadline work = Deadline.in(BUDGET.multipliedBy(2));
        Job job =
                new Job(() -> {
                    did.add(pending.items().getFirst().waitsFor().orElse("nothing"));
                    if (!work.past()) {
                        throw elsewhere(new BootId(new UUID(1, 2)));
                    }
                });
        assertThat(settle(job)).isTrue();
        assertThat(did).last().isEqualTo("process on node vm-2, which carries it out");
        assertThat(log.lines("WARN")).isEmpty();
    }

    @Test
    void aJobThatItsNodeDoesNotTakeIsGivenUpOnceItsPatienceIsSpent() throws Exception {
        Job job =
                new Job(() -> {
                    did.add(pending.items().getFirst().waitsFor().orElse("nothing"));
                    throw elsewhere(BootId.NONE);
                });
        assertThat(settle(job)).isTrue();
        assertThat(did)
                .contains("node vm-2, where the game is")
                .last()
                .isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(job.message)
                .isEqualTo("node: game chess is on node vm-2, which does not take its job");
    }

    @Test
    void aJobOnAnotherNodeIsLeftToTheProcessThatReadsTheJobsNow() throws Exception {
        Job job =
                new Job(() -> {
                    did.add("try");
                    throw elsewhere(new BootId(new UUID(1, 2)));
                });
        assertThat(settle(job, () -> did.size() > 2)).isEqualTo(JobAttempts.End.LEFT);
        assertThat(pending.items()).isEmpty();
    }

    @Test
    void aJobOnAnotherNodeIsAskedForOnceItsRowIsClosed() throws Exception {
        JobAttempts patient =
                new JobAttempts(
                        new Runner(),
                        2,
                        new Backoff.Waits(Duration.ofDays(1), Duration.ofDays(1)),
                        new MessageSpans(OpenTelemetry.noop()),
                        store,
                        pending,
                        wakeups);
        Job job =
                new Job(() -> {
                    did.add("try");
                    if (did.size() == 1) {
                        Thread.ofVirtual().start(() -> closeUntil(() -> did.size() > 1));
                        throw elsewhere(new BootId(new UUID(1, 2)));
                    }
                });
        jobs.put(job.decoded, job);
        long before = System.nanoTime();
        patient.settle(
                job.decoded,
                new Origin.Job("runtime:start_jobs/1-0"),
                Optional.empty(),
                pending.add(PendingWork.Work.of(job.decoded)),
                () -> false);
        assertThat(did).hasSize(2);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isLessThan(Intervals.LOOK.dividedBy(2));
    }

    private void closeUntil(BooleanSupplier asked) {
        while (!asked.getAsBoolean()) {
            wakeups.closed(1);
            Thread.onSpinWait();
        }
    }

    @Test
    void aJobThatRunsHereIsNotLeft() throws Exception {
        Job job =
                new Job(() -> {
                    did.add("try");
                    if (did.size() == 1) {
                        throw away(Dependency.POSTGRES);
                    }
                });
        assertThat(settle(job, () -> true)).isEqualTo(JobAttempts.End.SETTLED);
    }

    @Test
    void aTemporaryDefectIsOvercome() throws Exception {
        Job job =
                new Job(() -> {
                    did.add("try");
                    if (did.size() < 4) {
                        throw new IllegalStateException("as asked");
                    }
                });
        assertThat(settle(job)).isTrue();
        assertThat(did).hasSize(4);
    }

    @Test
    void aPermanentDefectIsAnsweredAsSuch() throws Exception {
        Job job =
                new Job(() -> {
                    throw new IllegalStateException("as asked");
                });
        assertThat(settle(job)).isTrue();
        assertThat(did).containsExactly("INTERNAL_ERROR");
        assertThat(log.lines("ERROR", "job failed because of a defect")).hasSize(5);
    }

    @Test
    void aJobOfAGameWhoseRecordCannotBeReadIsAnsweredAtOnce() throws Exception {
        Job job =
                new Job(() -> {
                    throw new UnreadableRowException(
                            "row chess cannot be read", new IllegalStateException());
                });
        assertThat(settle(job)).isTrue();
        assertThat(did).containsExactly("INTERNAL_ERROR");
        assertThat(log.lines("ERROR", "")).isEmpty();
    }

    @Test
    void aJobThatCannotEvenBeAnsweredIsSkippedAndLogged() throws Exception {
        Job job =
                new Job(() -> {
                    throw new IllegalStateException("as asked");
                });
        job.defectiveAnswer = true;
        assertThat(settle(job)).isFalse();
        assertThat(did).isEmpty();
        assertThat(log.lines("ERROR", "job skipped without a result", "game_id=chess")).hasSize(1);
    }

    @Test
    void aJobThatPostgresRefusesWhileItAcceptsOtherWorkIsGivenUp() throws Exception {
        Job job =
                new Job(() -> {
                    did.add("try");
                    throw refused();
                });
        assertThat(settle(job)).isTrue();
        assertThat(did).last().isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(did).hasSizeGreaterThan(2);
    }

    @Test
    void aJobIsTriedWithoutLimitWhilePostgresRefusesAllWork() throws Exception {
        store.refuseAll(true);
        Deadline refusal = Deadline.in(BUDGET.multipliedBy(3));
        Job job =
                new Job(() -> {
                    if (!refusal.past()) {
                        throw refused();
                    }
                    did.add("done");
                });
        assertThat(settle(job)).isTrue();
        assertThat(did).containsExactly("done");
    }

    @Test
    void anOutageOfPostgresStartsTheTimeOfARefusedJobAgain() throws Exception {
        Deadline outage = Deadline.in(BUDGET.multipliedBy(3));
        Job job =
                new Job(() -> {
                    if (did.isEmpty()) {
                        did.add("refused");
                        throw refused();
                    }
                    if (!outage.past()) {
                        throw away(Dependency.POSTGRES);
                    }
                    did.add("done");
                });
        assertThat(settle(job)).isTrue();
        assertThat(did).containsExactly("refused", "done");
    }

    @Test
    void aJobWhoseAnswerIsRefusedTooIsSkippedAndLogged() throws Exception {
        Job job =
                new Job(() -> {
                    throw refused();
                });
        job.refusedAnswer = true;
        assertThat(settle(job)).isFalse();
        assertThat(did).isEmpty();
        assertThat(log.lines("ERROR", "job skipped without a result", "game_id=chess")).hasSize(1);
    }

    private static DependencyUnavailableException refused() {
        return new DependencyUnavailableException(
                Dependency.POSTGRES, "a trigger says no", null, "P0001", true);
    }

    @Test
    void anInterruptEndsTheAttemptsWhateverTheCallThrew() {
        for (RuntimeException thrown :
                List.of(
                        away(Dependency.REDIS),
                        new IllegalStateException("by interruption"),
                        new OwnershipLostException("by interruption"))) {
            Job job =
                    new Job(() -> {
                        did.add("try");
                        Thread.currentThread().interrupt();
                        throw thrown;
                    });
            assertThatThrownBy(() -> settle(job)).isInstanceOf(InterruptedException.class);
        }
        assertThat(did).hasSize(3);
        assertThat(log.lines("rtm.workers")).isEmpty();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static DependencyUnavailableException away(Dependency dependency) {
        return new DependencyUnavailableException(dependency, "away", null);
    }

    private boolean settle(Job job) throws InterruptedException {
        return settle(job, () -> false) == JobAttempts.End.SETTLED;
    }

    private JobAttempts.End settle(Job job, BooleanSupplier replaced) throws InterruptedException {
        jobs.put(job.decoded, job);
        return attempts.settle(
                job.decoded,
                new Origin.Job("runtime:start_jobs/1-0"),
                Optional.empty(),
                attempts.show(job.decoded, Instant.EPOCH),
                replaced);
    }

    private static final class Job {

        private static final Job UNKNOWN =
                new Job(() -> {
                    throw new AssertionError("nobody gave this job");
                });

        private final DecodedJob.Job decoded =
                new DecodedJob.Stop(new GameId("chess"), StopReason.CANCELLED);
        private final Runnable attempt;
        private String message = "";
        private int failuresOfGivingUp;
        private boolean defectiveAnswer;
        private boolean refusedAnswer;

        Job(Runnable attempt) {
            this.attempt = attempt;
        }
    }

    private final class Runner implements JobAttempts.Runner {

        @Override
        public void run(DecodedJob.Job job, Origin.Job origin) {
            jobs.getOrDefault(job, Job.UNKNOWN).attempt.run();
        }

        @Override
        public Duration patience(DecodedJob.Job job) {
            return BUDGET;
        }

        @Override
        public Duration patienceOfRefusals() {
            return BUDGET;
        }

        @Override
        public void giveUp(
                DecodedJob.Job given, Origin.Job origin, ErrorCode code, String message) {
            Job job = jobs.getOrDefault(given, Job.UNKNOWN);
            if (job.failuresOfGivingUp-- > 0) {
                throw away(Dependency.POSTGRES);
            }
            if (job.refusedAnswer) {
                throw refused();
            }
            if (job.defectiveAnswer) {
                throw new IllegalStateException("as asked");
            }
            job.message = message;
            did.add(code.name());
        }
    }
}
