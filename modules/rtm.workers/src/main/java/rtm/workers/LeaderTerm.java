package rtm.workers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import rtm.domain.daemon.DaemonExitReport;
import rtm.domain.health.JudgeInspections;
import rtm.domain.health.JudgeProbes;
import rtm.domain.health.ObserveRuntime;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.JobStream;
import rtm.domain.overview.PendingWork;
import rtm.domain.port.JobStreams;
import rtm.domain.reconcile.ReconcileRuntimes;
import rtm.domain.time.Deadline;
import rtm.workers.retention.EndingCleanup;
import rtm.workers.retention.OperationLogCleanup;

/**
 * The work of a process while it leads: first the initial pass over what earlier processes left,
 * then the workers. One object per term.
 */
final class LeaderTerm {

    /** Limit of the time reserved for the last publishing and saving. */
    private static final Duration LONGEST_RESERVE = Duration.ofSeconds(3);

    /** How often the process checks whether it was paused. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /** A longer time between two checks shows that the process was paused. */
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private static final Duration CUT_TIMEOUT = Duration.ofSeconds(3);
    private static final Log LOG = Log.of(LeaderTerm.class);

    private final JobStreams streams;
    private final OutboxRelay relay;
    private final WorkerSettings settings;
    private final WorkerMetrics metrics;
    private final PendingWork pending;
    private final Intervals intervals;
    private final GameMailboxes mailboxes = new GameMailboxes("game-");
    private final OffsetKeeper offsets;
    private final InterruptedOperations interrupted;
    private final DaemonExitReport daemonExits;
    private final JobReader reader;
    private final EndingOutputs endings;
    private final GameRepairs repairs;
    private final Reconciler reconciler;
    private final StateWatch states;
    private final List<NamedWorker> watchers;
    private final List<Worker> intake = new ArrayList<>();
    private final List<Worker> stoppedLast = new ArrayList<>();

    LeaderTerm(Collaborators collaborators, WorkerMetrics metrics, Intervals intervals) {
        this.intervals = intervals;
        this.streams = collaborators.streams();
        this.relay = collaborators.relay();
        this.settings = collaborators.settings();
        this.metrics = metrics;
        this.pending = collaborators.pending();
        this.offsets = new OffsetKeeper(streams, intervals.links());
        JobAttempts attempts =
                new JobAttempts(
                        new Jobs(
                                collaborators.useCases().startRuntime(),
                                collaborators.useCases().stopRuntime(),
                                settings.jobs().retryBudget()),
                        settings.jobs().maxConcurrency(),
                        intervals.jobs(),
                        metrics.spans(),
                        collaborators.store(),
                        pending);
        this.interrupted =
                new InterruptedOperations(
                        collaborators.useCases().finishInterrupted(),
                        mailboxes,
                        attempts,
                        metrics.spans(),
                        intervals.openOperations());
        Map<JobStream, JobConsumer> consumers = new EnumMap<>(JobStream.class);
        for (JobStream stream : JobStream.values()) {
            consumers.put(
                    stream,
                    new JobConsumer(
                            stream, streams.key(stream), mailboxes, attempts, pending, metrics));
        }
        this.reader =
                new JobReader(
                        streams,
                        consumers,
                        offsets,
                        new StreamPositions(streams, metrics, intervals.inspection()),
                        settings.jobs().readBlock(),
                        intervals.links(),
                        JobReader.WINDOW);
        this.daemonExits = collaborators.useCases().daemonExits();
        DriftReport report = new DriftReport(metrics);
        ReconcileRuntimes reconcile = collaborators.useCases().reconcileRuntimes();
        this.endings = new EndingOutputs(collaborators.useCases().endingKeeper());
        this.repairs = new GameRepairs(reconcile, report, endings, intervals.links());
        this.reconciler =
                new Reconciler(
                        reconcile,
                        repairs,
                        report,
                        daemonExits,
                        endings,
                        new Reconciler.Schedule(
                                settings.reconcileInterval(),
                                HEARTBEAT,
                                PAUSE,
                                intervals.links().longest(),
                                intervals.links()),
                        new ClockWatch(collaborators.clock(), System::nanoTime));
        this.states =
                new StateWatch(
                        collaborators.useCases().gameStates(),
                        settings.reconcileInterval(),
                        Thread::sleep);
        this.watchers = watchers(collaborators);
    }

    /** The workers that watch the engines, in the order of their log lines. */
    private List<NamedWorker> watchers(Collaborators collaborators) {
        ObserveRuntime observe = collaborators.useCases().observeRuntime();
        return List.of(
                new DockerEventsListener(
                        collaborators.events(),
                        repairs,
                        reconciler,
                        daemonExits,
                        collaborators.useCases().owner(),
                        metrics,
                        intervals),
                new InspectWorker(
                        collaborators.engines(),
                        settings.inspectInterval(),
                        new JudgeInspections(observe),
                        gameId -> repairs.found(gameId, Trigger.INSPECT, _ -> {}),
                        Thread::sleep),
                new ProbeWorker(
                        collaborators.engines(),
                        settings.probe(),
                        new JudgeProbes(observe, settings.probe().failuresThreshold()),
                        Thread::sleep),
                reconciler,
                new CleanupWorker(
                        collaborators.engines().records(),
                        settings.cleanup(),
                        collaborators.useCases().cleanupContainer()::cleanUpStoppedBefore,
                        new OperationLogCleanup(
                                collaborators.engines().operations(),
                                streams,
                                collaborators.engines().docker(),
                                settings.cleanup().operationLog(),
                                settings.cleanup().confirmation()),
                        new EndingCleanup(
                                collaborators.engines().endings(),
                                settings.cleanup().operationLog(),
                                settings.cleanup().confirmation()),
                        collaborators.clock(),
                        Thread::sleep));
    }

    /** Completes what earlier processes left; returns when that is done, timed out or cancelled. */
    void initialPass() throws InterruptedException {
        Deadline deadline = Deadline.in(intervals.initialPass());
        daemonExits.resume();
        InterruptedOperations.Pass pass = interrupted.initialPass(deadline.left());
        Reconciler.Pass drift = reconciler.initialPass(deadline.left());
        LOG.info(
                "reconciler initial pass completed",
                LogField.of("open_operations", pass.found()),
                LogField.of("finished", pass.finished()),
                LogField.of("records", drift.records()),
                LogField.of("containers", drift.containers()),
                LogField.of("adopted", drift.adopted()),
                LogField.of("disposed", drift.disposed()),
                LogField.of("observed_exited", drift.observedExited()),
                LogField.of("left", drift.left()));
    }

    /** Ends the wait of the initial pass. */
    void cancelInitialPass() {
        interrupted.cancel();
        reconciler.cancel();
    }

    /** Starts the workers, each with its log line. */
    void startWorkers() {
        stoppedLast.add(worker("outbox-relay", relay::run));
        stoppedLast.add(worker("offset-keeper", offsets::run));
        intake.add(worker("interrupted-operations", interrupted::run));
        intake.add(worker("state-watch", states::run));
        intake.add(worker("job-reader", reader::run));
        for (JobStream stream : JobStream.values()) {
            LOG.info(
                    "worker started",
                    LogField.of("worker", JobConsumer.name(stream)),
                    LogField.of("stream", streams.key(stream)),
                    LogField.of("read_block_timeout", settings.jobs().readBlock()),
                    LogField.of("max_concurrency", settings.jobs().maxConcurrency()),
                    LogField.of("retry_budget", settings.jobs().retryBudget()));
        }
        for (NamedWorker watcher : watchers) {
            intake.add(worker(watcher.name(), watcher::run));
            List<LogField> line = new ArrayList<>();
            line.add(LogField.of("worker", watcher.name()));
            line.addAll(watcher.settings());
            LOG.info("worker started", line.toArray(LogField[]::new));
        }
    }

    private Worker worker(String name, Worker.Body body) {
        return new Worker(name, metrics, intervals.restarts(), body).start();
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
        step("waking the reader", streams::wake);
        stop(intake, deadline.leftAfterReserve(reserve));
        mailboxes.close(deadline.leftAfterReserve(reserve));
        interrupted.close(deadline.leftAfterReserve(reserve));
        repairs.close(deadline.leftAfterReserve(reserve));
        endings.interrupt();
        stop(stoppedLast, deadline.left());
        step("flushing the outbox", () -> relay.flush(deadline.left()));
        step("saving the offsets", offsets::flush);
        logStopped();
    }

    /** Interrupts all work, because another process leads; that one completes it. */
    void cut() throws InterruptedException {
        stop(intake, CUT_TIMEOUT);
        mailboxes.close(Duration.ZERO);
        interrupted.close(Duration.ZERO);
        repairs.close(Duration.ZERO);
        endings.interrupt();
        stop(stoppedLast, CUT_TIMEOUT);
        logStopped();
    }

    /** Interrupts all work, without waiting for its end. */
    void interrupt() {
        intake.forEach(Worker::interrupt);
        stoppedLast.forEach(Worker::interrupt);
        mailboxes.interrupt();
        interrupted.interrupt();
        repairs.interrupt();
        endings.interrupt();
    }

    private static void stop(List<Worker> workers, Duration patience) throws InterruptedException {
        Deadline deadline = Deadline.in(patience);
        workers.forEach(Worker::interrupt);
        for (Worker worker : workers) {
            worker.stop(deadline.left());
        }
    }

    private static void step(String name, Runnable step) throws InterruptedException {
        try {
            step.run();
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            LOG.warn(
                    "a step of stopping the workers failed",
                    LogField.of("step", name),
                    LogField.of("error", away.text()));
        } catch (RuntimeException defect) {
            Interruption.check();
            LOG.defect("a step of stopping the workers failed", defect, LogField.of("step", name));
        }
    }

    private void logStopped() {
        pending.forgetJobs();
        for (JobStream stream : JobStream.values()) {
            LOG.info("worker stopped", LogField.of("worker", JobConsumer.name(stream)));
        }
        for (NamedWorker watcher : watchers) {
            LOG.info("worker stopped", LogField.of("worker", watcher.name()));
        }
    }
}
