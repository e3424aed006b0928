package rtm.workers.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConfirmedTimeTest {

    private static final Instant DUE = Instant.parse("2026-04-28T07:18:54Z");
    private static final Instant FAR_AHEAD = DUE.plus(Duration.ofDays(31));
    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicLong nanoTime = new AtomicLong(-5);
    private final ConfirmedTime confirmed = new ConfirmedTime(HOUR, nanoTime::get);

    @Test
    void aTimeIsConfirmedByASecondLookThatIsLateEnough() {
        assertThat(confirmed.confirmed(DUE)).isEmpty();
        pass(HOUR.minusNanos(1));
        assertThat(confirmed.confirmed(DUE.plus(HOUR))).isEmpty();
        pass(Duration.ofNanos(1));
        assertThat(confirmed.confirmed(DUE.plus(HOUR))).contains(DUE);
        assertThat(confirmed.confirmed(DUE.plus(HOUR))).isEmpty();
        pass(HOUR);
        assertThat(confirmed.confirmed(DUE.plus(HOUR).plus(HOUR))).contains(DUE.plus(HOUR));
    }

    @Test
    void whatAClockThatWasAheadCalledOldIsNotConfirmed() {
        assertThat(confirmed.confirmed(FAR_AHEAD)).isEmpty();
        pass(HOUR);
        assertThat(confirmed.confirmed(DUE)).isEmpty();
        pass(HOUR);
        assertThat(confirmed.confirmed(FAR_AHEAD)).contains(DUE);
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
