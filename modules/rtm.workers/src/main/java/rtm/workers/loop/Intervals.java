package rtm.workers.loop;

import java.time.Duration;

/**
 * How often the workers look and how long they wait. Constant in the program, shorter in tests.
 *
 * @param leadership between two checks of who leads, in a process that has not all duties
 * @param initialPass how long the initial pass waits for interrupted calls and repairs
 * @param openOperations between two looks for interrupted operations
 * @param inspection between two comparisons of offsets and streams
 * @param outbox between two looks at the outbox while this process commits nothing
 * @param refusedStream how long a stream that refused writes is not tried
 * @param soundStream how long a stream of events without a new event has to live to count as sound
 * @param links the waits between tries to reach a dependency
 * @param jobs the waits between tries of one job
 * @param restarts the waits before a failed worker is restarted
 */
public record Intervals(
        Duration leadership,
        Duration initialPass,
        Duration openOperations,
        Duration inspection,
        Duration outbox,
        Duration refusedStream,
        Duration soundStream,
        Backoff.Waits links,
        Backoff.Waits jobs,
        Backoff.Waits restarts) {

    private static final Duration FIRST_WAIT = Duration.ofMillis(100);

    /** How long nobody looks for what another node does, if its signal is lost. */
    public static final Duration LOOK = Duration.ofSeconds(1);

    /** The values of the program on the only node. */
    public static final Intervals USUAL = usual(Duration.ofSeconds(2));

    /** Those on one of several nodes, where others wake what they assign. */
    public static final Intervals AMONG_OTHERS = usual(Duration.ofSeconds(5));

    private static Intervals usual(Duration openOperations) {
        return new Intervals(
                Duration.ofMillis(500),
                Duration.ofSeconds(10),
                openOperations,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                new Backoff.Waits(FIRST_WAIT, Duration.ofSeconds(1)),
                new Backoff.Waits(FIRST_WAIT, Duration.ofSeconds(2)),
                new Backoff.Waits(FIRST_WAIT, Duration.ofSeconds(5)));
    }
}
