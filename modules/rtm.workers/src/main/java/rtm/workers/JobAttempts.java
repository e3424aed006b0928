package rtm.workers;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.usecase.GameBusyException;

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

    JobAttempts(int games, Backoff.Waits waits) {
        this.waits = waits;
        this.atWork = new Semaphore(games, true);
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

        /** Settles it as failed, once its patience has ended. */
        void giveUp(DependencyUnavailableException last);
    }

    /** Returns once the job is settled. */
    void settle(Job job) throws InterruptedException {
        Backoff backoff = new Backoff(waits);
        Patience patience = new Patience(job.patience());
        for (int defects = 0; defects < MOST_DEFECTS; ) {
            try {
                attempt(job, patience);
                return;
            } catch (DependencyUnavailableException away) {
                patience.note(away);
                tell(job, away.text());
            } catch (GameBusyException | OwnershipLostException held) {
                tell(job, String.valueOf(held.getMessage()));
            } catch (RuntimeException defect) {
                defects++;
                LOG.defect(
                        "job failed by a defect",
                        defect,
                        Pair.of("game_id", job.gameId()),
                        Pair.of("job", job.reference()),
                        Pair.of("tries_left", MOST_DEFECTS - defects));
            }
            backoff.pause();
        }
        LOG.error(
                "job is passed over without a result",
                Pair.of("game_id", job.gameId()),
                Pair.of("job", job.reference()));
    }

    private void attempt(Job job, Patience patience) throws InterruptedException {
        atWork.acquire();
        try {
            if (patience.ended()) {
                job.giveUp(patience.last());
            } else {
                job.attempt();
            }
        } finally {
            atWork.release();
        }
    }

    private static void tell(Job job, String cause) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        LOG.warn(
                "job is tried again",
                Pair.of("game_id", job.gameId()),
                Pair.of("job", job.reference()),
                Pair.of("error", cause));
    }

    /** Counts from the first time that Docker or Redis was away. */
    private static final class Patience {
        private final Duration whole;
        private long deadline;
        private @org.jspecify.annotations.Nullable DependencyUnavailableException last;

        Patience(Duration whole) {
            this.whole = whole;
        }

        void note(DependencyUnavailableException away) {
            if (away.dependency() == Dependency.POSTGRES) {
                return;
            }
            if (last == null) {
                deadline = System.nanoTime() + whole.toNanos();
            }
            last = away;
        }

        boolean ended() {
            return last != null && System.nanoTime() - deadline >= 0;
        }

        DependencyUnavailableException last() {
            return java.util.Objects.requireNonNull(last);
        }
    }
}
