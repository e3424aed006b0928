package rtm.workers.intake;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Origin;
import rtm.domain.model.UnreadableRowException;
import rtm.domain.operation.CarriedOutElsewhereException;
import rtm.domain.overview.PendingWork;
import rtm.domain.rule.DecodedJob.Job;
import rtm.domain.rule.Placement;
import rtm.domain.text.Causes;
import rtm.domain.time.Deadline;

/** The failures of one job so far. */
final class JobAttempt {

    /** A defect may be temporary; a permanent one must not block the game forever. */
    static final int MOST_DEFECTS = 5;

    private static final Log LOG = Log.of(JobAttempt.class);

    final Job job;
    final Origin.Job origin;
    final Patience patience;
    final Refusals refusals;
    final PendingWork.Entry waiting;
    final Set<Dependency> missed = EnumSet.noneOf(Dependency.class);
    int defects;
    Optional<String> unreadable = Optional.empty();
    private boolean warnedHeld;
    private Optional<Long> elsewhere = Optional.empty();

    /**
     * A job that was not tried yet.
     *
     * @param patience how long it is tried while a dependency other than PostgreSQL is away
     * @param refused how long it is tried while PostgreSQL refuses it and accepts other work
     * @param waiting shows what it waits for
     */
    JobAttempt(
            Job job,
            Origin.Job origin,
            Duration patience,
            Duration refused,
            PendingWork.Entry waiting) {
        this.job = job;
        this.origin = origin;
        this.patience = new Patience(patience);
        this.refusals = new Refusals(refused);
        this.waiting = waiting;
    }

    /** Whether not even a result can be stored. */
    boolean isHopeless() {
        return defects >= 2 * MOST_DEFECTS || refusals.isHopeless();
    }

    void missed(DependencyUnavailableException away) {
        missed.add(away.dependency());
        waiting.waitsFor(
                Placement.isNoRoom(away)
                        ? "next node that has room"
                        : Causes.needed(away.dependency().words()));
        if (away.dependency() == Dependency.POSTGRES) {
            patience.pause();
            if (!away.isRefusal()) {
                refusals.forget();
            }
        } else {
            patience.spend(away);
        }
    }

    /** PostgreSQL refused it, and accepts other work. */
    void refusedAlone(DependencyUnavailableException refusal) {
        refusals.note(refusal.text());
    }

    /**
     * Another node carries it out, or is to. Only as long as no process there has taken it, its
     * patience is spent; the one that has taken it settles it.
     */
    void elsewhere(CarriedOutElsewhereException there) {
        elsewhere = Optional.of(there.row());
        if (there.isTaken()) {
            patience.pause();
            waiting.waitsFor("process on node %s, which carries it out".formatted(there.node()));
        } else {
            patience.spend(there.untaken());
            waiting.waitsFor("node %s, where the game is".formatted(there.node()));
        }
    }

    /** Its row on another node, as far as the last answer shows. */
    Optional<Long> elsewhere() {
        return elsewhere;
    }

    /** Waits for the game without limit, unless the job is already being given up. */
    void held(RuntimeException cause) {
        patience.pause();
        waiting.waitsFor("other operation on the game");
        if (defects >= MOST_DEFECTS) {
            defects++;
        }
        LOG.warnOnce(
                !warnedHeld,
                "game is busy, retrying job",
                fields(LogField.of("error", String.valueOf(cause.getMessage()))));
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
                "job failed because of a defect", defect, fields(LogField.of("defects", defects)));
    }

    LogField[] fields(LogField... more) {
        LogField[] fields = new LogField[more.length + 2];
        fields[0] = LogField.of("game_id", job.gameId());
        fields[1] = LogField.of("job", origin.reference());
        System.arraycopy(more, 0, fields, 2, more.length);
        return fields;
    }

    /** The time since the first refusal of PostgreSQL that concerns this game only. */
    static final class Refusals {
        private final Duration most;
        private Optional<Deadline> tries = Optional.empty();
        private Optional<Deadline> answers = Optional.empty();
        private String last = "";

        Refusals(Duration most) {
            this.most = most;
        }

        void note(String refusal) {
            last = refusal;
            if (tries.isEmpty()) {
                tries = Optional.of(Deadline.in(most));
            } else if (answers.isEmpty() && ended()) {
                answers = Optional.of(Deadline.in(most));
            }
        }

        void forget() {
            tries = Optional.empty();
            answers = Optional.empty();
        }

        /** Whether to store a failure as the result. */
        boolean ended() {
            return tries.filter(Deadline::past).isPresent();
        }

        /** Whether that was refused for as long. */
        boolean isHopeless() {
            return answers.filter(Deadline::past).isPresent();
        }

        String last() {
            return last;
        }
    }

    /** Spends only the time between two failures of another dependency than PostgreSQL. */
    static final class Patience {
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
