package rtm.workers.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import rtm.domain.time.Deadline;

class ConfirmedTimeTest {

    private static final Instant DUE = Instant.parse("2026-04-28T07:18:54Z");
    private static final Instant FAR_AHEAD = DUE.plus(Duration.ofDays(31));
    private static final Duration SOON = Duration.ofMillis(2);

    @Test
    void aTimeIsConfirmedByASecondLookThatIsLateEnough() {
        ConfirmedTime never = new ConfirmedTime(Duration.ofDays(1));
        assertThat(never.confirmed(DUE)).isEmpty();
        assertThat(never.confirmed(DUE.plusSeconds(3600))).isEmpty();

        ConfirmedTime soon = new ConfirmedTime(SOON);
        assertThat(soon.confirmed(DUE)).isEmpty();
        waitUntilConfirmed();
        assertThat(soon.confirmed(DUE.plusSeconds(3600))).contains(DUE);
        assertThat(soon.confirmed(DUE.plusSeconds(3601))).isEmpty();
    }

    @Test
    void whatAClockThatWasAheadCalledOldIsNotConfirmed() {
        ConfirmedTime soon = new ConfirmedTime(SOON);
        assertThat(soon.confirmed(FAR_AHEAD)).isEmpty();
        waitUntilConfirmed();
        assertThat(soon.confirmed(DUE)).isEmpty();
        waitUntilConfirmed();
        assertThat(soon.confirmed(FAR_AHEAD)).contains(DUE);
    }

    private static void waitUntilConfirmed() {
        Deadline later = Deadline.in(SOON.plusMillis(1));
        while (!later.past()) {
            Thread.onSpinWait();
        }
    }
}
