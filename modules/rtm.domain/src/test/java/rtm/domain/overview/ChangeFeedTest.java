package rtm.domain.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;

class ChangeFeedTest {

    private final ChangeFeed feed = new ChangeFeed(new BootId(new UUID(1, 2)));

    private static Change seen(String game) {
        return new Change.Observed(
                new HealthSnapshot(
                        new GameId(game),
                        Optional.empty(),
                        HealthStatus.HEALTHY,
                        HealthSource.PROBE,
                        "{}",
                        Instant.EPOCH));
    }

    private List<String> games(long after, Optional<GameId> game) {
        List<String> games = new ArrayList<>();
        long position = after;
        while (true) {
            ChangeFeed.Next next = feed.after(position, game).orElseThrow();
            position = next.number();
            if (next.change().isEmpty()) {
                return games;
            }
            games.add(next.change().get().gameId() + "@" + position);
        }
    }

    @Test
    void changesAreNumberedInTheirOrder() {
        feed.publish(seen("a"));
        feed.publish(seen("b"));
        feed.publish(seen("a"));

        assertThat(games(0, Optional.empty())).containsExactly("a@1", "b@2", "a@3");
        assertThat(games(2, Optional.empty())).containsExactly("a@3");
        assertThat(games(0, Optional.of(new GameId("b")))).containsExactly("b@2");
        assertThat(games(3, Optional.empty())).isEmpty();
    }

    @Test
    void theLastThousandAreKeptAndEarlierOnesAreKnownToBeLost() {
        for (int i = 0; i < ChangeFeed.KEPT + 5; i++) {
            feed.publish(seen("a"));
        }

        assertThat(feed.beforeFirst()).isEqualTo(5);
        assertThat(games(5, Optional.empty())).hasSize(ChangeFeed.KEPT);
        assertThat(feed.after(4, Optional.empty())).isEmpty();
        assertThat(feed.after(2000, Optional.empty())).isEmpty();
    }

    @Test
    void aReaderOfAQuietGameMovesOnWithTheFeed() {
        for (int i = 0; i < ChangeFeed.KEPT; i++) {
            feed.publish(seen("a"));
        }
        long position = feed.after(0, Optional.of(new GameId("b"))).orElseThrow().number();
        feed.publish(seen("a"));
        feed.publish(seen("b"));

        assertThat(games(position, Optional.of(new GameId("b")))).containsExactly("b@1002");
    }

    @Test
    void theListenerIsCalledAfterEachChange() {
        AtomicInteger calls = new AtomicInteger();
        feed.listen(calls::incrementAndGet);

        feed.publish(seen("a"));
        feed.publish(seen("a"));

        assertThat(calls).hasValue(2);
    }
}
