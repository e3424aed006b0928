package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.time.Deadline;

class JobAttemptsTest {

    private static final Duration BUDGET = Duration.ofMillis(60);

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final JobAttempts attempts =
            new JobAttempts(2, WorkersWorld.waits(1, 2), new MessageSpans(OpenTelemetry.noop()));
    private final List<String> did = new ArrayList<>();

    @Test
    void theTimeThatPostgresIsAwayIsNotTakenFromTheBudget() throws Exception {
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
        assertThat(attempts.settle(job, Optional.empty())).isTrue();
        assertThat(did).containsExactly("docker away", "done");
    }

    @Test
    void theBudgetIsSpentByDockerAndRedisTogether() throws Exception {
        Job job =
                new Job(() -> {
                    did.add("try");
                    throw away(did.size() % 2 == 0 ? Dependency.DOCKER : Dependency.REDIS);
                });
        assertThat(attempts.settle(job, Optional.empty())).isTrue();
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
        assertThat(attempts.settle(job, Optional.empty())).isTrue();
        assertThat(did).containsExactly("SERVICE_UNAVAILABLE");
        assertThat(log.lines("INFO", "answers again", "dependency=postgres")).hasSize(1);
        assertThat(log.lines("INFO", "answers again", "dependency=docker")).isEmpty();
    }

    @Test
    void aGameThatIsHeldIsWaitedForWithoutLimitAndToldOnce() throws Exception {
        Job job =
                new Job(() -> {
                    did.add("try");
                    if (did.size() < 40) {
                        throw new OwnershipLostException("held elsewhere");
                    }
                });
        assertThat(attempts.settle(job, Optional.empty())).isTrue();
        assertThat(log.lines("WARN", "its game is held", "held elsewhere")).hasSize(1);
    }

    @Test
    void whatFailsLateByAnOutageThatIsOverIsNoOutageOfItsOwn() throws Exception {
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
        FutureTask<Boolean> other = new FutureTask<>(() -> attempts.settle(late, Optional.empty()));
        Thread.ofVirtual().start(other);

        attempts.settle(job, Optional.empty());
        over.countDown();
        other.get();

        assertThat(log.lines("WARN", "dependency=redis")).hasSize(1);
        assertThat(log.lines("INFO", "answers again", "dependency=redis")).hasSize(1);
    }

    @Test
    void aDefectThatPassesIsOvercome() throws Exception {
        Job job =
                new Job(() -> {
                    did.add("try");
                    if (did.size() < 4) {
                        throw new IllegalStateException("as asked");
                    }
                });
        assertThat(attempts.settle(job, Optional.empty())).isTrue();
        assertThat(did).hasSize(4);
    }

    @Test
    void aDefectThatStaysIsAnsweredAsSuch() throws Exception {
        Job job =
                new Job(() -> {
                    throw new IllegalStateException("as asked");
                });
        assertThat(attempts.settle(job, Optional.empty())).isTrue();
        assertThat(did).containsExactly("INTERNAL_ERROR");
        assertThat(log.lines("ERROR", "job failed by a defect")).hasSize(5);
    }

    @Test
    void aJobThatCannotEvenBeAnsweredIsPassedOverAndTold() throws Exception {
        Job job =
                new Job(() -> {
                    throw new IllegalStateException("as asked");
                });
        job.defectiveAnswer = true;
        assertThat(attempts.settle(job, Optional.empty())).isFalse();
        assertThat(did).isEmpty();
        assertThat(log.lines("ERROR", "passed over without a result", "game_id=chess")).hasSize(1);
    }

    @Test
    void anInterruptEndsTheTriesWhateverTheCallThrew() {
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
            assertThatThrownBy(() -> attempts.settle(job, Optional.empty()))
                    .isInstanceOf(InterruptedException.class);
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

    private final class Job implements JobAttempts.Job {

        private final Runnable attempt;
        private int failuresOfGivingUp;
        private boolean defectiveAnswer;

        Job(Runnable attempt) {
            this.attempt = attempt;
        }

        @Override
        public GameId gameId() {
            return new GameId("chess");
        }

        @Override
        public String reference() {
            return "runtime:start_jobs/1-0";
        }

        @Override
        public void attempt() {
            attempt.run();
        }

        @Override
        public Duration patience() {
            return BUDGET;
        }

        @Override
        public void giveUp(ErrorCode code, String message) {
            if (failuresOfGivingUp-- > 0) {
                throw away(Dependency.POSTGRES);
            }
            if (defectiveAnswer) {
                throw new IllegalStateException("as asked");
            }
            did.add(code.name());
        }
    }
}
