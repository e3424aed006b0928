package rtm.workers;

import java.time.Duration;
import java.util.Optional;
import rtm.domain.time.Deadline;
import rtm.workers.intake.JobAttempts;
import rtm.workers.intake.Jobs;
import rtm.workers.loop.GameMailboxes;
import rtm.workers.loop.Intervals;
import rtm.workers.loop.WorkerMetrics;

/**
 * The work of a process while it has its node: first the initial pass over what earlier processes
 * left, then the workers. It has the intake too, always or for a while: the reader of jobs comes
 * and goes, and the jobs that run here go on. One object per term.
 */
final class LeaderTerm {

    /** Limit of the time reserved for the last publishing and saving. */
    private static final Duration LONGEST_RESERVE = Duration.ofSeconds(3);

    private static final Duration CUT_TIMEOUT = Duration.ofSeconds(3);

    private final Collaborators collaborators;
    private final WorkerMetrics metrics;
    private final Intervals intervals;
    private final GameWork work;
    private final NodeTerm node;
    private volatile Optional<IntakeTerm> intake = Optional.empty();

    LeaderTerm(Collaborators collaborators, WorkerMetrics metrics, Intervals intervals) {
        this.collaborators = collaborators;
        this.metrics = metrics;
        this.intervals = intervals;
        this.work =
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
                                collaborators.pending(),
                                collaborators.wakeups()));
        this.node = new NodeTerm(collaborators, work, metrics, intervals);
    }

    /** The process has the intake from now on; nothing is read yet. */
    void takeIntake() {
        intake = Optional.of(new IntakeTerm(collaborators, work, metrics, intervals));
    }

    /** Whether the process has the intake. */
    boolean hasIntake() {
        return intake.isPresent();
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
        if (intake.isPresent()) {
            startReading();
        } else {
            IntakeTerm.logStandingBy(collaborators.streams());
        }
        node.startWatchers();
    }

    /** Starts the workers of the intake. */
    void startReading() {
        intake.ifPresent(IntakeTerm::startWorkers);
    }

    /**
     * Ends the intake, because another process has it, and keeps the node. Jobs that run here go
     * on; those that wait are read by the other process.
     */
    void cutIntake() throws InterruptedException {
        Optional<IntakeTerm> lost = intake;
        intake = Optional.empty();
        if (lost.isPresent()) {
            lost.get().cut(CUT_TIMEOUT);
            lost.get().logStopped();
            IntakeTerm.logStandingBy(collaborators.streams());
        }
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
        Optional<IntakeTerm> reading = intake;
        if (reading.isPresent()) {
            reading.get().stopReading(deadline.leftAfterReserve(reserve));
        }
        node.stopWorkers(deadline.leftAfterReserve(reserve));
        node.finishWork(() -> deadline.leftAfterReserve(reserve));
        if (reading.isPresent()) {
            reading.get().flush(deadline);
        }
        logStopped();
    }

    /** Interrupts all work, because another process leads; that one completes it. */
    void cut() throws InterruptedException {
        Optional<IntakeTerm> reading = intake;
        if (reading.isPresent()) {
            reading.get().cut(CUT_TIMEOUT);
        }
        node.stopWorkers(CUT_TIMEOUT);
        node.finishWork(() -> Duration.ZERO);
        logStopped();
    }

    /** Interrupts all work, without waiting for its end. */
    void interrupt() {
        intake.ifPresent(IntakeTerm::interrupt);
        node.interrupt();
    }

    /** No job waits here any more. */
    private void logStopped() {
        collaborators.pending().forgetJobs();
        intake.ifPresent(IntakeTerm::logStopped);
        node.logStopped();
    }
}
