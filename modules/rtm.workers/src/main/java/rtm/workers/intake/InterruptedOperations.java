package rtm.workers.intake;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.Origin;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.overview.PendingWork;
import rtm.domain.rule.DecodedJob.Job;
import rtm.domain.usecase.FinishInterrupted;
import rtm.workers.loop.GameMailboxes;
import rtm.workers.loop.Interruption;
import rtm.workers.loop.MessageSpans;
import rtm.workers.loop.WaitingGames;
import rtm.workers.wiring.Wakeups;

/**
 * Finishes interrupted operations, at the start of a term and periodically.
 *
 * <p>In the initial pass, jobs go to their game's mailbox, before all new entries. Jobs that are
 * found later are finished outside the mailboxes, because a job in the mailbox may wait for this
 * very row. HTTP calls are finished in parallel.
 */
public final class InterruptedOperations {

    private static final Log LOG = Log.of(InterruptedOperations.class);

    private final FinishInterrupted finish;
    private final GameMailboxes mailboxes;
    private final JobAttempts attempts;
    private final MessageSpans spans;
    private final Wakeups wakeups;
    private final Duration interval;
    private final GameMailboxes beside = new GameMailboxes("finish-");
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    private final Set<Long> skipped = ConcurrentHashMap.newKeySet();
    private final Set<Long> warned = ConcurrentHashMap.newKeySet();
    private final WaitingGames waiting =
            new WaitingGames(
                    LOG,
                    "interrupted operation could not be finished yet",
                    "all interrupted operations that waited are finished");
    private final Semaphore passEnds = new Semaphore(0);

    public InterruptedOperations(
            FinishInterrupted finish,
            GameMailboxes mailboxes,
            JobAttempts attempts,
            MessageSpans spans,
            Wakeups wakeups,
            Duration interval) {
        this.finish = finish;
        this.mailboxes = mailboxes;
        this.attempts = attempts;
        this.spans = spans;
        this.wakeups = wakeups;
        this.interval = interval;
    }

    /**
     * The initial pass.
     *
     * @param found the number of interrupted operations
     * @param finished how many of them are closed now; jobs may still be running
     */
    public record Pass(int found, int finished) {}

    /**
     * Puts jobs back into their mailboxes, also those of an earlier term of this process, finishes
     * HTTP calls, and waits for these up to the given time.
     *
     * @throws DependencyUnavailableException if the open operations cannot be read
     */
    public Pass initialPass(Duration patience) throws InterruptedException {
        FinishInterrupted.Open open = finish.open();
        List<OpenOperation> calls = open.calls();
        open.jobs().forEach(row -> resume(row, mailboxes));
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
                    "some interrupted calls are not finished yet",
                    LogField.of("left", awaited.get()));
        }
        return new Pass(open.jobs().size() + calls.size(), finished.get());
    }

    /** Looks periodically, and when a job is assigned, until it is interrupted. */
    public void run() throws InterruptedException {
        while (true) {
            wakeups.awaitAssigned(interval);
            try {
                FinishInterrupted.Open open = finish.open();
                open.left().stream()
                        .filter(row -> !row.untaken() || !attempts.isTried(row))
                        .forEach(row -> resume(row, beside));
                reportSkipped(open.jobs());
                waiting.keepOnly(
                        open.calls().stream()
                                .map(OpenOperation::gameId)
                                .collect(Collectors.toSet()));
                open.calls().forEach(call -> finish(call, _ -> {}));
            } catch (DependencyUnavailableException away) {
                Interruption.check();
                LOG.debug("cannot read open operations", LogField.of("error", away.text()));
            }
        }
    }

    /** Otherwise the process that read a job would wait for its result without limit. */
    private void reportSkipped(List<OpenOperation> open) {
        if (!skipped.isEmpty()) {
            List<OpenOperation> still =
                    open.stream().filter(row -> skipped.contains(row.row())).toList();
            skipped.retainAll(still.stream().map(OpenOperation::row).toList());
            still.forEach(finish::reportSkipped);
        }
    }

    /** Ends the wait of the initial pass. */
    public void cancel() {
        passEnds.release();
    }

    /** Waits for running operations up to the given time, then interrupts them. */
    public void close(Duration patience) throws InterruptedException {
        beside.close(patience);
    }

    /** Interrupts running operations, without waiting for their end. */
    public void interrupt() {
        beside.interrupt();
    }

    private void resume(OpenOperation row, GameMailboxes where) {
        if (!underWay.add(row.row())) {
            return;
        }
        LOG.info(
                row.untaken() ? "carrying out assigned job" : "resuming interrupted job",
                LogField.of("game_id", row.gameId()),
                LogField.of("operation_id", row.id()),
                LogField.of("job", row.sourceRef().orElse("")));
        Origin.Job origin = new Origin.Job(row.sourceRef().orElseThrow());
        boolean taken =
                where.submit(
                        row.gameId(),
                        () -> {
                            Job job = Jobs.of(row);
                            PendingWork.Entry shown = attempts.show(job, row.startedAt());
                            JobAttempts.End end =
                                    attempts.settle(job, origin, row.traceparent(), shown);
                            if (end == JobAttempts.End.SKIPPED) {
                                skipped.add(row.row());
                            } else {
                                underWay.remove(row.row());
                            }
                        });
        if (!taken) {
            underWay.remove(row.row());
        }
    }

    /** Receives whether the row of a call is closed, after one attempt. */
    @FunctionalInterface
    private interface FinishCallback {
        void attempted(boolean closed);
    }

    private void finish(OpenOperation call, FinishCallback callback) {
        if (!underWay.add(call.row())) {
            callback.attempted(false);
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
                                callback.attempted(closed);
                            }
                        });
        if (!taken) {
            underWay.remove(call.row());
            callback.attempted(false);
        }
    }

    private boolean close(OpenOperation call) throws InterruptedException {
        try {
            boolean closed = spans.finishing(call, () -> finish.finish(call));
            waiting.ended(call.gameId());
            return closed;
        } catch (DependencyUnavailableException | OwnershipLostException later) {
            Interruption.check();
            waiting.failed(call.gameId(), later, LogField.of("operation_id", call.id()));
        } catch (RuntimeException defect) {
            Interruption.check();
            if (warned.add(call.row())) {
                LOG.defect(
                        "interrupted operation could not be finished",
                        defect,
                        LogField.of("game_id", call.gameId()),
                        LogField.of("operation_id", call.id()));
            }
        }
        return false;
    }
}
