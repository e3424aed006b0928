package rtm.docker.usage;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One look at a container's control group.
 *
 * @param at when, in nanoseconds of no particular origin
 * @param cpuNanos processor time since the container started
 * @param cpuLimitMillicores the limit of processor time
 * @param memoryBytes memory in use
 * @param memoryLimitBytes its limit
 * @param pids processes and threads
 * @param pidsLimit their limit
 */
record Reading(
        long at,
        long cpuNanos,
        Optional<Long> cpuLimitMillicores,
        Optional<Long> memoryBytes,
        Optional<Long> memoryLimitBytes,
        Optional<Long> pids,
        Optional<Long> pidsLimit) {

    private static final long MICRO = 1_000;
    private static final long CORE = 1_000;

    /** Version 1 writes a number near the greatest one where there is no limit. */
    private static final long NO_LIMIT = 1L << 62;

    /** Looks now; empty if the container has no group here. */
    static Optional<Reading> of(CgroupFiles files, String container) {
        return files.unified() ? unified(files, container) : separate(files, container);
    }

    private static Optional<Reading> unified(CgroupFiles files, String container) {
        return files.group("", container)
                .flatMap(group ->
                        CgroupFiles.number(group.resolve("cpu.stat"), "usage_usec")
                                .map(micros -> unified(group, micros * MICRO)));
    }

    private static Reading unified(Path group, long cpuNanos) {
        return new Reading(
                System.nanoTime(),
                cpuNanos,
                cpuLimit(CgroupFiles.numbers(group.resolve("cpu.max"))),
                without(
                        CgroupFiles.number(group.resolve("memory.current")),
                        CgroupFiles.number(group.resolve("memory.stat"), "inactive_file")),
                CgroupFiles.number(group.resolve("memory.max")),
                CgroupFiles.number(group.resolve("pids.current")),
                CgroupFiles.number(group.resolve("pids.max")));
    }

    private static Optional<Reading> separate(CgroupFiles files, String container) {
        return files.group("cpuacct", container)
                .flatMap(group -> CgroupFiles.number(group.resolve("cpuacct.usage")))
                .map(nanos -> separate(files, container, nanos));
    }

    private static Reading separate(CgroupFiles files, String container, long cpuNanos) {
        Optional<Path> cpu = files.group("cpu", container);
        Optional<Path> memory = files.group("memory", container);
        Optional<Path> pids = files.group("pids", container);
        return new Reading(
                System.nanoTime(),
                cpuNanos,
                cpu.flatMap(group ->
                        cpuLimit(
                                List.of(
                                        CgroupFiles.number(group.resolve("cpu.cfs_quota_us")),
                                        CgroupFiles.number(group.resolve("cpu.cfs_period_us"))))),
                memory.flatMap(group ->
                        without(
                                CgroupFiles.number(group.resolve("memory.usage_in_bytes")),
                                CgroupFiles.number(
                                        group.resolve("memory.stat"), "total_inactive_file"))),
                memory.flatMap(group -> CgroupFiles.number(group.resolve("memory.limit_in_bytes")))
                        .filter(bytes -> bytes < NO_LIMIT),
                pids.flatMap(group -> CgroupFiles.number(group.resolve("pids.current"))),
                pids.flatMap(group -> CgroupFiles.number(group.resolve("pids.max"))));
    }

    /** Microseconds of processor time, and in how many microseconds it may use them. */
    private static Optional<Long> cpuLimit(List<Optional<Long>> quotaAndPeriod) {
        if (quotaAndPeriod.size() != 2) {
            return Optional.empty();
        }
        Optional<Long> quota = quotaAndPeriod.getFirst().filter(micros -> micros > 0);
        return quotaAndPeriod
                .getLast()
                .filter(period -> period > 0)
                .flatMap(period -> quota.map(micros -> micros * CORE / period));
    }

    private static Optional<Long> without(Optional<Long> all, Optional<Long> droppable) {
        return all.map(bytes -> Math.max(0, bytes - droppable.orElse(0L)));
    }

    /** The processor time since an earlier look, in thousandths of a core. */
    Optional<Long> millicoresSince(Reading earlier) {
        long nanos = at - earlier.at;
        return nanos <= 0 || cpuNanos < earlier.cpuNanos
                ? Optional.empty()
                : Optional.of((cpuNanos - earlier.cpuNanos) * CORE / nanos);
    }
}
