package rtm.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PulseTest {

    @Test
    void itKnowsWhetherTheLoopHasTurnedLately() {
        Pulse pulse = new Pulse("loop");
        pulse.beat();
        assertThat(pulse.beatWithin(Duration.ofHours(1))).isTrue();
        assertThat(pulse.beatWithin(Duration.ofNanos(-1))).isFalse();
    }
}
