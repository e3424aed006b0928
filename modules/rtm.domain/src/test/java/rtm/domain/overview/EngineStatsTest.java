package rtm.domain.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.FakeUsages;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeNames;

class EngineStatsTest {

    @Test
    void aGameOfAnotherNodeIsNotMeasuredHere() throws InterruptedException {
        InMemoryStore store = new InMemoryStore();
        store.put(
                SampleOperations.on(
                        new NodeId(2), SampleOperations.running(SampleOperations.GAME, 1)));
        store.add("vm-2", "IJKL");
        EngineStats stats =
                new EngineStats(
                        store,
                        new FakeUsages(),
                        (_, _) -> 4096,
                        NodeId.FIRST,
                        new NodeNames(store::nodes));

        assertThat(stats.of(List.of(SampleOperations.GAME), true))
                .containsExactly(
                        new EngineStats.Stats(
                                SampleOperations.GAME,
                                Optional.of(SampleOperations.CONTAINER),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("the game is on node vm-2"),
                                Optional.of(new NodeId(2))));
    }
}
