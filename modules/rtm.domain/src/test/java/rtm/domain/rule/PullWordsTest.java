package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.fake.FakeDaemonDescription;
import rtm.domain.model.ImageReference;
import rtm.domain.port.DaemonDescription.Pulling;

class PullWordsTest {

    @ParameterizedTest
    @CsvSource({
        "PT0.4S, PT0.1S, ', last progress 0s ago: 1 layer'",
        "PT1M59S, PT42S, ' for 119s, last progress 42s ago: 1 layer'",
        "PT8M30S, PT2M5S, ' for 8m, last progress 2m ago: 1 layer'"
    })
    void aPullHasAgesAsEverythingElse(Duration lasted, Duration still, String words) {
        FakeDaemonDescription daemon = new FakeDaemonDescription();
        daemon.pulls.add(
                new Pulling(
                        new ImageReference("galaxy/game:1.4.0"),
                        lasted,
                        still,
                        "1 layer",
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10)));

        assertThat(new PullWords(daemon).of(Optional.of("galaxy/game:1.4.0")))
                .hasValue("pull of galaxy/game:1.4.0" + words);
    }
}
