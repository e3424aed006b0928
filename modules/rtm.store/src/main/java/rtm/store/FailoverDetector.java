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
 * Whether the server behind the address does its work, as far as its answers tell. One that cannot
 * is left: every connection of the pool is renewed, at once the first time, then after growing
 * pauses until a write succeeds. What a write was refused is never made good by a read.
 */
final class FailoverDetector {

    private static final Log LOG = Log.of(FailoverDetector.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Outage outage =
            new Outage(LOG, "postgres does not do its work", "postgres does its work again");
    private final Pauses pauses = new Pauses(FIRST_PAUSE, LONGEST_PAUSE);
    private final Runnable leave;
    private @Nullable DependencyUnavailableException doubt;
    private long next = System.nanoTime();

    /** Leaves by renewing all connections. */
    FailoverDetector(Runnable leave) {
        this.leave = leave;
    }

    /** A call failed in a way that tells of the server. */
    void unwell(SqlAnswer answer, DependencyUnavailableException failure) {
        if (leaves(answer, failure)) {
            leave.run();
        }
    }

    private synchronized boolean leaves(SqlAnswer answer, DependencyUnavailableException failure) {
        doubt = failure;
        outage.met(failure);
        long now = System.nanoTime();
        if (answer != SqlAnswer.LEAVE || now - next < 0) {
            return false;
        }
        next = now + pauses.next().toNanos();
        return true;
    }

    /** A write succeeded. */
    synchronized void tookWrite() {
        if (doubt != null) {
            doubt = null;
            pauses.reset();
            outage.over();
        }
    }

    /** What work was refused, until a write succeeds. */
    synchronized Optional<DependencyUnavailableException> doubt() {
        return Optional.ofNullable(doubt)
                .map(seen ->
                        new DependencyUnavailableException(
                                Dependency.POSTGRES,
                                seen.text().substring(seen.text().indexOf(' ') + 1),
                                seen,
                                seen.reason()));
    }
}
