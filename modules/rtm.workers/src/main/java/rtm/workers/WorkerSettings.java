package rtm.workers;

import java.time.Duration;

/**
 * What is settled for the workers.
 *
 * @param jobs how jobs are taken
 * @param inspectInterval from one look at Docker's view of the running engines to the next
 * @param probe how engines are asked whether they are well
 * @param reconcileInterval from one comparison of records and containers to the next
 * @param cleanup how long containers are kept
 */
public record WorkerSettings(
        Jobs jobs,
        Duration inspectInterval,
        Probe probe,
        Duration reconcileInterval,
        Cleanup cleanup) {

    /**
     * How jobs are taken.
     *
     * @param readBlock how long one read waits for an entry
     * @param maxConcurrency how many games' jobs run side by side
     * @param retryBudget how long a start is tried again while a dependency is unreachable; zero
     *     for one attempt
     */
    public record Jobs(Duration readBlock, int maxConcurrency, Duration retryBudget) {}

    /**
     * How engines are asked whether they are well.
     *
     * @param interval from one round to the next
     * @param timeout how long an engine may take to answer; shorter than the interval
     * @param failuresThreshold failures in a row after which it counts as failing
     * @param maxConcurrency how many probes are under way at once
     */
    public record Probe(
            Duration interval, Duration timeout, int failuresThreshold, int maxConcurrency) {}

    /**
     * How long containers are kept.
     *
     * @param interval from one look for old ones to the next
     * @param retention how long the container of a stopped game is kept
     */
    public record Cleanup(Duration interval, Duration retention) {}
}
