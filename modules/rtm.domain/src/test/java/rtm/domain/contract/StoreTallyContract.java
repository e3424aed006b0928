package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.GameId;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StoreOverview;
import rtm.domain.port.StoreTally;

/** How every {@link StoreOverview} counts what a {@link RuntimeStore} committed. */
abstract class StoreTallyContract extends StoreSuite {

    private StoreTally tally() {
        return under().overview().summary(1).tally();
    }

    @Test
    void anEmptyStoreCountsNothing() {
        assertThat(tally()).isEqualTo(new StoreTally(Map.of(), 0, Optional.empty()));
    }

    @Test
    void recordsAreCountedByStatusAndMessagesUntilTheyArePublished() {
        commit("game-1", new RuntimeState.Running(SampleOperations.CONTAINER));
        commit("game-2", new RuntimeState.Running(SampleOperations.CONTAINER));
        commit(
                "game-3",
                new RuntimeState.Stopped(SampleOperations.CONTAINER, SampleOperations.FINISH));

        assertThat(tally())
                .isEqualTo(
                        new StoreTally(
                                Map.of(RuntimeStatus.RUNNING, 2L, RuntimeStatus.STOPPED, 1L),
                                6,
                                Optional.of(SampleOperations.FINISH)));

        outbox().published(outbox().pending(Set.of(), 6));
        assertThat(tally().outboxPending()).isZero();
        assertThat(tally().oldestPending()).isEmpty();
    }

    private void commit(String game, RuntimeState state) {
        GameId gameId = new GameId(game);
        store().commit(
                        SampleOperations.whole(
                                begin(gameId), SampleOperations.record(gameId, state, 0)));
    }
}
