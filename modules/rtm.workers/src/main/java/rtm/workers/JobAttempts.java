package rtm.workers;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.log.Outage;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.Origin;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.UnreadableRowException;
import rtm.domain.operation.GameBusyException;
import rtm.domain.rule.DecodedJob.Job;

/**
 * Tries a job until it is settled. While PostgreSQL is down or the game is busy, it tries without
 * limit; while any other dependency is away, until the job's patience is spent. A limited number of
 * games run at once; a job that waits for its next try does not count.
 */
final class JobAttempts {

    /** A defect may be temporary; a permanent one must not block the game forever. */
    private static final int MOST_DEFECTS = 5;

    private static final Log LOG = Log.of(JobAttempts.class);

    private final Runner runner;
    private final Semaphore atWork;
    private final Backoff.Waits waits;
    private final MessageSpans spans;
    private final Map<Dependency, Outage> outages = new EnumMap<>(Dependency.class);

    JobAttempts(Runner runner, int games, Backoff.Waits waits, MessageSpans spans) {
        this.runner = runner;
        this.atWork = new Semaphore(games, true);
        this.waits = waits;
        this.spans = spans;
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
    }

    /**
     * Returns once the job is settled.
     *
     * @param origin its reference, for the log
     * @param traceparent the trace that the job names
     * @return false if the job is skipped because defects prevented its result
     */
    boolean settle(Job job, Origin.Job origin, Optional<String> traceparent)
            throws InterruptedException {
        try (MessageSpans.Current span = spans.processing(origin.reference(), traceparent)) {
            try {
                return settle(new JobAttempt(job, origin, runner.patience(job)));
            } catch (InterruptedException cutOff) {
                span.failed(cutOff);
                throw cutOff;
            }
        }
    }

    private boolean settle(JobAttempt attempt) throws InterruptedException {
        Backoff backoff = new Backoff(waits);
        while (attempt.defects < 2 * MOST_DEFECTS) {
            if (attempt(attempt)) {
                return true;
            }
            backoff.pause();
        }
        LOG.error("job skipped without a result", attempt.fields());
        return false;
    }

    private boolean attempt(JobAttempt attempt) throws InterruptedException {
        atWork.acquire();
        long tried = System.nanoTime();
        try {
            if (attempt.defects >= MOST_DEFECTS) {
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
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            attempt.missed(away);
            outage(away.dependency()).failed(tried, away, attempt.fields());
        } catch (UnreadableRowException bad) {
            Interruption.check();
            attempt.unreadable(bad);
        } catch (GameBusyException | OwnershipLostException held) {
            Interruption.check();
            attempt.held(String.valueOf(held.getMessage()));
        } catch (RuntimeException defect) {
            Interruption.check();
            attempt.failed(defect);
        } finally {
            atWork.release();
        }
        return false;
    }

    private Outage outage(Dependency dependency) {
        return Objects.requireNonNull(outages.get(dependency));
    }

    /** The failures of one job so far. */
    private static final class JobAttempt {
        private final Job job;
        private final Origin.Job origin;
        private final Patience patience;
        private final Set<Dependency> missed = EnumSet.noneOf(Dependency.class);
        private int defects;
        private boolean warnedHeld;
        private Optional<String> unreadable = Optional.empty();

        JobAttempt(Job job, Origin.Job origin, Duration patience) {
            this.job = job;
            this.origin = origin;
            this.patience = new Patience(patience);
        }

        void missed(DependencyUnavailableException away) {
            missed.add(away.dependency());
            if (away.dependency() == Dependency.POSTGRES) {
                patience.pause();
            } else {
                patience.spend(away);
            }
        }

        /** Waits for the game without limit, unless the job is already being given up. */
        void held(String cause) {
            patience.pause();
            if (defects >= MOST_DEFECTS) {
                defects++;
            }
            LOG.warnOnce(
                    !warnedHeld, "game is busy, retrying job", fields(LogField.of("error", cause)));
            warnedHeld = true;
        }

        /** It is given up at once; if the store refuses that for the same reason, like a defect. */
        void unreadable(UnreadableRowException bad) {
            if (unreadable.isPresent()) {
                defects++;
            }
            unreadable = Optional.of(bad.text());
        }

        void failed(RuntimeException defect) {
            patience.pause();
            defects++;
            LOG.defect(
                    "job failed because of a defect",
                    defect,
                    fields(LogField.of("defects", defects)));
        }

        LogField[] fields(LogField... more) {
            LogField[] fields = new LogField[more.length + 2];
            fields[0] = LogField.of("game_id", job.gameId());
            fields[1] = LogField.of("job", origin.reference());
            System.arraycopy(more, 0, fields, 2, more.length);
            return fields;
        }
    }

    /** Spends only the time between two failures of another dependency than PostgreSQL. */
    private static final class Patience {
        private Duration left;
        private @Nullable Long since;
        private String last = "";

        Patience(Duration whole) {
            this.left = whole;
        }

        void spend(DependencyUnavailableException away) {
            left = left();
            since = System.nanoTime();
            last = away.text();
        }

        void pause() {
            since = null;
        }

        boolean ended() {
            return since != null && !left().isPositive();
        }

        private Duration left() {
            return since == null ? left : left.minusNanos(System.nanoTime() - since);
        }

        String last() {
            return last;
        }
    }
}
