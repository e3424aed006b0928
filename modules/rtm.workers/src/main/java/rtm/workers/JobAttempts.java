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
import rtm.domain.operation.GameBusyException;
import rtm.domain.rule.DecodedJob.Job;

/**
 * Tries a job until it is settled. While PostgreSQL is away, or the game is held elsewhere, it
 * waits without limit; while Docker or Redis is away, as long as the job's patience says. At most
 * so many games are at work at once; one that waits for its next try is not counted.
 */
final class JobAttempts {

    /** A defect may be a passing one; one that stays must not hold up the game for ever. */
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
                            "job is tried again, since a dependency does not answer",
                            "a dependency answers again to jobs",
                            LogField.of("dependency", dependency.words())));
        }
    }

    /** What each kind of job does. */
    interface Runner {

        /** Carries it out; what it throws decides whether it is tried again. */
        void run(Job job, Origin.Job origin) throws InterruptedException;

        /** Settles it as failed, without acting. */
        void giveUp(Job job, Origin.Job origin, ErrorCode code, String message);

        /** How long it is tried while Docker or Redis is away. */
        Duration patience(Job job);
    }

    /**
     * Returns once the job is settled.
     *
     * @param origin its reference, for the log
     * @param traceparent the trace that the job says it is part of
     * @return false if defects kept it from being settled, so that it is skipped
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

    private boolean settle(JobAttempt trial) throws InterruptedException {
        Backoff backoff = new Backoff(waits);
        while (trial.defects < 2 * MOST_DEFECTS) {
            if (attempt(trial)) {
                return true;
            }
            backoff.pause();
        }
        LOG.error("job is passed over without a result", trial.fields());
        return false;
    }

    private boolean attempt(JobAttempt trial) throws InterruptedException {
        atWork.acquire();
        long tried = System.nanoTime();
        try {
            if (trial.defects >= MOST_DEFECTS) {
                runner.giveUp(
                        trial.job,
                        trial.origin,
                        ErrorCode.INTERNAL_ERROR,
                        "a defect in Runtime Manager; its log has job " + trial.origin.reference());
            } else if (trial.patience.ended()) {
                trial.missed.retainAll(EnumSet.of(Dependency.POSTGRES));
                runner.giveUp(
                        trial.job,
                        trial.origin,
                        ErrorCode.SERVICE_UNAVAILABLE,
                        trial.patience.last());
            } else {
                runner.run(trial.job, trial.origin);
            }
            trial.missed.forEach(dependency -> outage(dependency).ended());
            return true;
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            trial.missed(away);
            outage(away.dependency()).failed(tried, away, trial.fields());
        } catch (GameBusyException | OwnershipLostException held) {
            Interruption.check();
            trial.held(String.valueOf(held.getMessage()));
        } catch (RuntimeException defect) {
            Interruption.check();
            trial.failed(defect);
        } finally {
            atWork.release();
        }
        return false;
    }

    private Outage outage(Dependency dependency) {
        return Objects.requireNonNull(outages.get(dependency));
    }

    /** How one job went so far. */
    private static final class JobAttempt {
        private final Job job;
        private final Origin.Job origin;
        private final Patience patience;
        private final Set<Dependency> missed = EnumSet.noneOf(Dependency.class);
        private int defects;
        private boolean toldHeld;

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

        /** One that is being given up has no claim to wait for. */
        void held(String cause) {
            patience.pause();
            if (defects >= MOST_DEFECTS) {
                defects++;
            }
            LOG.warnOnce(
                    !toldHeld,
                    "job is tried again, since its game is held",
                    fields(LogField.of("error", cause)));
            toldHeld = true;
        }

        void failed(RuntimeException defect) {
            patience.pause();
            defects++;
            LOG.defect("job failed by a defect", defect, fields(LogField.of("defects", defects)));
        }

        LogField[] fields(LogField... more) {
            LogField[] fields = new LogField[more.length + 2];
            fields[0] = LogField.of("game_id", job.gameId());
            fields[1] = LogField.of("job", origin.reference());
            System.arraycopy(more, 0, fields, 2, more.length);
            return fields;
        }
    }

    /** Is spent between two failures of Docker or Redis in a row, and by nothing else. */
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
