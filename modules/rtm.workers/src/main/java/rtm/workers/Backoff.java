package rtm.workers;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits longer after each failure, up to a bound, and never quite in step with others. */
final class Backoff {

    private final Duration first;
    private final Duration longest;
    private Duration next;

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /** Waits; half of the wait is left to chance. */
    void pause() throws InterruptedException {
        long nanos = next.toNanos();
        next = min(next.multipliedBy(2));
        Thread.sleep(
                Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1)));
    }

    /** Begins anew after a success. */
    void reset() {
        next = first;
    }

    private Duration min(Duration doubled) {
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
