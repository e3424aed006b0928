package rtm.workers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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

/**
 * Compares all records with all containers: when the process begins to lead, at intervals, whenever
 * the stream of events was opened, and when the process has stood still. One comparison runs at a
 * time, and one more at most is pending.
 */
final class Reconciler implements NamedWorker {

    private static final Log LOG = Log.of(Reconciler.class);

    private final ReconcileRuntimes reconcile;
    private final GameRepairs repairs;
    private final DriftReport report;
    private final DaemonExitReport daemon;
    private final Schedule rhythm;
    private final Outage outage =
            new Outage(
                    LOG,
                    "records and containers cannot be compared",
                    "records and containers are compared again");
    private final AtomicReference<@Nullable Trigger> asked = new AtomicReference<>();
    private final Semaphore bell = new Semaphore(0);
    private final Semaphore initialPassEnds = new Semaphore(0);

    /**
     * When it looks.
     *
     * @param interval from one comparison to the next
     * @param heartbeat how often it looks whether the process stood still
     * @param standstill what counts as that
     * @param retries the waits between tries of a comparison that failed
     */
    record Schedule(
            Duration interval, Duration heartbeat, Duration standstill, Backoff.Waits retries) {}

    Reconciler(
            ReconcileRuntimes reconcile,
            GameRepairs repairs,
            DriftReport report,
            DaemonExitReport daemon,
            Schedule rhythm) {
        this.reconcile = reconcile;
        this.repairs = repairs;
        this.report = report;
        this.daemon = daemon;
        this.rhythm = rhythm;
    }

    /**
     * What a comparison came to.
     *
     * @param records how many records there are
     * @param containers how many containers of this service
     * @param adopted engines that the records did not know
     * @param disposed containers that were gone
     * @param observedExited engines that had ended
     * @param left drift that is not repaired yet, or cannot be
     */
    record Pass(
            int records, int containers, int adopted, int disposed, int observedExited, int left) {}

    /**
     * The first comparison of a term; waits for its repairs, at most so long.
     *
     * @throws DependencyUnavailableException if records and containers cannot be compared
     */
    Pass initialPass(Duration patience) throws InterruptedException {
        Survey survey = reconcile.survey();
        initialPassEnds.drainPermits();
        Tally tally = new Tally(survey, initialPassEnds::release);
        survey.drifts().forEach(drift -> begin(drift, Trigger.BOOT, tally));
        if (tally.waits()
                && !initialPassEnds.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.warn(
                    "not every record could be put right at once",
                    LogField.of("left", tally.left()));
        }
        daemon.report();
        return tally.pass();
    }

    /** Ends the wait of the initial pass. */
    void cancel() {
        initialPassEnds.release();
    }

    /** Asks for a comparison; returns at once. */
    void ask(Trigger occasion) {
        if (asked.compareAndSet(null, occasion)) {
            bell.release();
        }
    }

    @Override
    public String name() {
        return "reconciler";
    }

    @Override
    public List<LogField> settings() {
        return List.of(LogField.of("interval", rhythm.interval()));
    }

    /** Compares whenever it is time or asked to, until it is interrupted. */
    @Override
    public void run() throws InterruptedException {
        Deadline next = Deadline.in(rhythm.interval());
        while (true) {
            long before = System.nanoTime();
            boolean rung = bell.tryAcquire(rhythm.heartbeat().toNanos(), TimeUnit.NANOSECONDS);
            Duration slept = Duration.ofNanos(System.nanoTime() - before);
            if (rung) {
                pass(Optional.ofNullable(asked.getAndSet(null)).orElse(Trigger.INTERVAL));
            } else if (slept.compareTo(rhythm.standstill()) > 0) {
                LOG.warn("the process stood still", LogField.of("for", slept));
                pass(Trigger.PAUSE);
            }
            if (next.past()) {
                pass(Trigger.INTERVAL);
                next = Deadline.in(rhythm.interval());
            }
        }
    }

    private void pass(Trigger occasion) throws InterruptedException {
        Backoff backoff = new Backoff(rhythm.retries());
        while (true) {
            try {
                Survey survey = reconcile.survey();
                outage.ended();
                if (occasion == Trigger.INTERVAL) {
                    daemon.report();
                }
                Tally tally = new Tally(survey, daemon::report);
                if (!tally.waits()) {
                    daemon.report();
                }
                survey.drifts().forEach(drift -> begin(drift, occasion, tally));
                LOG.debug(
                        "records and containers compared",
                        LogField.of("occasion", occasion.wire()),
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

    private void begin(Drift drift, Trigger occasion, Tally tally) {
        switch (drift) {
            case Drift.None _ -> {}
            case Drift.InFlight(GameId gameId, _) -> repairs.found(gameId, occasion, _ -> {});
            case Drift.Adopt adopt ->
                    repairs.found(adopt.gameId(), occasion, done -> tally.ended(drift, done));
            case Drift.Dispose dispose ->
                    repairs.found(dispose.gameId(), occasion, done -> tally.ended(drift, done));
            case Drift.ObservedExited exited ->
                    repairs.found(exited.gameId(), occasion, done -> tally.ended(drift, done));
            case Drift.TwoRunning two -> repairs.found(two.gameId(), occasion, _ -> {});
            case Drift.InvalidLabel strange -> report.strange(strange);
        }
    }

    private static boolean repairable(Drift drift) {
        return switch (drift) {
            case Drift.Adopt _, Drift.Dispose _, Drift.ObservedExited _ -> true;
            case Drift.None _, Drift.InFlight _, Drift.TwoRunning _, Drift.InvalidLabel _ -> false;
        };
    }

    /** How far the repairs of one comparison are. */
    private static final class Tally {
        private final Survey survey;
        private final Runnable allEnded;
        private final Map<String, Integer> repaired = new TreeMap<>();
        private int awaited;

        Tally(Survey survey, Runnable allEnded) {
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
