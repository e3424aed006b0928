package rtm.workers.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.log.Outage;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.Origin;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.UnreadableRowException;
import rtm.domain.operation.CarriedOutElsewhereException;
import rtm.domain.operation.GameBusyException;
import rtm.domain.overview.PendingWork;
import rtm.domain.port.DependencyCheck;
import rtm.domain.rule.DecodedJob.Job;
import rtm.domain.time.Durations;
import rtm.workers.loop.Backoff;
import rtm.workers.loop.Interruption;
import rtm.workers.loop.Intervals;
import rtm.workers.loop.MessageSpans;
import rtm.workers.wiring.Wakeups;

/**
 * Tries a job until it is settled. While PostgreSQL is down or the game is busy, it tries without
 * limit; while any other dependency is away, until the job's patience is spent. A job on another
 * node is asked for until that node has settled it. A job that PostgreSQL refuses while it accepts
 * other work is tried for a limited time too: a trigger may refuse one game for good. A limited
 * number of games run at once; a job that waits for its next try does not count.
 */
public final class JobAttempts {

    private static final Log LOG = Log.of(JobAttempts.class);

    /** Of all jobs together that are on other nodes; signals say the rest. */
    private static final int LOOKS_A_SECOND = 100;

    private final Runner runner;
    private final Semaphore atWork;
    private final Backoff.Waits waits;
    private final MessageSpans spans;
    private final DependencyCheck store;
    private final PendingWork pending;
    private final Wakeups wakeups;
    private final AtomicInteger elsewhere = new AtomicInteger();
    private final Set<String> tried = ConcurrentHashMap.newKeySet();
    private final Map<Dependency, Outage> outages = new EnumMap<>(Dependency.class);

    /**
     * Tries jobs.
     *
     * @param store says whether PostgreSQL accepts work
     * @param pending shows what the jobs wait for
     * @param wakeups say when a job that is on another node is settled
     */
    public JobAttempts(
            Runner runner,
            int games,
            Backoff.Waits waits,
            MessageSpans spans,
            DependencyCheck store,
            PendingWork pending,
            Wakeups wakeups) {
        this.runner = runner;
        this.atWork = new Semaphore(games, true);
        this.waits = waits;
        this.spans = spans;
        this.store = store;
        this.pending = pending;
        this.wakeups = wakeups;
        for (Dependency dependency : Dependency.values()) {
            outages.put(
                    dependency,
                    new Outage(
                            LOG,
                            "dependency does not answer, retrying job",
                            "dependency answers again, jobs continue",
                            LogField.of("dependency", dependency.words())));
        }
    }

    /** Runs jobs. */
    interface Runner {

        /** Runs the job; the exception that it throws decides whether the job is tried again. */
        void run(Job job, Origin.Job origin) throws InterruptedException;

        /** Settles the job as failed, without acting. */
        void giveUp(Job job, Origin.Job origin, ErrorCode code, String message);

        /** How long the job is tried while a dependency other than PostgreSQL is away. */
        Duration patience(Job job);

        /** How long a job is tried while PostgreSQL refuses it and accepts other work. */
        Duration patienceOfRefusals();
    }

    /**
     * Shows that a job waits, until the entry is closed.
     *
     * @param since when it was asked for
     */
    PendingWork.Entry show(Job job, Instant since) {
        return pending.add(PendingWork.Work.of(job), since);
    }

    /** What became of a job. */
    enum End {
        /** It is settled. */
        SETTLED,
        /** It is skipped because defects prevented its result. */
        SKIPPED,
        /** It is on another node, and left to the process that reads the jobs now. */
        LEFT
    }

    /**
     * Returns once the job is settled, or its row is on another node.
     *
     * @param origin its reference, for the log
     * @param traceparent the trace that the job names
     * @param shown shows what it waits for, until it is settled
     */
    End settle(Job job, Origin.Job origin, Optional<String> traceparent, PendingWork.Entry shown)
            throws InterruptedException {
        return settle(job, origin, traceparent, shown, () -> true);
    }

    /**
     * The same of a job that was read; it is asked for until it is settled on another node.
     *
     * @param replaced whether another process reads the jobs by now
     */
    End settle(
            Job job,
            Origin.Job origin,
            Optional<String> traceparent,
            PendingWork.Entry shown,
            BooleanSupplier replaced)
            throws InterruptedException {
        tried.add(origin.reference());
        try (MessageSpans.Current span = spans.processing(origin.reference(), traceparent)) {
            try (shown) {
                return settle(
                        new JobAttempt(
                                job,
                                origin,
                                runner.patience(job),
                                runner.patienceOfRefusals(),
                                shown),
                        replaced);
            } catch (InterruptedException cutOff) {
                span.failed(cutOff);
                throw cutOff;
            }
        } finally {
            tried.remove(origin.reference());
        }
    }

    /** Whether the job of that row is being tried here; then it is taken as soon as it can be. */
    boolean isTried(OpenOperation row) {
        return row.sourceRef()
                .filter(reference ->
                        tried.contains(reference)
                                || tried.contains(reference.replaceFirst("#[0-9a-f]*$", "")))
                .isPresent();
    }

    private End settle(JobAttempt attempt, BooleanSupplier replaced) throws InterruptedException {
        Backoff backoff = new Backoff(waits);
        try {
            while (!attempt.isHopeless() && !isSkippedElsewhere(attempt)) {
                if (attempt(attempt)) {
                    return End.SETTLED;
                }
                if (attempt.elsewhere().isPresent() && replaced.getAsBoolean()) {
                    return End.LEFT;
                }
                pause(attempt, backoff);
            }
        } finally {
            attempt.elsewhere()
                    .ifPresent(row -> {
                        wakeups.forget(row);
                        elsewhere.decrementAndGet();
                    });
        }
        LOG.error("job skipped without a result", attempt.fields());
        return End.SKIPPED;
    }

    /** Then the node that has taken it cannot settle it; no other may. */
    private boolean isSkippedElsewhere(JobAttempt attempt) {
        return attempt.elsewhere().filter(wakeups::isSkipped).isPresent();
    }

    private void pause(JobAttempt attempt, Backoff backoff) throws InterruptedException {
        if (attempt.elsewhere().isPresent()) {
            wakeups.awaitClosed(attempt.elsewhere().get(), look(backoff));
        } else {
            backoff.pause();
        }
    }

    /** All jobs that wait for another node share a limit of looks a second. */
    private Duration look(Backoff backoff) {
        int seconds = elsewhere.get() / LOOKS_A_SECOND;
        return seconds == 0
                ? Durations.shorter(backoff.take(), Intervals.LOOK)
                : Intervals.LOOK.multipliedBy(1L + seconds);
    }

    private boolean attempt(JobAttempt attempt) throws InterruptedException {
        if (!atWork.tryAcquire()) {
            attempt.waiting.waitsFor("jobs of other games, as many as may run at once");
            atWork.acquire();
        }
        attempt.waiting.isTried();
        long tried = System.nanoTime();
        try {
            if (attempt.defects >= JobAttempt.MOST_DEFECTS) {
                runner.giveUp(
                        attempt.job,
                        attempt.origin,
                        ErrorCode.INTERNAL_ERROR,
                        "a defect in Runtime Manager; see its log for job "
                                + attempt.origin.reference());
            } else if (attempt.unreadable.isPresent()) {
                runner.giveUp(
                        attempt.job,
                        attempt.origin,
                        ErrorCode.INTERNAL_ERROR,
                        attempt.unreadable.orElseThrow());
            } else if (attempt.refusals.ended()) {
                runner.giveUp(
                        attempt.job,
                        attempt.origin,
                        ErrorCode.SERVICE_UNAVAILABLE,
                        attempt.refusals.last());
            } else if (attempt.patience.ended()) {
                attempt.missed.retainAll(EnumSet.of(Dependency.POSTGRES));
                runner.giveUp(
                        attempt.job,
                        attempt.origin,
                        ErrorCode.SERVICE_UNAVAILABLE,
                        attempt.patience.last());
            } else {
                runner.run(attempt.job, attempt.origin);
            }
            attempt.missed.forEach(dependency -> outage(dependency).ended());
            return true;
        } catch (CarriedOutElsewhereException there) {
            Interruption.check();
            attempt.elsewhere().ifPresentOrElse(wakeups::forget, () -> elsewhere.incrementAndGet());
            attempt.elsewhere(there);
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            attempt.missed(away);
            if (away.isRefusal() && acceptsOtherWork()) {
                attempt.refusedAlone(away);
            }
            outage(away.dependency()).failed(tried, away, attempt.fields());
        } catch (UnreadableRowException bad) {
            Interruption.check();
            attempt.unreadable(bad);
        } catch (GameBusyException | OwnershipLostException held) {
            Interruption.check();
            attempt.held(held);
        } catch (RuntimeException defect) {
            Interruption.check();
            attempt.failed(defect);
        } finally {
            atWork.release();
        }
        return false;
    }

    private boolean acceptsOtherWork() {
        try {
            store.check();
            return true;
        } catch (DependencyUnavailableException _) {
            return false;
        }
    }

    private Outage outage(Dependency dependency) {
        return Objects.requireNonNull(outages.get(dependency));
    }
}
