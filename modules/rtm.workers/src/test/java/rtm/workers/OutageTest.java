package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.testkit.CapturedLog;

class OutageTest {

    @RegisterExtension private final CapturedLog log = new CapturedLog();

    @Test
    void itsBeginningAndItsEndAreToldOnceWithFigures() {
        Outage outage = outage(Duration.ofHours(1));
        outage.over();
        for (int i = 0; i < 5; i++) {
            outage.met("no answer " + i, Pair.of("game_id", "g" + i));
        }
        outage.over();
        outage.over();
        assertThat(log.lines("WARN", "it went away", "about=this", "game_id=g0", "no answer 0"))
                .hasSize(1);
        assertThat(log.lines("WARN")).hasSize(1);
        assertThat(log.lines("DEBUG", "it went away")).hasSize(4);
        assertThat(log.lines("INFO", "it came back", "about=this", "failures=5", "after_ms="))
                .hasSize(1);
    }

    @Test
    void theNextOneIsToldAgain() {
        Outage outage = outage(Duration.ofHours(1));
        outage.met("no answer");
        outage.over();
        outage.met("no answer");
        assertThat(log.lines("WARN", "it went away")).hasSize(2);
    }

    @Test
    void oneThatEndedUnseenIsForgottenAfterAWhile() {
        Outage outage = outage(Duration.ZERO);
        outage.met("no answer");
        outage.met("no answer");
        assertThat(log.lines("WARN", "it went away")).hasSize(2);
    }

    private static Outage outage(Duration forgottenAfter) {
        return new Outage(
                Log.of(OutageTest.class),
                forgottenAfter,
                "it went away",
                "it came back",
                Pair.of("about", "this"));
    }
}
