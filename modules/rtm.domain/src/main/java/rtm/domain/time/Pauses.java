package rtm.domain.time;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: not at all the first time, then longer each time up to a
 * bound. Half of each wait is left to chance, so that several are never in step. Not thread-safe.
 */
public final class Pauses {

    private final Duration first;
    private final Duration longest;
    private Duration next = Duration.ZERO;

    /** Pauses of this length after the first, up to the longest. */
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

    /** A try succeeded: the next pause is none again. */
    public void reset() {
        next = Duration.ZERO;
    }
}
