package rtm.workers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.usecase.FinishInterrupted;

/**
 * Finds operations that were cut off, at boot and at intervals: jobs go back to their game's
 * mailbox, calls over HTTP are finished side by side.
 */
final class InterruptedOperations {

    private static final Log LOG = Log.of(InterruptedOperations.class);

    private final FinishInterrupted finish;
    private final Jobs jobs;
    private final GameMailboxes mailboxes;
    private final JobAttempts attempts;
    private final Duration interval;
    private final Set<Long> resumed = new HashSet<>();

    InterruptedOperations(
            FinishInterrupted finish,
            Jobs jobs,
            GameMailboxes mailboxes,
            JobAttempts attempts,
            Duration interval) {
        this.finish = finish;
        this.jobs = jobs;
        this.mailboxes = mailboxes;
        this.attempts = attempts;
        this.interval = interval;
    }

    /**
     * One pass.
     *
     * @param found how many were found
     * @param finished how many of them are closed now; jobs are at work still
     */
    record Pass(int found, int finished) {}

    /** Looks once, and waits for the calls over HTTP that it finishes, at most so long. */
    Pass look(Duration patience) throws InterruptedException {
        int jobsFound = resumeJobs();
        List<OpenOperation> calls = finish.callsInProgress();
        AtomicInteger finished = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (OpenOperation call : calls) {
            threads.add(
                    Thread.ofVirtual()
                            .name("finish-" + call.gameId())
                            .start(() -> finish(call, finished)));
        }
        long deadline = System.nanoTime() + patience.toNanos();
        for (Thread thread : threads) {
            thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
        return new Pass(jobsFound + calls.size(), finished.get());
    }

    /** Looks at intervals, until it is interrupted. */
    void run() throws InterruptedException {
        while (true) {
            Thread.sleep(interval);
            try {
                look(interval);
            } catch (DependencyUnavailableException away) {
                LOG.debug("open operations cannot be looked at", Pair.of("error", away.text()));
            }
        }
    }

    private int resumeJobs() {
        List<OpenOperation> left = finish.jobsLeftOpen();
        for (OpenOperation row : left) {
            if (resumed.add(row.row())) {
                LOG.info(
                        "interrupted job is run again",
                        Pair.of("game_id", row.gameId()),
                        Pair.of("operation_id", row.id()),
                        Pair.of("job", row.sourceRef().orElse("")));
                JobAttempts.Job job = jobs.resume(row);
                mailboxes.submit(row.gameId(), () -> attempts.settle(job));
            }
        }
        return left.size();
    }

    private void finish(OpenOperation call, AtomicInteger finished) {
        try {
            if (finish.finish(call)) {
                finished.incrementAndGet();
            }
        } catch (DependencyUnavailableException | OwnershipLostException later) {
            LOG.warn(
                    "interrupted operation could not be finished yet",
                    Pair.of("game_id", call.gameId()),
                    Pair.of("operation_id", call.id()),
                    Pair.of("error", String.valueOf(later.getMessage())));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            LOG.defect(
                    "interrupted operation could not be finished",
                    defect,
                    Pair.of("game_id", call.gameId()));
        }
    }
}
