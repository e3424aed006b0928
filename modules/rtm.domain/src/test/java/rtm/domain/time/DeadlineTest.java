package rtm.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void oneThatIsAheadTellsWhatIsLeftOfItsLength() {
        Deadline deadline = Deadline.in(HOUR);
        assertThat(deadline.past()).isFalse();
        assertThat(deadline.length()).isEqualTo(HOUR);
        assertThat(deadline.left()).isBetween(HOUR.minusMinutes(1), HOUR);
        assertThat(deadline.leftAfterReserve(Duration.ofMinutes(30)))
                .isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
    }

    @Test
    void nothingIsLeftOfOneThatIsPast() {
        Deadline deadline = Deadline.in(Duration.ofHours(-1));
        assertThat(deadline.past()).isTrue();
        assertThat(deadline.left()).isZero();
        assertThat(deadline.nanosLeft()).isZero();
    }

    @Test
    void noMoreIsSetAsideThanIsLeft() {
        assertThat(Deadline.in(HOUR).leftAfterReserve(HOUR.plusSeconds(1))).isZero();
    }

    @Test
    void theShorterOfTwoDurationsIsTheShorter() {
        assertThat(Durations.shorter(HOUR, Duration.ZERO)).isZero();
        assertThat(Durations.shorter(Duration.ZERO, HOUR)).isZero();
    }
}
