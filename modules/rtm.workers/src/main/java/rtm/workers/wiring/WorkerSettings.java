package rtm.workers.wiring;

import java.time.Duration;

/**
 * The settings of the workers.
 *
 * @param jobs how jobs are read and tried
 * @param inspectInterval between two inspections of the running containers
 * @param probe how the health of engines is probed
 * @param reconcileInterval between two comparisons of records and containers
 * @param cleanup how long containers are kept
 */
public record WorkerSettings(
        JobSettings jobs,
        Duration inspectInterval,
        Probe probe,
        Duration reconcileInterval,
        Cleanup cleanup) {

    /**
     * How jobs are read and tried.
     *
     * @param readBlock how long one read waits for an entry
     * @param maxConcurrency how many games run jobs at once
     * @param retryBudget how long a start is tried again while Docker, Redis or the state root is
     *     away; zero for one attempt
     */
    public record JobSettings(Duration readBlock, int maxConcurrency, Duration retryBudget) {}

    /**
     * How the health of engines is probed.
     *
     * @param interval between the starts of two rounds
     * @param timeout how long an engine may take to answer; shorter than the interval
     * @param failuresThreshold consecutive failures after which an engine counts as failing
     * @param maxConcurrency how many probes run at once
     */
    public record Probe(
            Duration interval, Duration timeout, int failuresThreshold, int maxConcurrency) {}

    /**
     * How long containers are kept.
     *
     * @param interval between two looks for old containers
     * @param retention how long the container of a stopped game is kept
     * @param operationLog how long closed rows of the operation log are kept; zero for always
     * @param confirmation how long after it was first found too old a container is removed, if it
     *     is still too old; by a monotonic clock
     */
    public record Cleanup(
            Duration interval, Duration retention, Duration operationLog, Duration confirmation) {}
}
