package rtm.domain.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.UnexpectedExit;

class DaemonExitReportTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final String SENTENCE = "games ended with the docker daemon";

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private Optional<Instant> bootedAt = Optional.empty();
    private final InMemoryStore store = new InMemoryStore();
    private final DaemonExitReport ends = process();

    private DaemonExitReport process() {
        return new DaemonExitReport(() -> bootedAt, store.endings(), store, NodeId.FIRST);
    }

    private static UnexpectedExit end(String game, long seconds) {
        return new UnexpectedExit(
                new GameId(game),
                new ContainerId("c-" + game),
                Optional.of(NOON.minusSeconds(600)),
                Optional.of(NOON.plusSeconds(seconds)),
                143,
                false);
    }

    private void daemonWasAway() {
        ends.answered(NOON);
        ends.brokeOff();
        ends.answered(NOON.plusSeconds(60));
    }

    @Test
    void thoseFoundOnceTheDaemonIsBackAreReportedTogetherAndOnce() {
        daemonWasAway();
        ends.note(end("chess", 5));
        ends.note(end("go", 6));
        ends.note(end("go", 6));
        ends.report();
        ends.report();
        assertThat(log.lines("WARN", SENTENCE, "games=2"))
                .singleElement()
                .asString()
                .contains(
                        "game_ids=chess,go",
                        "since=2026-01-02T12:00:00Z",
                        "until=2026-01-02T12:01:00Z");
        assertThat(log.lines(SENTENCE)).hasSize(1);
    }

    @Test
    void thoseThatWereRepairedWhileTheDaemonWentAreReportedOnceItIsBack() {
        ends.answered(NOON);
        ends.note(end("chess", 1));
        ends.report();
        ends.brokeOff();
        ends.note(end("go", 2));
        ends.report();
        assertThat(log.lines(SENTENCE)).isEmpty();
        ends.answered(NOON.plusSeconds(9));
        ends.report();
        assertThat(log.lines(SENTENCE, "games=2", "game_ids=chess,go")).hasSize(1);
    }

    @Test
    void oneAfterWhichTheDaemonAnsweredEndedByItself() {
        ends.answered(NOON);
        ends.note(end("chess", 1));
        ends.answered(NOON.plusSeconds(3));
        ends.brokeOff();
        ends.answered(NOON.plusSeconds(9));
        ends.report();
        assertThat(log.lines(SENTENCE)).isEmpty();
    }

    @Test
    void thoseOfSeveralLivesOfTheDaemonAreReportedTogether() {
        daemonWasAway();
        ends.brokeOff();
        ends.answered(NOON.plusSeconds(90));
        ends.note(end("chess", 5));
        ends.note(end("go", 75));
        ends.report();
        assertThat(log.lines("games=2", "since=2026-01-02T12:00:00Z", "until=2026-01-02T12:01:30Z"))
                .hasSize(1);
    }

    @Test
    void aProcessThatTakesOverWhileTheDaemonIsAwayReportsThem() {
        store.recordDaemon("ABCD");
        ends.answered(NOON);
        ends.brokeOff();
        DaemonExitReport successor = process();
        successor.resume();
        successor.note(end("before", -3));
        successor.note(end("chess", 5));
        assertThat(successor.isWithDaemon(end("chess", 5))).isFalse();
        successor.answered(NOON.plusSeconds(60));
        assertThat(successor.isWithDaemon(end("chess", 5))).isTrue();
        successor.report();
        assertThat(log.lines(SENTENCE, "games=1 ", "game_ids=chess", "since=2026-01-02T12:00:00Z"))
                .hasSize(1);
        assertThat(log.lines(SENTENCE)).hasSize(1);
    }

    @Test
    void ofADaemonThatCameBackBeforeTheProcessEndedTheNextOneKnowsNothing() {
        store.recordDaemon("ABCD");
        daemonWasAway();
        assertThat(store.lastAnswer(NodeId.FIRST)).contains(NOON);
        ends.report();
        assertThat(store.lastAnswer(NodeId.FIRST)).isEmpty();
        DaemonExitReport successor = process();
        successor.resume();
        successor.note(end("chess", 5));
        successor.answered(NOON.plusSeconds(90));
        successor.report();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void whatPostgresDoesNotTakeIsStoredAtTheNextTry() {
        store.recordDaemon("ABCD");
        ends.answered(NOON);
        store.unavailable(true);
        ends.brokeOff();
        store.unavailable(false);
        assertThat(store.lastAnswer(NodeId.FIRST)).isEmpty();
        ends.brokeOff();
        assertThat(store.lastAnswer(NodeId.FIRST)).contains(NOON);
    }

    @Test
    void noMoreThanTwentyAreNamed() {
        daemonWasAway();
        List<String> games = new ArrayList<>();
        IntStream.range(100, 200).forEach(i -> games.add("game-" + i));
        games.forEach(game -> ends.note(end(game, 5)));
        ends.report();
        assertThat(log.lines(SENTENCE, "games=100 "))
                .singleElement()
                .asString()
                .contains("game-119 ")
                .doesNotContain("game-120");
    }

    @Test
    void thoseFromBeforeTheBootAreReportedByAProcessThatNeverMetThatDaemon() {
        bootedAt = Optional.of(NOON.plusSeconds(30));
        ends.note(end("chess", 5));
        ends.note(end("go", 40));
        ends.report();
        assertThat(
                        log.lines(
                                "WARN",
                                "games ended with the docker daemon's machine",
                                "games=2",
                                "game_ids=chess,go",
                                "booted_at=2026-01-02T12:00:30Z"))
                .hasSize(1);
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void ofADaemonThatNobodyFollowedNothingIsSaid() {
        ends.note(end("chess", 5));
        ends.report();
        daemonWasAway();
        ends.report();
        assertThat(log.lines()).isEmpty();
    }
}
