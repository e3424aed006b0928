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
 * The server behind the address, as far as its answers tell. One that cannot do the work is left:
 * all connections are renewed, not only the one that heard of it, since new ones may lead to
 * another server. That is done at once the first time, then after growing pauses until a write
 * succeeds. What a write was refused is never made good by a read: a replica answers those.
 */
final class ServerHealth {

    private static final Log LOG = Log.of(ServerHealth.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** What may pass on the same connection has done so by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Outage outage =
            new Outage(LOG, "redis does not do its work", "redis does its work again");
    private final Pauses pauses = new Pauses(FIRST_PAUSE, LONGEST_PAUSE);
    private final List<Runnable> renewals = new ArrayList<>();
    private boolean known;
    private int era;
    private Optional<DependencyUnavailableException> doubt = Optional.empty();
    private long doubtedSince;
    private long openAt = System.nanoTime();

    /** Renews one more connection whenever the server is left; call it before any is used. */
    void onLeave(Runnable renewal) {
        renewals.add(renewal);
    }

    /** The boot has found it well: from now on what changes is logged. */
    synchronized void greeted() {
        known = true;
    }

    /** How often the server was left; a connection belongs to one era. */
    synchronized int era() {
        return era;
    }

    /** Why no connection is made right now: the server was left a moment ago. */
    synchronized Optional<DependencyUnavailableException> barred() {
        return System.nanoTime() - openAt < 0 ? doubt() : Optional.empty();
    }

    /** What work was refused, until a write succeeds. */
    synchronized Optional<DependencyUnavailableException> doubt() {
        return doubt.map(Failures::again);
    }

    /** A write succeeded on a connection of that era. */
    synchronized void tookWrite(int seenIn) {
        if (seenIn == era) {
            doubt = Optional.empty();
            pauses.reset();
            outage.over();
        }
    }

    /**
     * The server cannot do the work right now.
     *
     * @param seenIn the era of the connection that heard of it
     * @param failure what it heard
     */
    void unwell(int seenIn, Consequence consequence, DependencyUnavailableException failure) {
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
        if (doubt.isEmpty()) {
            doubtedSince = now;
        }
        doubt = Optional.of(failure);
        if (known) {
            outage.met(failure);
        }
        boolean leaves =
                consequence == Consequence.LEAVE || now - doubtedSince > PATIENCE.toNanos();
        if (leaves) {
            era++;
            openAt = now + pauses.next().toNanos();
        }
        return leaves;
    }
}
