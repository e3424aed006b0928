package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StoreOverview;

/** What every {@link StoreOverview} shows of what a {@link RuntimeStore} committed. */
abstract class StoreOverviewContract extends StoreSuite {

    private StoreOverview overview() {
        return under().overview();
    }

    @Test
    void anEmptyStoreHasAnEmptySummary() {
        StoreOverview.Summary summary = overview().summary(10);

        assertThat(summary.tally().records()).isEmpty();
        assertThat(summary.health()).isEmpty();
        assertThat(summary.open()).isZero();
        assertThat(summary.oldest()).isEmpty();
    }

    @Test
    void healthIsCountedOfGamesThatAreNotRemoved() {
        commit("game-1", new RuntimeState.Running(SampleOperations.CONTAINER));
        commit("game-2", new RuntimeState.Running(SampleOperations.CONTAINER));
        commit(
                "game-3",
                new RuntimeState.Removed(java.util.Optional.empty(), SampleOperations.FINISH));

        StoreOverview.Summary summary = overview().summary(10);

        HealthStatus health = store().findHealth(new GameId("game-1")).orElseThrow().status();
        assertThat(summary.health()).isEqualTo(Map.of(health, 2L));
        assertThat(summary.tally().records())
                .isEqualTo(Map.of(RuntimeStatus.RUNNING, 2L, RuntimeStatus.REMOVED, 1L));
    }

    @Test
    void allOperationsInProgressAreCountedAndTheOldestReturned() {
        OpenOperation first = begin(new GameId("game-2"));
        OpenOperation second = begin(new GameId("game-1"));
        begin(new GameId("game-3"));
        commit("game-4", new RuntimeState.Running(SampleOperations.CONTAINER));

        StoreOverview.Summary summary = overview().summary(2);

        assertThat(summary.open()).isEqualTo(3);
        assertThat(summary.oldest()).containsExactly(first, second);
    }

    private void commit(String game, RuntimeState state) {
        GameId gameId = new GameId(game);
        store().commit(
                        SampleOperations.whole(
                                begin(gameId), SampleOperations.record(gameId, state, 0)));
    }
}
