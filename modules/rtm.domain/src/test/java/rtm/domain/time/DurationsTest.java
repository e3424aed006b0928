package rtm.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT2S, 2s",
        "PT0.25S, 250ms",
        "PT1M30S, 1m30s",
        "PT5M, 5m",
        "PT720H, 720h",
        "PT1.5S, 1s500ms",
        "PT0.0009S, 0s",
        "-PT2S, -2s"
    })
    void aTimeSpanIsWrittenLikeInASetting(Duration span, String text) {
        assertThat(Durations.text(span)).isEqualTo(text);
    }
}
