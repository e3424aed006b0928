package rtm.workers.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;

class ClockWatchTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @RegisterExtension final CapturedLog log = new CapturedLog();

    private final AtomicReference<Instant> wall = new AtomicReference<>(NOON);
    private final AtomicLong nanos = new AtomicLong();
    private final ClockWatch watch = new ClockWatch(wall::get, nanos::get);

    @Test
    void timeThatPassesIsNoJumpHoweverLong() {
        pass(Duration.ofHours(3), Duration.ofHours(3));
        pass(Duration.ofSeconds(59), Duration.ZERO);
        assertThat(log.lines("clock")).isEmpty();
    }

    @Test
    void aJumpInEitherDirectionIsLoggedOnce() {
        pass(Duration.ofDays(31), Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(log.lines("WARN", "the clock of this machine was set")).hasSize(1);
        pass(Duration.ofHours(-1), Duration.ofSeconds(1));
        assertThat(log.lines("WARN", "the clock of this machine was set")).hasSize(2);
    }

    private void pass(Duration onTheWall, Duration really) {
        wall.updateAndGet(before -> before.plus(onTheWall));
        nanos.addAndGet(really.toNanos());
        watch.look();
    }
}
