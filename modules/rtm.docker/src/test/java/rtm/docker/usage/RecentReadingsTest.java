package rtm.docker.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineUsage;

class RecentReadingsTest {

    private static final ContainerId ENGINE = new ContainerId("1f2a");
    private static final ContainerId OTHER = new ContainerId("3f4a");
    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicInteger looks = new AtomicInteger();
    private Optional<Reading> next = Optional.of(reading(0, 0));

    private static Reading reading(long ageNanos, long cpuNanos) {
        return new Reading(
                System.nanoTime() - ageNanos,
                cpuNanos,
                Optional.empty(),
                Optional.of(cpuNanos),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Map<ContainerId, EngineUsage> usages(RecentReadings recent) {
        return recent.usages(
                List.of(ENGINE, OTHER),
                _ -> {
                    looks.incrementAndGet();
                    return next;
                });
    }

    @Test
    void anUnknownContainerIsMissing() {
        assertThat(usages(new RecentReadings(LONG, LONG))).isEmpty();
        assertThat(looks).hasValue(0);
    }

    @Test
    void callersShareAFreshLook() {
        RecentReadings recent = new RecentReadings(LONG, LONG);
        EngineUsage usage = recent.keep(ENGINE, reading(2_000, 0), reading(0, 1));

        assertThat(usages(recent)).isEqualTo(Map.of(ENGINE, usage));
        assertThat(looks).hasValue(0);
    }

    @Test
    void oneMoreLookIsEnoughForALaterCaller() {
        RecentReadings recent = new RecentReadings(Duration.ZERO, LONG);
        Reading first = reading(2_000_000_000L, 100);
        recent.keep(ENGINE, reading(3_000_000_000L, 0), first);
        Reading second = reading(0, 500_000_100L);
        next = Optional.of(second);

        EngineUsage usage = Objects.requireNonNull(usages(recent).get(ENGINE));

        assertThat(looks).hasValue(1);
        assertThat(usage.cpuMillicores()).isEqualTo(second.millicoresSince(first)).isPresent();
        assertThat(usage.memoryBytes()).contains(500_000_100L);
    }

    @Test
    void anOldLookIsForgotten() {
        RecentReadings recent = new RecentReadings(Duration.ZERO, Duration.ofSeconds(1));
        recent.keep(ENGINE, reading(3_000_000_000L, 0), reading(2_000_000_000L, 1));

        assertThat(usages(recent)).isEmpty();
        assertThat(looks).hasValue(0);
    }

    @Test
    void aContainerThatIsGoneIsForgotten() {
        RecentReadings recent = new RecentReadings(Duration.ZERO, LONG);
        recent.keep(ENGINE, reading(2_000, 0), reading(1_000, 1));
        next = Optional.empty();

        assertThat(usages(recent)).isEmpty();
        assertThat(usages(recent)).isEmpty();
        assertThat(looks).hasValue(1);
    }
}
