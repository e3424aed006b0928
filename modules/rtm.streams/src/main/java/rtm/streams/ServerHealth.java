package rtm.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.Outage;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.time.Pauses;
import rtm.streams.ErrorReply.Consequence;

/**
 * Decides by its answers whether the server behind the address can do the work. If it cannot, the
 * server is left: all connections are renewed, since new ones may lead to another server. This
 * happens immediately the first time, then after growing pauses until a write succeeds. A
 * successful read does not clear a refused write: a replica answers reads.
 */
final class ServerHealth {

    private static final Log LOG = Log.of(ServerHealth.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** How long an error may last before the server is left. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Outage outage = new Outage(LOG, "redis refuses work", "redis accepts work again");
    private final Pauses pauses = new Pauses(FIRST_PAUSE, LONGEST_PAUSE);
    private final List<Runnable> renewals = new ArrayList<>();
    private boolean known;
    private int era;
    private Optional<DependencyUnavailableException> refusal = Optional.empty();
    private long refusedSince;
    private long openAt = System.nanoTime();

    /**
     * Adds an action that renews a connection when the server is left; call it before using
     * connections.
     */
    void onLeave(Runnable renewal) {
        renewals.add(renewal);
    }

    /** The server works at boot; from now on changes are logged. */
    synchronized void logChanges() {
        known = true;
    }

    /** How many times the server was left; a connection belongs to one era. */
    synchronized int era() {
        return era;
    }

    /** Why no connection is opened now: the server was left a moment ago. */
    synchronized Optional<DependencyUnavailableException> paused() {
        return System.nanoTime() - openAt < 0 ? refusal() : Optional.empty();
    }

    /** Why work was refused, until a write succeeds. */
    synchronized Optional<DependencyUnavailableException> refusal() {
        return refusal.map(Failures::copy);
    }

    /** A write succeeded on a connection of the given era. */
    synchronized void writeSucceeded(int seenIn) {
        if (seenIn == era) {
            refusal = Optional.empty();
            pauses.reset();
            outage.ended();
        }
    }

    /**
     * The server cannot do the work right now.
     *
     * @param seenIn the era of the connection with the failure
     * @param failure the failure
     */
    void workRefused(int seenIn, Consequence consequence, DependencyUnavailableException failure) {
        if (leaves(seenIn, consequence, failure)) {
            renewals.forEach(Runnable::run);
        }
    }

    private synchronized boolean leaves(
            int seenIn, Consequence consequence, DependencyUnavailableException failure) {
        if (seenIn != era) {
            return false;
        }
        long now = System.nanoTime();
        if (refusal.isEmpty()) {
            refusedSince = now;
        }
        refusal = Optional.of(failure);
        if (known) {
            outage.failed(failure);
        }
        boolean leaves =
                consequence == Consequence.LEAVE || now - refusedSince > PATIENCE.toNanos();
        if (leaves) {
            era++;
            openAt = now + pauses.next().toNanos();
        }
        return leaves;
    }
}
