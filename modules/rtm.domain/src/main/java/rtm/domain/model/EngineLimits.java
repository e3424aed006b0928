package rtm.domain.model;

/**
 * What an engine's container may use at most.
 *
 * @param cpu processors
 * @param memory memory, with no swap on top
 * @param pids processes and threads, at least 1
 */
public record EngineLimits(CpuQuota cpu, MemorySize memory, long pids) {}
