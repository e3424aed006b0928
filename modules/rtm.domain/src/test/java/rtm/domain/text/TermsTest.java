package rtm.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TermsTest {

    private static final Optional<Duration> NOW = Optional.of(Duration.ofMillis(900));
    private static final Optional<Duration> LATER = Optional.of(Duration.ofSeconds(42));

    @Test
    void anOperationInItsFirstSecondHasNoAge() {
        assertThat(
                        Terms.inProgress(
                                "start",
                                Optional.of("g:1"),
                                "lobby_stream",
                                NOW,
                                Optional.of("pull")))
                .isEqualTo("start of g:1 by lobby, waits for the pull");
        assertThat(
                        Terms.inProgress(
                                "start", Optional.empty(), "lobby_stream", LATER, Optional.empty()))
                .isEqualTo("start by lobby for 42s");
        assertThat(Terms.open("start", "lobby_stream", NOW, Optional.of("g:1")))
                .isEqualTo("start, lobby, in progress, pulls g:1");
        assertThat(Terms.open("start", "lobby_stream", LATER, Optional.empty()))
                .isEqualTo("start, lobby, for 42s");
    }
}
