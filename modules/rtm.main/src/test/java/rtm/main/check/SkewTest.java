package rtm.main.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
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

    @Test
    void aDateOfWholeSecondsLeavesRoomForThem() {
        Instant date = Instant.parse("2026-01-02T03:04:05Z");
        assertThat(byDate(date, Duration.ofSeconds(-2), Duration.ZERO).level()).isEqualTo(Level.OK);
        assertThat(byDate(date, Duration.ofSeconds(3), Duration.ofMillis(5)).level())
                .isEqualTo(Level.OK);
        assertThat(byDate(date, Duration.ofSeconds(-9), Duration.ofSeconds(9)).level())
                .isEqualTo(Level.OK);
        assertThat(byDate(date, Duration.ofMillis(-2001), Duration.ZERO).found())
                .isEqualTo("the clock of vm-2 is at least 2 s ahead of this host's");
        assertThat(byDate(date, Duration.ofMillis(93_001), Duration.ofSeconds(3)))
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.WARN);
                    assertThat(finding.found())
                            .isEqualTo("the clock of vm-2 is at least 92 s behind this host's");
                });
    }

    /** Asked this long after the date, by this host's clock, and answered after that. */
    private static Finding byDate(Instant date, Duration asked, Duration took) {
        return Skew.finding("nodes", "vm-2", date.plus(asked), date, date.plus(asked).plus(took));
    }
}
