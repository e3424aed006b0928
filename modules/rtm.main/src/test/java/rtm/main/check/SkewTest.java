package rtm.main.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import rtm.main.check.Finding.Level;

class SkewTest {

    @Test
    void aSecondEitherWayIsHarmless() {
        assertThat(Skew.finding("redis", Duration.ofSeconds(1)).level()).isEqualTo(Level.OK);
        assertThat(Skew.finding("redis", Duration.ofSeconds(-1)).level()).isEqualTo(Level.OK);
    }

    @Test
    void aLargerDifferenceIsReportedWithItsDirection() {
        assertThat(Skew.finding("redis", Duration.ofMillis(1001)).found())
                .isEqualTo("its clock is 1001 ms ahead of this host's");
        assertThat(Skew.finding("redis", Duration.ofMillis(-90_001)).found())
                .isEqualTo("its clock is 90001 ms behind this host's");
        assertThat(Skew.finding("redis", Duration.ofMillis(1001)).level()).isEqualTo(Level.WARN);
    }
}
