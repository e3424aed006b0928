package rtm.workers;

import java.time.Duration;

/**
 * The settings of the job consumers and of the leader's other duties.
 *
 * @param jobsReadBlockTimeout how long one read of the job streams waits
 * @param jobsMaxConcurrency how many games have a job at work at once
 * @param jobRetryBudget how long a start is tried again while Docker or Redis is away
 */
public record WorkerSettings(
        Duration jobsReadBlockTimeout, int jobsMaxConcurrency, Duration jobRetryBudget) {}
