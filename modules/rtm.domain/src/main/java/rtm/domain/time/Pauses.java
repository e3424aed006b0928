package rtm.domain.time;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: no wait the first time, then longer each time up to a
 * bound. Half of each wait is random, so that several callers do not retry in step. Not
 * thread-safe.
 */
public final class Pauses {

    private final Duration first;
    private final Duration longest;
    private Duration next = Duration.ZERO;

    /** Pauses that start with this length after the first try and grow up to the longest. */
    public Pauses(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** The pause before the next try. */
    public Duration next() {
        long nanos = next.toNanos();
        next = next.isZero() ? first : Durations.shorter(next.multipliedBy(2), longest);
        return Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1));
    }

    /** A try succeeded: the next pause is zero again. */
    public void reset() {
        next = Duration.ZERO;
    }
}
