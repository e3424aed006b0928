package rtm.workers;

import java.time.Duration;

/**
 * How often the workers look and how long they wait; fixed in the program, and shorter in tests.
 *
 * @param leadership from one look at who leads to the next
 * @param initialPass how long a term waits for calls that were cut off
 * @param openOperations from one look at operations that were cut off to the next
 * @param inspection from one comparison of offsets and streams to the next
 * @param outbox from one look at the outbox to the next, while nothing is committed here
 * @param refusedStream how long a stream is left alone that refused writes
 * @param links the waits between tries to reach Redis or PostgreSQL
 * @param jobs the waits between tries of one job
 * @param restarts the waits before a worker that failed is begun again
 */
record Intervals(
        Duration leadership,
        Duration initialPass,
        Duration openOperations,
        Duration inspection,
        Duration outbox,
        Duration refusedStream,
        Backoff.Waits links,
        Backoff.Waits jobs,
        Backoff.Waits restarts) {

    private static final Duration FIRST_WAIT = Duration.ofMillis(100);

    /** What the program keeps to. */
    static final Intervals USUAL =
            new Intervals(
                    Duration.ofMillis(500),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    new Backoff.Waits(FIRST_WAIT, Duration.ofSeconds(1)),
                    new Backoff.Waits(FIRST_WAIT, Duration.ofSeconds(2)),
                    new Backoff.Waits(FIRST_WAIT, Duration.ofSeconds(5)));
}
