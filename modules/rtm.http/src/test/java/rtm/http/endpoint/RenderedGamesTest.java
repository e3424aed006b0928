package rtm.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.GameFilter;
import rtm.domain.model.GameId;
import rtm.domain.model.GameMark;
import rtm.domain.model.GameOverview;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.RuntimeStore.OpenResult;

class RenderedGamesTest {

    private static final GameFilter ALL =
            new GameFilter(Set.of(RuntimeStatus.values()), Optional.empty(), "", false);

    private final InMemoryStore store = new InMemoryStore();
    private final List<String> rendered = new ArrayList<>();
    private final RenderedGames games = new RenderedGames(store, this::render);
    private int length = 10;

    private ByteBuffer render(GameOverview game) {
        String text = "%s %d".formatted(game.record().gameId(), game.record().version());
        rendered.add(text);
        return StandardCharsets.US_ASCII.encode(text + " ".repeat(length));
    }

    @BeforeEach
    void two() {
        store.put(SampleOperations.running(new GameId("a"), 1));
        store.put(SampleOperations.running(new GameId("b"), 1));
    }

    private List<String> show(List<GameMark> marks) {
        return games.of(marks).stream()
                .map(text -> StandardCharsets.US_ASCII.decode(text.duplicate()).toString().strip())
                .toList();
    }

    private List<GameMark> marks() {
        return store.marks(ALL, Optional.empty(), 9);
    }

    @Test
    void gamesThatHaveNotChangedAreRenderedOnce() {
        assertThat(show(marks())).containsExactly("a 1", "b 1");
        assertThat(show(marks())).containsExactly("a 1", "b 1");

        assertThat(rendered).containsExactly("a 1", "b 1");
    }

    @Test
    void aGameThatHasChangedIsRenderedAgain() {
        show(marks());
        store.put(SampleOperations.running(new GameId("b"), 2));

        assertThat(show(marks())).containsExactly("a 1", "b 2");
        assertThat(rendered).containsExactly("a 1", "b 1", "b 2");
    }

    @Test
    void aGameThatChangesWhileItIsReadIsRenderedAgainAtTheNextLook() {
        List<GameMark> before = marks();
        store.put(SampleOperations.running(new GameId("b"), 2));

        assertThat(show(before)).containsExactly("a 1", "b 2");
        show(marks());
        show(marks());
        assertThat(rendered).containsExactly("a 1", "b 2", "b 2");
    }

    /** What it waits for changes, and the store does not know it. */
    @Test
    void aGameWithAnOperationInProgressIsRenderedEachTime() {
        OpenOperation open =
                ((OpenResult.Opened)
                                store.openRow(
                                        SampleOperations.call(
                                                new GameId("b"),
                                                OperationKind.STOP,
                                                new BootId(new UUID(0, 1))),
                                        Optional.empty()))
                        .operation();
        show(marks());
        show(marks());
        store.abandon(open);
        show(marks());
        show(marks());

        assertThat(rendered).containsExactly("a 1", "b 1", "b 1", "b 1");
    }

    @Test
    void aLongTextIsNotKept() {
        length = 4_096;
        show(marks());
        show(marks());

        assertThat(rendered).hasSize(4);
    }

    @Test
    void moreGamesThanAreKeptAreShownToo() {
        for (int i = 0; i < 3_000; i++) {
            store.put(SampleOperations.running(new GameId("many" + i), 1));
        }
        List<GameMark> all = store.marks(ALL, Optional.empty(), 5_000);

        assertThat(show(all)).hasSize(3_002);
        assertThat(show(all.subList(2_900, 3_002))).hasSize(102);
        assertThat(rendered).hasSize(3_002);
    }

    @Test
    void aGameThatCannotBeReadIsLeftOut() {
        List<GameMark> both = marks();
        store.spoil(new GameId("a"));

        assertThat(show(both)).containsExactly("b 1");
    }
}
