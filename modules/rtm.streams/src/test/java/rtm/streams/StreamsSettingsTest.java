package rtm.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import rtm.streams.StreamsSettings.StreamKeys;

class StreamsSettingsTest {

    private static final StreamKeys KEYS = new StreamKeys("a", "b", "c", "d", "e");

    @Test
    void thePasswordIsNeverShown() {
        assertThat(settings("::1", 6379, Duration.ofSeconds(2)).toString())
                .contains("[::1]:6379/0")
                .doesNotContain("secret");
    }

    @Test
    void aPortOutOfBoundsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("redis", 0, Duration.ofSeconds(2)));
    }

    @Test
    void aTimeoutOfZeroIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("redis", 6379, Duration.ZERO));
    }

    @Test
    void twoStreamsWithOneKeyAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamKeys("a", "b", "c", "d", "a"));
    }

    @Test
    void aBlankKeyIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamKeys("a", " ", "c", "d", "e"));
    }

    private static StreamsSettings settings(String host, int port, Duration timeout) {
        return new StreamsSettings(host, port, "secret", 0, timeout, Duration.ofSeconds(60), KEYS);
    }
}
