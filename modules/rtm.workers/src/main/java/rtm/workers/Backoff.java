package rtm.workers;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits longer after each failure, up to a bound, and never quite in step with others. */
final class Backoff {

    private final Waits waits;
    private Duration next;

    Backoff(Waits waits) {
        this.waits = waits;
        this.next = waits.first();
    }

    /**
     * The bounds of the waits.
     *
     * @param first the wait after the first failure
     * @param longest the wait after many
     */
    record Waits(Duration first, Duration longest) {}

    /** Waits; half of the wait is left to chance. */
    void pause() throws InterruptedException {
        long nanos = next.toNanos();
        next = min(next.multipliedBy(2));
        Thread.sleep(
                Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1)));
    }

    /** Begins anew after a success. */
    void reset() {
        next = waits.first();
    }

    private Duration min(Duration doubled) {
        return doubled.compareTo(waits.longest()) < 0 ? doubled : waits.longest();
    }
}
