package rtm.main.settings.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "0s, PT0S",
        "30s, PT30S",
        "5m, PT5M",
        "1h30m, PT1H30M",
        "250ms, PT0.25S",
        "1.5h, PT1H30M",
        ".5s, PT0.5S",
        "1.s, PT1S",
        "2m2m, PT4M",
        "1s500ms, PT1.5S",
        "10us, PT0.00001S",
        "10µs, PT0.00001S",
        "7ns, PT0.000000007S",
        "0.3ns, PT0S",
        "1h0m1.000000001s, PT1H1.000000001S",
        "2540400h10m10s, PT2540400H10M10S"
    })
    void readsWhatGoWrites(String text, Duration expected) {
        assertThat(GoDuration.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "1",
                "s",
                ".",
                ".s",
                "-5s",
                "+5s",
                "5 s",
                "5S",
                "1d",
                "1w",
                "5sec",
                "1h30",
                "1e3s",
                "0x5s",
                "1,5h",
                "PT30S",
                "2562048h",
                "999999999999999999h",
                "99999999999999999999s",
                "٣s"
            })
    void refusesEverythingElse(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "250ms", "1500ms", "2s", "1m", "1m30s", "1h", "1h30m", "168h"})
    void writesWhatItReads(String text) {
        assertThat(GoDuration.parse(text).map(GoDuration::text)).contains(text);
    }
}
