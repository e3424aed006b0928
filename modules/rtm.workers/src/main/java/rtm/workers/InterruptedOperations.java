package rtm.workers;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.Origin;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.usecase.FinishInterrupted;

/**
 * Finishes operations that were cut off, at the beginning of a term and at intervals.
 *
 * <p>In the initial pass, jobs go to their game's mailbox, where they come before all new entries.
 * What is found later is finished beside the mailboxes: a job in the mailbox may be waiting for
 * just this row. Calls over HTTP are finished side by side.
 */
final class InterruptedOperations {

    private static final Log LOG = Log.of(InterruptedOperations.class);

    private final FinishInterrupted finish;
    private final GameMailboxes mailboxes;
    private final JobAttempts attempts;
    private final MessageSpans spans;
    private final Duration interval;
    private final GameMailboxes beside = new GameMailboxes("finish-");
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    private final Set<Long> told = ConcurrentHashMap.newKeySet();
    private final Semaphore passEnds = new Semaphore(0);

    InterruptedOperations(
            FinishInterrupted finish,
            GameMailboxes mailboxes,
            JobAttempts attempts,
            MessageSpans spans,
            Duration interval) {
        this.finish = finish;
        this.mailboxes = mailboxes;
        this.attempts = attempts;
        this.spans = spans;
        this.interval = interval;
    }

    /**
     * The initial pass.
     *
     * @param found how many were found
     * @param finished how many of them are closed now; jobs are at work still
     */
    record Pass(int found, int finished) {}

    /**
     * Puts jobs back into their mailboxes, and waits for the calls over HTTP that it finishes, at
     * most so long.
     *
     * @throws DependencyUnavailableException if it cannot be known what was left
     */
    Pass initialPass(Duration patience) throws InterruptedException {
        List<OpenOperation> left = finish.jobsLeftOpen();
        List<OpenOperation> calls = finish.callsInProgress();
        left.forEach(row -> resume(row, mailboxes));
        AtomicInteger finished = new AtomicInteger();
        AtomicInteger awaited = new AtomicInteger(calls.size());
        for (OpenOperation call : calls) {
            finish(
                    call,
                    closed -> {
                        finished.addAndGet(closed ? 1 : 0);
                        if (awaited.decrementAndGet() == 0) {
                            passEnds.release();
                        }
                    });
        }
        if (awaited.get() > 0 && !passEnds.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.warn(
                    "not every interrupted call could be finished at once",
                    LogField.of("left", awaited.get()));
        }
        return new Pass(left.size() + calls.size(), finished.get());
    }

    /** Looks at intervals, until it is interrupted. */
    void run() throws InterruptedException {
        while (true) {
            Thread.sleep(interval);
            try {
                finish.jobsLeftOpen().forEach(row -> resume(row, beside));
                finish.callsInProgress().forEach(call -> finish(call, _ -> {}));
            } catch (DependencyUnavailableException away) {
                Interruption.check();
                LOG.debug("open operations cannot be looked at", LogField.of("error", away.text()));
            }
        }
    }

    /** Ends the wait of the initial pass. */
    void cancel() {
        passEnds.release();
    }

    /** Lets what is at work end within the time given, and then interrupts it. */
    void close(Duration patience) throws InterruptedException {
        beside.close(patience);
    }

    /** Interrupts what is at work, without waiting for its end. */
    void interrupt() {
        beside.interrupt();
    }

    private void resume(OpenOperation row, GameMailboxes where) {
        if (!underWay.add(row.row())) {
            return;
        }
        LOG.info(
                "interrupted job is run again",
                LogField.of("game_id", row.gameId()),
                LogField.of("operation_id", row.id()),
                LogField.of("job", row.sourceRef().orElse("")));
        Origin.Job origin = new Origin.Job(row.sourceRef().orElseThrow());
        boolean taken =
                where.submit(
                        row.gameId(),
                        () -> {
                            if (attempts.settle(Jobs.of(row), origin, row.traceparent())) {
                                underWay.remove(row.row());
                            }
                        });
        if (!taken) {
            underWay.remove(row.row());
        }
    }

    /** Told whether the row of a call is closed, once it was tried. */
    @FunctionalInterface
    private interface Tried {
        void tell(boolean closed);
    }

    private void finish(OpenOperation call, Tried tried) {
        if (!underWay.add(call.row())) {
            tried.tell(false);
            return;
        }
        boolean taken =
                beside.submit(
                        call.gameId(),
                        () -> {
                            boolean closed = false;
                            try {
                                closed = close(call);
                            } finally {
                                underWay.remove(call.row());
                                tried.tell(closed);
                            }
                        });
        if (!taken) {
            underWay.remove(call.row());
            tried.tell(false);
        }
    }

    private boolean close(OpenOperation call) throws InterruptedException {
        try {
            return spans.finishing(call, () -> finish.finish(call));
        } catch (DependencyUnavailableException | OwnershipLostException later) {
            Interruption.check();
            tell(call, later);
        } catch (RuntimeException defect) {
            Interruption.check();
            if (told.add(call.row())) {
                LOG.defect(
                        "interrupted operation could not be finished",
                        defect,
                        LogField.of("game_id", call.gameId()),
                        LogField.of("operation_id", call.id()));
            }
        }
        return false;
    }

    private void tell(OpenOperation call, RuntimeException later) {
        LOG.warnOnce(
                told.add(call.row()),
                "interrupted operation could not be finished yet",
                LogField.of("game_id", call.gameId()),
                LogField.of("operation_id", call.id()),
                LogField.of("error", String.valueOf(later.getMessage())));
    }
}
