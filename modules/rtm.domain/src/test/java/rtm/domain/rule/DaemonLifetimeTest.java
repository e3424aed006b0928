package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.UnexpectedExit;
import rtm.domain.rule.DaemonLifetime.Cause;
import rtm.domain.rule.DaemonLifetime.Gap;

class DaemonLifetimeTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final DaemonLifetime GONE = DaemonLifetime.UNKNOWN.answered(at(0)).brokeOff();
    private static final DaemonLifetime BACK = GONE.answered(at(60));

    private static Instant at(long seconds) {
        return NOON.plusSeconds(seconds);
    }

    private static UnexpectedExit end(Optional<Instant> startedAt, Optional<Instant> finishedAt) {
        return new UnexpectedExit(
                new GameId("chess"), new ContainerId("1f2a"), startedAt, finishedAt, 143, false);
    }

    private static Cause cause(DaemonLifetime life, Instant finishedAt) {
        return life.causeOf(end(Optional.of(at(-600)), Optional.of(finishedAt)), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 59, 60})
    void anEndBetweenTheLastAndTheFirstAnswerIsOneWithTheDaemon(long second) {
        assertThat(cause(BACK, at(second))).isEqualTo(new Cause.Daemon(new Gap(at(0), at(60))));
    }

    @Test
    void theFirstAnswerCameUpToASecondAfterItsTime() {
        assertThat(cause(BACK, at(60).plusMillis(999))).isInstanceOf(Cause.Daemon.class);
    }

    @Test
    void anEarlierOneEndedByItself() {
        assertThat(cause(BACK, at(0).minusMillis(1))).isEqualTo(new Cause.Itself());
    }

    @Test
    void aLaterOneIsUndecidedUntilTheDaemonAnswersAfterIt() {
        assertThat(cause(BACK, at(70))).isEqualTo(new Cause.Undecided());
        assertThat(cause(BACK.answered(at(71)), at(70))).isEqualTo(new Cause.Itself());
        assertThat(cause(BACK.brokeOff().answered(at(90)), at(70)))
                .isEqualTo(new Cause.Daemon(new Gap(at(60), at(90))));
    }

    @Test
    void whileTheDaemonIsAwayNothingIsDecidedHoweverOftenItCannotBeFound() {
        assertThat(cause(GONE, at(5))).isEqualTo(new Cause.Undecided());
        assertThat(GONE.brokeOff().brokeOff().answered(at(60))).isEqualTo(BACK);
    }

    @Test
    void ofADaemonThatNeverAnsweredNothingIsKnown() {
        assertThat(cause(DaemonLifetime.UNKNOWN, at(5))).isEqualTo(new Cause.Itself());
        DaemonLifetime first = DaemonLifetime.UNKNOWN.brokeOff().answered(at(60));
        assertThat(cause(first, at(5))).isEqualTo(new Cause.Itself());
    }

    @Test
    void anEndThatDockerDidNotSeeIsOfNoDaemon() {
        assertThat(BACK.causeOf(end(Optional.of(at(-600)), Optional.empty()), Optional.empty()))
                .isEqualTo(new Cause.Itself());
    }

    @Test
    void theLastGapsAreKeptAndNoMore() {
        DaemonLifetime life = BACK;
        for (int i = 1; i <= 100; i++) {
            life = life.brokeOff().answered(at(60 + i * 10L));
        }
        assertThat(life.gaps()).hasSizeBetween(2, 20);
        assertThat(cause(life, at(1058))).isInstanceOf(Cause.Daemon.class);
        assertThat(cause(life, at(5))).isInstanceOf(Cause.Itself.class);
    }

    @Test
    void whatWasStartedBeforeTheBootEndedWithTheMachineWhateverDockerSaysOfItsEnd() {
        Optional<Instant> boot = Optional.of(at(10));
        Cause machine = new Cause.Machine(at(10));
        Optional<Instant> before = Optional.of(at(-600));
        assertThat(BACK.causeOf(end(before, Optional.of(at(5))), boot)).isEqualTo(machine);
        assertThat(BACK.causeOf(end(before, Optional.of(at(12))), boot)).isEqualTo(machine);
        assertThat(BACK.causeOf(end(before, Optional.empty()), boot)).isEqualTo(machine);
        assertThat(BACK.causeOf(end(Optional.empty(), Optional.of(at(5))), boot))
                .isEqualTo(machine);
        assertThat(BACK.causeOf(end(Optional.of(at(11)), Optional.of(at(12))), boot))
                .isInstanceOf(Cause.Daemon.class);
    }
}
