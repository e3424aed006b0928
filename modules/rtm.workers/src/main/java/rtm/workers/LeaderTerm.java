package rtm.workers;

import java.time.Duration;
import rtm.domain.time.Deadline;
import rtm.workers.intake.JobAttempts;
import rtm.workers.intake.Jobs;
import rtm.workers.loop.GameMailboxes;
import rtm.workers.loop.Intervals;
import rtm.workers.loop.WorkerMetrics;

/**
 * The work of a process while it leads: first the initial pass over what earlier processes left,
 * then the workers. It has the intake and its node. One object per term.
 */
final class LeaderTerm {

    /** Limit of the time reserved for the last publishing and saving. */
    private static final Duration LONGEST_RESERVE = Duration.ofSeconds(3);

    private static final Duration CUT_TIMEOUT = Duration.ofSeconds(3);

    private final IntakeTerm intake;
    private final NodeTerm node;

    LeaderTerm(Collaborators collaborators, WorkerMetrics metrics, Intervals intervals) {
        GameWork work =
                new GameWork(
                        new GameMailboxes("game-"),
                        new JobAttempts(
                                new Jobs(
                                        collaborators.useCases().startRuntime(),
                                        collaborators.useCases().stopRuntime(),
                                        collaborators.settings().jobs().retryBudget()),
                                collaborators.settings().jobs().maxConcurrency(),
                                intervals.jobs(),
                                metrics.spans(),
                                collaborators.store(),
                                collaborators.pending()));
        this.intake = new IntakeTerm(collaborators, work, metrics, intervals);
        this.node = new NodeTerm(collaborators, work, metrics, intervals);
    }

    /** Completes what earlier processes left; returns when that is done, timed out or cancelled. */
    void initialPass() throws InterruptedException {
        node.initialPass();
    }

    /** Ends the wait of the initial pass. */
    void cancelInitialPass() {
        node.cancelInitialPass();
    }

    /** Starts the workers. */
    void startWorkers() {
        node.startKeepers();
        intake.startWorkers();
        node.startWatchers();
    }

    /**
     * Stops the intake, waits for running work, publishes messages and saves offsets, all within
     * the budget. The last two steps have a reserved share of it. Each step is tried, even if an
     * earlier one failed.
     */
    void end(Duration budget) throws InterruptedException {
        Deadline deadline = Deadline.in(budget);
        Duration share = budget.dividedBy(4);
        Duration reserve = share.compareTo(LONGEST_RESERVE) < 0 ? share : LONGEST_RESERVE;
        intake.stopReading(deadline.leftAfterReserve(reserve));
        node.stopWorkers(deadline.leftAfterReserve(reserve));
        node.finishWork(() -> deadline.leftAfterReserve(reserve));
        intake.flush(deadline);
        logStopped();
    }

    /** Interrupts all work, because another process leads; that one completes it. */
    void cut() throws InterruptedException {
        intake.cut(CUT_TIMEOUT);
        node.stopWorkers(CUT_TIMEOUT);
        node.finishWork(() -> Duration.ZERO);
        logStopped();
    }

    /** Interrupts all work, without waiting for its end. */
    void interrupt() {
        intake.interrupt();
        node.interrupt();
    }

    private void logStopped() {
        intake.logStopped();
        node.logStopped();
    }
}
