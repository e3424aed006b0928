package rtm.main.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {

    @Test
    void isTheOneTheBuildWroteAndNotItsPlaceholder() {
        assertThat(Version.current()).matches("\\d+\\.\\d+\\.\\d+(-.+)?");
    }
}
