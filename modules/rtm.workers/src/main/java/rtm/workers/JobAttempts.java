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
import rtm.domain.model.GameId;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.operation.GameBusyException;

/**
 * Tries a job until it is settled. While PostgreSQL is away, or the game is held elsewhere, it
 * waits without limit; while Docker or Redis is away, as long as the job's patience says. At most
 * so many games are at work at once; one that waits for its next try is not counted.
 */
final class JobAttempts {

    /** A defect may be a passing one; one that stays must not hold up the game for ever. */
    private static final int MOST_DEFECTS = 5;

    private static final Log LOG = Log.of(JobAttempts.class);

    private final Semaphore atWork;
    private final Backoff.Waits waits;
    private final MessageSpans spans;
    private final Map<Dependency, Outage> outages = new EnumMap<>(Dependency.class);

    JobAttempts(int games, Backoff.Waits waits, MessageSpans spans) {
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

    /** One job, as it is tried. */
    interface Job {

        /** The game it is about. */
        GameId gameId();

        /** Its reference, for the log. */
        String reference();

        /** Carries it out; what it throws decides whether it is tried again. */
        void attempt() throws InterruptedException;

        /** How long it is tried while Docker or Redis is away. */
        Duration patience();

        /** Settles it as failed, without acting. */
        void giveUp(ErrorCode code, String message);
    }

    /**
     * Returns once the job is settled.
     *
     * @param traceparent what the job says of a trace that it is part of
     * @return false if defects kept it from being settled, so that it is passed over
     */
    boolean settle(Job job, Optional<String> traceparent) throws InterruptedException {
        return spans.processing(job.reference(), traceparent, () -> settle(job));
    }

    private boolean settle(Job job) throws InterruptedException {
        Trial trial = new Trial(job);
        Backoff backoff = new Backoff(waits);
        while (trial.defects < 2 * MOST_DEFECTS) {
            if (attempt(trial)) {
                return true;
            }
            backoff.pause();
        }
        LOG.error("job is passed over without a result", trial.pairs());
        return false;
    }

    private boolean attempt(Trial trial) throws InterruptedException {
        atWork.acquire();
        long tried = System.nanoTime();
        try {
            trial.run();
            trial.missed.forEach(dependency -> outage(dependency).over());
            return true;
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            trial.missed(away);
            outage(away.dependency()).met(tried, away, trial.pairs());
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

    /** How one job fared so far. */
    private static final class Trial {
        private final Job job;
        private final Patience patience;
        private final Set<Dependency> missed = EnumSet.noneOf(Dependency.class);
        private int defects;
        private boolean toldHeld;

        Trial(Job job) {
            this.job = job;
            this.patience = new Patience(job.patience());
        }

        void run() throws InterruptedException {
            if (defects >= MOST_DEFECTS) {
                job.giveUp(
                        ErrorCode.INTERNAL_ERROR,
                        "a defect in Runtime Manager; its log has job " + job.reference());
            } else if (patience.ended()) {
                missed.retainAll(EnumSet.of(Dependency.POSTGRES));
                job.giveUp(ErrorCode.SERVICE_UNAVAILABLE, patience.last());
            } else {
                job.attempt();
            }
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
            LogField[] pairs = pairs(LogField.of("error", cause));
            if (toldHeld) {
                LOG.debug("job is tried again, since its game is held", pairs);
            } else {
                LOG.warn("job is tried again, since its game is held", pairs);
            }
            toldHeld = true;
        }

        void failed(RuntimeException defect) {
            patience.pause();
            defects++;
            LOG.defect("job failed by a defect", defect, pairs(LogField.of("defects", defects)));
        }

        LogField[] pairs(LogField... more) {
            LogField[] pairs = new LogField[more.length + 2];
            pairs[0] = LogField.of("game_id", job.gameId());
            pairs[1] = LogField.of("job", job.reference());
            System.arraycopy(more, 0, pairs, 2, more.length);
            return pairs;
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
