package rtm.domain.model;

import java.util.Optional;

/**
 * What the processes of one container use. A value is empty if it is unknown, and a limit also if
 * there is none.
 *
 * @param source where it was read
 * @param cpuMillicores thousandths of a core, over a fraction of a second
 * @param cpuLimitMillicores the most that it may use
 * @param memoryBytes memory in use, without file contents that the kernel can drop
 * @param memoryLimitBytes the most that it may use
 * @param pids its processes and threads
 * @param pidsLimit the most that it may have
 */
public record EngineUsage(
        Source source,
        Optional<Long> cpuMillicores,
        Optional<Long> cpuLimitMillicores,
        Optional<Long> memoryBytes,
        Optional<Long> memoryLimitBytes,
        Optional<Long> pids,
        Optional<Long> pidsLimit) {

    /** Where values are read. */
    public enum Source implements WireName {
        /** The kernel's files about the container. */
        CGROUP,
        /** Docker's own answer. */
        DOCKER
    }
}
