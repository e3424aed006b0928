package rtm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.Outbox;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.RuntimeStore.Begun;
import rtm.domain.port.StoreTally;

/** What every {@link StoreTally} counts of what a {@link RuntimeStore} committed. */
public abstract class StoreTallyContract {

    /** For the classes that run this suite. */
    protected StoreTallyContract() {}

    /** The store, empty when a test begins. */
    protected abstract RuntimeStore store();

    /** Its outbox. */
    protected abstract Outbox outbox();

    /** What counts it. */
    protected abstract StoreTally tally();

    @Test
    void anEmptyStoreCountsNothing() {
        assertThat(tally().tally()).isEqualTo(new StoreTally.Tally(Map.of(), 0, Optional.empty()));
    }

    @Test
    void recordsAreCountedByStatusAndMessagesUntilTheyArePublished() {
        commit("game-1", new RuntimeState.Running(Operations.CONTAINER));
        commit("game-2", new RuntimeState.Running(Operations.CONTAINER));
        commit("game-3", new RuntimeState.Stopped(Operations.CONTAINER, Operations.FINISH));

        assertThat(tally().tally())
                .isEqualTo(
                        new StoreTally.Tally(
                                Map.of(RuntimeStatus.RUNNING, 2L, RuntimeStatus.STOPPED, 1L),
                                6,
                                Optional.of(Operations.FINISH)));

        outbox().published(outbox().pending(Set.of(), 6));
        assertThat(tally().tally().outboxPending()).isZero();
        assertThat(tally().tally().oldestPending()).isEmpty();
    }

    private void commit(String game, RuntimeState state) {
        GameId gameId = new GameId(game);
        Begun begun =
                store().begin(
                                Operations.call(
                                        gameId, OperationKind.START, new BootId(UUID.randomUUID())),
                                Optional.empty());
        store().commit(
                        Operations.whole(
                                ((Begun.Opened) begun).operation(),
                                Operations.record(gameId, state, 0)));
    }
}
