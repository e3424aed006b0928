package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HttpSettingsTest {

    @Test
    void theDefaultsAreThoseOfTheExamples() {
        HttpSettings settings = HttpSettings.defaults();

        assertThat(settings.address()).isEqualTo(":8096");
        assertThat(settings.readHeaderTimeout()).hasSeconds(2);
        assertThat(settings.readTimeout()).hasSeconds(10);
        assertThat(settings.idleTimeout()).hasMinutes(1);
        assertThat(settings.maxConcurrentRequests()).isEqualTo(256);
        assertThat(settings.token()).isEmpty();
    }

    @Test
    void theTokenIsNeverShown() {
        assertThat(with("::1", 1, Duration.ofSeconds(1), 1, "s3cret").toString())
                .contains("address=[::1]:1,")
                .contains("token=***")
                .doesNotContain("s3cret");
    }

    @Test
    void whatCannotBeWorkedWithIsRefused() {
        assertRefused("h", 65_536, Duration.ofSeconds(1), 1, "t");
        assertRefused("h", -1, Duration.ofSeconds(1), 1, "t");
        assertRefused("h", 1, Duration.ZERO, 1, "t");
        assertRefused("h", 1, Duration.ofSeconds(-1), 1, "t");
        assertRefused("h", 1, Duration.ofSeconds(1), 0, "t");
        assertRefused("h", 1, Duration.ofSeconds(1), 1, " ");
    }

    private static void assertRefused(
            String host, int port, Duration time, int most, String token) {
        assertThatThrownBy(() -> with(host, port, time, most, token))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static HttpSettings with(String host, int port, Duration time, int most, String token) {
        return new HttpSettings(
                Optional.of(host), port, time, time, time, most, Optional.of(token), Set.of());
    }
}
