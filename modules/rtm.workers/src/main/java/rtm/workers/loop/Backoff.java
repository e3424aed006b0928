package rtm.workers.loop;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits longer after each failure, up to a limit, with random jitter. */
public final class Backoff {

    private final Waits waits;
    private Duration next;

    public Backoff(Waits waits) {
        this.waits = waits;
        this.next = waits.first();
    }

    /**
     * The shortest and the longest wait.
     *
     * @param first the wait after the first failure
     * @param longest the limit
     */
    public record Waits(Duration first, Duration longest) {}

    /** Waits between half and all of the current wait, at random. */
    public void pause() throws InterruptedException {
        Thread.sleep(take());
    }

    /** The next wait, for a caller that waits in another way. */
    public Duration take() {
        long nanos = next.toNanos();
        next = min(next.multipliedBy(2));
        return Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1));
    }

    /** Returns to the first wait, after a success. */
    public void reset() {
        next = waits.first();
    }

    private Duration min(Duration doubled) {
        return doubled.compareTo(waits.longest()) < 0 ? doubled : waits.longest();
    }
}
