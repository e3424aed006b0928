package rtm.workers.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WakeupsTest {

    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final Wakeups wakeups = new Wakeups(() -> {});

    @Test
    void aRowThatWasClosedBeforeAnybodyWaitedForItEndsTheWaitAtOnce() throws Exception {
        wakeups.closed(7);
        wakeups.awaitClosed(7, LONG);
    }

    @Test
    void aRowIsRememberedUntilManyOthersAreClosed() throws Exception {
        wakeups.closed(7);
        for (long other = 1_000; other < 2_000; other++) {
            wakeups.closed(other);
        }
        wakeups.awaitClosed(7, SHORT);
        wakeups.awaitClosed(1_999, LONG);
    }

    @Test
    void onlyARowThatIsWaitedForIsSkipped() throws Exception {
        wakeups.skipped(7);
        assertThat(wakeups.isSkipped(7)).isFalse();
        wakeups.awaitClosed(7, SHORT);
        wakeups.skipped(7);
        assertThat(wakeups.isSkipped(7)).isTrue();
        wakeups.awaitClosed(7, LONG);
        wakeups.forget(7);
        assertThat(wakeups.isSkipped(7)).isFalse();
    }
}
