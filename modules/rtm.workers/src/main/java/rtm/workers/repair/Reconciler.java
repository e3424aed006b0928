package rtm.workers.repair;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import rtm.domain.daemon.DaemonExitReport;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.log.Outage;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.reconcile.ReconcileRuntimes;
import rtm.domain.reconcile.SurveyRuntimes.Survey;
import rtm.domain.rule.Drift;
import rtm.domain.time.Deadline;
import rtm.workers.loop.Backoff;
import rtm.workers.loop.Interruption;
import rtm.workers.loop.NamedWorker;
import rtm.workers.loop.Trigger;

/**
 * Compares all records with all containers: when the process starts to lead, periodically, after
 * the event stream was opened or an event could not be read, and after the process was paused. One
 * comparison runs at a time, and at most one more is pending.
 */
public final class Reconciler implements NamedWorker {

    private static final Log LOG = Log.of(Reconciler.class);

    private final ReconcileRuntimes reconcile;
    private final GameRepairs repairs;
    private final DriftReport report;
    private final DaemonExitReport daemon;
    private final EndingOutputs endings;
    private final Schedule schedule;
    private final ClockWatch clock;
    private final Outage outage =
            new Outage(
                    LOG,
                    "records and containers cannot be compared",
                    "records and containers are compared again");
    private final AtomicReference<@Nullable Trigger> requested = new AtomicReference<>();
    private final AtomicLong passes = new AtomicLong();
    private final Semaphore wakeUp = new Semaphore(0);
    private final Semaphore initialPassEnds = new Semaphore(0);

    /**
     * When to compare.
     *
     * @param interval between two comparisons
     * @param heartbeat how often to check whether the process was paused
     * @param pause a sleep longer than this shows that the process was paused
     * @param gap between a comparison and the next requested one, however often it is requested
     * @param retries the waits between tries of a failed comparison
     */
    public record Schedule(
            Duration interval,
            Duration heartbeat,
            Duration pause,
            Duration gap,
            Backoff.Waits retries) {}

    public Reconciler(
            ReconcileRuntimes reconcile,
            GameRepairs repairs,
            DriftReport report,
            DaemonExitReport daemon,
            EndingOutputs endings,
            Schedule schedule,
            ClockWatch clock) {
        this.reconcile = reconcile;
        this.repairs = repairs;
        this.report = report;
        this.daemon = daemon;
        this.endings = endings;
        this.schedule = schedule;
        this.clock = clock;
    }

    /**
     * The result of a comparison.
     *
     * @param records the number of records
     * @param containers the number of this service's containers
     * @param adopted running engines without a record that says so
     * @param disposed recorded containers that were missing
     * @param observedExited recorded engines that had ended
     * @param left drifts that are not repaired yet, or cannot be
     */
    public record Pass(
            int records, int containers, int adopted, int disposed, int observedExited, int left) {}

    /**
     * The first comparison of a term; waits for its repairs up to the given time.
     *
     * @throws DependencyUnavailableException if records and containers cannot be compared
     */
    public Pass initialPass(Duration patience) throws InterruptedException {
        Survey survey = reconcile.survey();
        initialPassEnds.drainPermits();
        RepairCounts tally = new RepairCounts(survey, initialPassEnds::release);
        survey.drifts().forEach(drift -> startRepair(drift, Trigger.BOOT, tally));
        if (tally.waits()
                && !initialPassEnds.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.warn("some drifts are not repaired yet", LogField.of("left", tally.left()));
        }
        daemon.report();
        return tally.pass();
    }

    /** Ends the wait of the initial pass. */
    public void cancel() {
        initialPassEnds.release();
    }

    /** Requests a comparison; returns at once. */
    public void request(Trigger trigger) {
        if (requested.compareAndSet(null, trigger)) {
            wakeUp.release();
        }
    }

    @Override
    public String name() {
        return "reconciler";
    }

    @Override
    public List<LogField> settings() {
        return List.of(LogField.of("interval", schedule.interval()));
    }

    /** Compares when it is time or requested, until it is interrupted. */
    @Override
    public void run() throws InterruptedException {
        Deadline next = Deadline.in(schedule.interval());
        Deadline gap = Deadline.in(Duration.ZERO);
        while (true) {
            long before = System.nanoTime();
            boolean woken = wakeUp.tryAcquire(schedule.heartbeat().toNanos(), TimeUnit.NANOSECONDS);
            clock.look();
            Duration slept = Duration.ofNanos(System.nanoTime() - before);
            if (woken) {
                Thread.sleep(gap.left());
                pass(Optional.ofNullable(requested.getAndSet(null)).orElse(Trigger.INTERVAL));
                gap = Deadline.in(schedule.gap());
            } else if (slept.compareTo(schedule.pause()) > 0) {
                LOG.warn("process was paused", LogField.of("for", slept));
                pass(Trigger.PAUSE);
            }
            if (next.past()) {
                pass(Trigger.INTERVAL);
                next = Deadline.in(schedule.interval());
            }
        }
    }

    private void pass(Trigger trigger) throws InterruptedException {
        Backoff backoff = new Backoff(schedule.retries());
        long number = passes.incrementAndGet();
        while (true) {
            try {
                Survey survey = reconcile.survey();
                outage.ended();
                if (trigger == Trigger.INTERVAL) {
                    daemon.report();
                }
                RepairCounts tally = new RepairCounts(survey, () -> repaired(number));
                if (!tally.waits()) {
                    daemon.report();
                }
                survey.drifts().forEach(drift -> startRepair(drift, trigger, tally));
                endings.lookAtAll();
                LOG.debug(
                        "records and containers compared",
                        LogField.of("occasion", trigger.wire()),
                        LogField.of("records", survey.records()),
                        LogField.of("containers", survey.containers()),
                        LogField.of("drifts", survey.drifts().size()));
                return;
            } catch (DependencyUnavailableException away) {
                Interruption.check();
                outage.failed(away);
                backoff.pause();
            }
        }
    }

    /** A later comparison reports: it finds also what ended since this one. */
    private void repaired(long number) {
        if (number == passes.get() && requested.get() == null) {
            daemon.report();
        }
    }

    private void startRepair(Drift drift, Trigger trigger, RepairCounts tally) {
        switch (drift) {
            case Drift.None _ -> {}
            case Drift.InFlight(GameId gameId, _) -> repairs.found(gameId, trigger, _ -> {});
            case Drift.Adopt adopt ->
                    repairs.found(adopt.gameId(), trigger, done -> tally.ended(drift, done));
            case Drift.Dispose dispose ->
                    repairs.found(dispose.gameId(), trigger, done -> tally.ended(drift, done));
            case Drift.ObservedExited exited ->
                    repairs.found(exited.gameId(), trigger, done -> tally.ended(drift, done));
            case Drift.Renamed renamed ->
                    repairs.found(renamed.gameId(), trigger, done -> tally.ended(drift, done));
            case Drift.Detached detached ->
                    repairs.found(detached.gameId(), trigger, done -> tally.ended(drift, done));
            case Drift.TwoRunning two -> repairs.found(two.gameId(), trigger, _ -> {});
            case Drift.ForeignNode foreign -> repairs.found(foreign.gameId(), trigger, _ -> {});
            case Drift.InvalidLabel invalid -> report.invalidLabel(invalid);
        }
    }

    private static boolean repairable(Drift drift) {
        return switch (drift) {
            case Drift.Adopt _,
                    Drift.Dispose _,
                    Drift.ObservedExited _,
                    Drift.Renamed _,
                    Drift.Detached _ ->
                    true;
            case Drift.None _,
                    Drift.InFlight _,
                    Drift.TwoRunning _,
                    Drift.ForeignNode _,
                    Drift.InvalidLabel _ ->
                    false;
        };
    }

    /** The progress of the repairs of one comparison. */
    private static final class RepairCounts {
        private final Survey survey;
        private final Runnable allEnded;
        private final Map<String, Integer> repaired = new TreeMap<>();
        private int awaited;

        RepairCounts(Survey survey, Runnable allEnded) {
            this.survey = survey;
            this.allEnded = allEnded;
            for (Drift drift : survey.drifts()) {
                awaited += repairable(drift) ? 1 : 0;
            }
        }

        synchronized void ended(Drift found, Optional<Drift> repaired) {
            awaited--;
            if (repaired.isPresent()) {
                found.kind().ifPresent(kind -> this.repaired.merge(kind, 1, Integer::sum));
            }
            if (awaited == 0) {
                allEnded.run();
            }
        }

        synchronized boolean waits() {
            return awaited > 0;
        }

        synchronized int left() {
            return survey.drifts().size() - sum();
        }

        private int sum() {
            return repaired.values().stream().mapToInt(Integer::intValue).sum();
        }

        synchronized Pass pass() {
            return new Pass(
                    survey.records(),
                    survey.containers(),
                    repaired.getOrDefault("adopt", 0),
                    repaired.getOrDefault("dispose", 0),
                    repaired.getOrDefault("observed_exited", 0),
                    left());
        }
    }
}
