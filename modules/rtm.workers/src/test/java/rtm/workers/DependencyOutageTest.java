package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.log.Outage;

class DependencyOutageTest {

    @RegisterExtension private final CapturedLog log = new CapturedLog();

    @Test
    void itsStartAndItsEndAreLoggedOnceWithFigures() {
        Outage outage = outage(Duration.ofHours(1));
        outage.ended();
        for (int i = 0; i < 5; i++) {
            outage.failed("no answer", "no answer " + i, LogField.of("game_id", "g" + i));
        }
        outage.ended();
        outage.ended();
        assertThat(log.lines("WARN", "it went away", "about=this", "game_id=g0", "no answer 0"))
                .hasSize(1);
        assertThat(log.lines("WARN")).hasSize(1);
        assertThat(log.lines("DEBUG", "it went away")).hasSize(4);
        assertThat(log.lines("INFO", "it came back", "about=this", "failures=5", "after_ms="))
                .hasSize(1);
    }

    @Test
    void theNextOneIsLoggedAgain() {
        Outage outage = outage(Duration.ofHours(1));
        outage.failed("no answer", "no answer");
        outage.ended();
        outage.failed("no answer", "no answer");
        assertThat(log.lines("WARN", "it went away")).hasSize(2);
    }

    @Test
    void oneWithoutFurtherFailuresIsForgottenAfterAWhile() {
        Outage outage = outage(Duration.ZERO);
        outage.failed("no answer", "no answer");
        outage.failed("no answer", "no answer");
        assertThat(log.lines("WARN", "it went away")).hasSize(2);
    }

    @Test
    void aChangedCauseIsLoggedAgainAndOnlyOnce() {
        Outage outage = outage(Duration.ofHours(1));
        for (int i = 0; i < 3; i++) {
            outage.failed("disconnected", "Connection closed");
            outage.failed("WRONGPASS", "it refuses the password");
        }
        assertThat(log.lines("WARN", "it went away", "Connection closed")).hasSize(1);
        assertThat(log.lines("WARN", "it went away", "it refuses the password")).hasSize(1);
        outage.ended();
        assertThat(log.lines("INFO", "it came back", "failures=6")).hasSize(1);
    }

    @Test
    void oneThatLastsIsLoggedAgainAfterAWhile() {
        Outage outage = outage(new Outage.Times(Duration.ofHours(1), Duration.ZERO));
        for (int i = 0; i < 3; i++) {
            outage.failed("no answer", "no answer");
        }
        outage.ended();
        assertThat(log.lines("WARN", "it went away")).hasSize(3);
        assertThat(log.lines("INFO", "it came back", "failures=3")).hasSize(1);
    }

    @Test
    void anOutageLastsTenMinutesBeforeItIsLoggedAgain() {
        assertThat(Outage.Times.USUAL.againAfter()).isEqualTo(Duration.ofMinutes(10));
        assertThat(Outage.Times.ofRounds(Duration.ofHours(1)).againAfter())
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void textsThatNeverRepeatDoNotFloodTheLog() {
        Outage outage = outage(Duration.ofHours(1));
        for (int i = 0; i < 100; i++) {
            outage.failed("cause " + i, "error " + i);
        }
        assertThat(log.lines("WARN", "it went away")).hasSize(8);
    }

    private static Outage outage(Duration forgottenAfter) {
        return outage(new Outage.Times(forgottenAfter, Duration.ofHours(1)));
    }

    private static Outage outage(Outage.Times times) {
        return new Outage(
                Log.of(DependencyOutageTest.class),
                times,
                "it went away",
                "it came back",
                LogField.of("about", "this"));
    }
}
