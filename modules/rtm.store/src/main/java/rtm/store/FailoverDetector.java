package rtm.store;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rtm.domain.log.Log;
import rtm.domain.log.Outage;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.time.Pauses;

/**
 * Decides by a server's answers whether it can do the work. If it cannot, all connections of the
 * pool are renewed, since the address may lead to another server by now: immediately the first
 * time, then after growing pauses until a write succeeds. A successful read does not clear a
 * refused write.
 */
final class FailoverDetector {

    private static final Log LOG = Log.of(FailoverDetector.class);
    private static final String DISK_FULL = "53100";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Outage outage =
            new Outage(LOG, "postgres refuses work", "postgres accepts work again");
    private final Pauses pauses = new Pauses(FIRST_PAUSE, LONGEST_PAUSE);
    private final Runnable leave;
    private long refusals;
    private boolean diskFull;
    private @Nullable DependencyUnavailableException refusal;
    private long next = System.nanoTime();

    /**
     * A trial of the server that is about to run.
     *
     * @param refusals how often work was refused before it
     * @param needsNewPages whether it must write so much that it does not fit into pages that
     *     exist: a full disk refused a write, and no trial has succeeded since
     */
    record Trial(long refusals, boolean needsNewPages) {}

    /** Leaves the server with an action that renews all connections. */
    FailoverDetector(Runnable leave) {
        this.leave = leave;
    }

    /** A call failed with an answer about the server. */
    void workRefused(SqlAnswer answer, DependencyUnavailableException failure) {
        if (leaves(answer, failure)) {
            leave.run();
        }
    }

    private synchronized boolean leaves(SqlAnswer answer, DependencyUnavailableException failure) {
        refusals++;
        refusal = failure;
        diskFull |= failure.reason().equals(DISK_FULL);
        outage.failed(failure);
        long now = System.nanoTime();
        if (answer != SqlAnswer.LEAVE || now - next < 0) {
            return false;
        }
        next = now + pauses.next().toNanos();
        return true;
    }

    /** A write succeeded. On a full disk that is no proof: it may fit into a page that exists. */
    synchronized void writeSucceeded() {
        if (!diskFull) {
            accepted();
        }
    }

    /** A trial may run now. */
    synchronized Trial trial() {
        return new Trial(refusals, diskFull);
    }

    /** A trial succeeded. What was refused while it ran, it did not try: that counts still. */
    synchronized void trialSucceeded(Trial trial) {
        if (trial.refusals() == refusals) {
            diskFull = false;
            accepted();
        }
    }

    private void accepted() {
        if (refusal != null) {
            refusal = null;
            pauses.reset();
            outage.ended();
        }
    }

    /** Why work was refused, until a write succeeds. */
    synchronized Optional<DependencyUnavailableException> refusal() {
        return Optional.ofNullable(refusal)
                .map(seen ->
                        new DependencyUnavailableException(
                                Dependency.POSTGRES,
                                seen.text().substring(seen.text().indexOf(' ') + 1),
                                seen,
                                seen.reason()));
    }
}
