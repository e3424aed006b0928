package rtm.docker.usage;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineUsage;

/**
 * The last look at each container, for as long as callers come back. With an earlier look, one more
 * is enough; callers that come at the same time share it.
 */
final class RecentReadings {

    private final long freshNanos;
    private final long keptNanos;
    private final Map<ContainerId, Kept> readings = new HashMap<>();

    private record Kept(Reading reading, EngineUsage usage) {}

    /**
     * @param fresh how long a look answers others too
     * @param kept how long a look counts as the earlier one of two
     */
    RecentReadings(Duration fresh, Duration kept) {
        this.freshNanos = fresh.toNanos();
        this.keptNanos = kept.toNanos();
    }

    /**
     * What containers use that were looked at before; others are missing, and so are those that
     * cannot be seen any more.
     *
     * @param look looks at a container now
     */
    synchronized Map<ContainerId, EngineUsage> usages(
            Collection<ContainerId> containers, Function<ContainerId, Optional<Reading>> look) {
        long now = System.nanoTime();
        readings.values().removeIf(kept -> now - kept.reading().at() > keptNanos);
        Map<ContainerId, EngineUsage> used = new HashMap<>();
        for (ContainerId container : containers) {
            Optional.ofNullable(readings.get(container))
                    .flatMap(kept -> usage(container, kept, now, look))
                    .ifPresent(usage -> used.put(container, usage));
        }
        return used;
    }

    private Optional<EngineUsage> usage(
            ContainerId container,
            Kept kept,
            long now,
            Function<ContainerId, Optional<Reading>> look) {
        if (now - kept.reading().at() < freshNanos) {
            return Optional.of(kept.usage());
        }
        Optional<Reading> next = look.apply(container);
        if (next.isEmpty()) {
            readings.remove(container);
        }
        return next.map(reading -> keep(container, kept.reading(), reading));
    }

    /** What a container uses by two looks; the later one is kept. */
    synchronized EngineUsage keep(ContainerId container, Reading before, Reading now) {
        EngineUsage usage =
                new EngineUsage(
                        EngineUsage.Source.CGROUP,
                        now.millicoresSince(before),
                        now.cpuLimitMillicores(),
                        now.memoryBytes(),
                        now.memoryLimitBytes(),
                        now.pids(),
                        now.pidsLimit());
        readings.put(container, new Kept(now, usage));
        return usage;
    }
}
