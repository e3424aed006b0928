package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockSkewTest {

    private static final Instant ASKED = Instant.parse("2026-05-01T10:00:00Z");
    private static final Instant HEARD = ASKED.plusMillis(40);

    @Test
    void whatTheTimeOfTheCallCanExplainIsNoSkew() {
        assertThat(ClockSkew.ahead(ASKED, ASKED.plusMillis(40), HEARD)).isZero();
        assertThat(ClockSkew.ahead(ASKED, ASKED, HEARD)).isZero();
    }

    @Test
    void aClockBeyondTheAnswerIsAhead() {
        assertThat(ClockSkew.ahead(ASKED, HEARD.plusSeconds(3), HEARD))
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aClockBeforeTheQuestionIsBehind() {
        assertThat(ClockSkew.ahead(ASKED, ASKED.minusSeconds(3), HEARD))
                .isEqualTo(Duration.ofSeconds(-3));
    }
}
