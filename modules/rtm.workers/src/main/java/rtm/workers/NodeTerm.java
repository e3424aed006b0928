package rtm.workers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import rtm.domain.daemon.DaemonExitReport;
import rtm.domain.health.JudgeInspections;
import rtm.domain.health.JudgeProbes;
import rtm.domain.health.ObserveRuntime;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.reconcile.ReconcileRuntimes;
import rtm.domain.time.Deadline;
import rtm.workers.intake.InterruptedOperations;
import rtm.workers.loop.Intervals;
import rtm.workers.loop.NamedWorker;
import rtm.workers.loop.Trigger;
import rtm.workers.loop.WakeableSleep;
import rtm.workers.loop.WorkerGroup;
import rtm.workers.loop.WorkerMetrics;
import rtm.workers.repair.ClockWatch;
import rtm.workers.repair.DriftReport;
import rtm.workers.repair.EndingOutputs;
import rtm.workers.repair.GameRepairs;
import rtm.workers.repair.Reconciler;
import rtm.workers.retention.CleanupWorker;
import rtm.workers.retention.EndingCleanup;
import rtm.workers.retention.OperationLogCleanup;
import rtm.workers.watch.DockerEventsListener;
import rtm.workers.watch.InspectWorker;
import rtm.workers.watch.NodeBeat;
import rtm.workers.watch.ProbeWorker;
import rtm.workers.watch.StateWatch;
import rtm.workers.wiring.WorkerSettings;

/**
 * The work of the process that has a node: what earlier processes left there is completed, its
 * engines are watched, and its records are compared with its containers. One object per term.
 */
final class NodeTerm {

    /** How often the process checks whether it was paused. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /** A longer time between two checks shows that the process was paused. */
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private static final Log LOG = Log.of(NodeTerm.class);

    private final WorkerSettings settings;
    private final WorkerMetrics metrics;
    private final Intervals intervals;
    private final GameWork work;
    private final InterruptedOperations interrupted;
    private final DaemonExitReport daemonExits;
    private final EndingOutputs endings;
    private final GameRepairs repairs;
    private final Reconciler reconciler;
    private final StateWatch states;
    private final Optional<NodeBeat> beat;
    private final List<NamedWorker> watchers;
    private final WorkerGroup workers;

    NodeTerm(
            Collaborators collaborators,
            GameWork work,
            WorkerMetrics metrics,
            Intervals intervals) {
        this.intervals = intervals;
        this.settings = collaborators.settings();
        this.metrics = metrics;
        this.work = work;
        this.interrupted =
                new InterruptedOperations(
                        collaborators.useCases().finishInterrupted(),
                        work.mailboxes(),
                        work.attempts(),
                        metrics.spans(),
                        collaborators.wakeups(),
                        intervals.openOperations());
        this.daemonExits = collaborators.useCases().daemonExits();
        DriftReport report = new DriftReport(metrics, collaborators.useCases().names());
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
        WakeableSleep beats = new WakeableSleep();
        this.beat =
                collaborators
                        .others()
                        .map(nodes -> new NodeBeat(nodes, collaborators.node(), beats));
        this.watchers = watchers(collaborators, beats::wake);
        this.workers = new WorkerGroup(metrics, intervals.restarts());
    }

    /**
     * The workers that watch the engines, in the order of their log lines.
     *
     * @param dockerChanged says that Docker may have ended, or is back
     */
    private List<NamedWorker> watchers(Collaborators collaborators, Runnable dockerChanged) {
        ObserveRuntime observe = collaborators.useCases().observeRuntime();
        InspectWorker inspect =
                new InspectWorker(
                        collaborators.engines(),
                        settings.inspectInterval(),
                        new JudgeInspections(observe),
                        gameId -> repairs.found(gameId, Trigger.INSPECT, _ -> {}),
                        Thread::sleep);
        return List.of(
                new DockerEventsListener(
                        collaborators.events(),
                        repairs,
                        reconciler,
                        inspect::soon,
                        daemonExits,
                        collaborators.useCases().owner(),
                        dockerChanged,
                        metrics,
                        intervals),
                inspect,
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
                                collaborators.streams(),
                                collaborators.engines().docker(),
                                collaborators.node(),
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

    /** Starts the workers that complete and check what is there. */
    void startKeepers() {
        workers.start("interrupted-operations", interrupted::run);
        workers.start("state-watch", states::run);
        beat.ifPresent(one -> workers.start("node-beat", one::run));
    }

    /** Starts the workers that watch the engines, each with its log line. */
    void startWatchers() {
        for (NamedWorker watcher : watchers) {
            workers.start(watcher.name(), watcher::run);
            List<LogField> line = new ArrayList<>();
            line.add(LogField.of("worker", watcher.name()));
            line.addAll(watcher.settings());
            LOG.info("worker started", line.toArray(LogField[]::new));
        }
    }

    /** Looks at nothing more. */
    void stopWorkers(Duration patience) throws InterruptedException {
        workers.stop(patience);
    }

    /**
     * Waits for running operations and repairs, each for what is left then; what is unfinished is
     * interrupted.
     */
    void finishWork(Supplier<Duration> left) throws InterruptedException {
        work.mailboxes().close(left.get());
        interrupted.close(left.get());
        repairs.close(left.get());
        endings.interrupt();
    }

    /** Interrupts all work, without waiting for its end. */
    void interrupt() {
        workers.interrupt();
        work.mailboxes().interrupt();
        interrupted.interrupt();
        repairs.interrupt();
        endings.interrupt();
    }

    void logStopped() {
        for (NamedWorker watcher : watchers) {
            LOG.info("worker stopped", LogField.of("worker", watcher.name()));
        }
    }
}
