package rtm.domain.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.RuntimeStore.OpenResult;

class NodeStoreTest {

    private static final NodeId HERE = new NodeId(2);

    private final InMemoryStore all = new InMemoryStore();
    private final NodeStore here = new NodeStore(all, HERE);

    private RuntimeRecord put(String game, NodeId node) {
        RuntimeRecord record =
                SampleOperations.on(node, SampleOperations.running(new GameId(game), 1));
        all.put(record);
        return record;
    }

    @Test
    void itsListsHaveTheGamesOfItsNodeOnly() {
        put("a", NodeId.FIRST);
        RuntimeRecord ours = put("b", HERE);
        put("c", NodeId.FIRST);
        RuntimeRecord last = put("d", HERE);

        assertThat(here.list(RuntimeStatus.RUNNING)).containsExactly(ours, last);
    }

    @Test
    void aChunkIsEmptyOnlyWhereNoMoreFollow() {
        for (int i = 0; i < 5; i++) {
            put("a" + i, NodeId.FIRST);
        }
        RuntimeRecord ours = put("b", HERE);
        put("c", NodeId.FIRST);

        RecordChunk first = here.chunk(Optional.empty(), Optional.empty(), 1);

        assertThat(first.records()).containsExactly(ours);
        assertThat(here.chunk(Optional.empty(), first.next(), 1).records()).isEmpty();
        assertThat(here.chunk(Optional.empty(), first.next(), 1).next()).isEmpty();
    }

    @Test
    void aGameOfAnotherNodeIsFoundByItsId() {
        RuntimeRecord elsewhere = put("a", NodeId.FIRST);

        assertThat(here.find(elsewhere.gameId())).contains(elsewhere);
    }

    @Test
    void openOperationsAreThoseOfItsNode() {
        open("a", NodeId.FIRST);
        OpenOperation ours = open("b", HERE);

        assertThat(here.openOperations()).containsExactly(ours);
    }

    @Test
    void besideANodeThatWasGivenUpAJobIsAskedForItsNodeAndNoPlaceIsStored() {
        GameId game = put("a", NodeId.FIRST).gameId();
        OperationRequest job =
                SampleOperations.on(
                        HERE,
                        SampleOperations.job(
                                "runtime:start_jobs/1-0",
                                game,
                                "galaxy/game:1.4.0",
                                SampleOperations.NOBODY));
        all.state(NodeId.FIRST, NodeState.RETIRED);
        assertThat(here.assign(job)).isEmpty();
        NodeStore left = NodeStore.besideGivenUp(all, HERE);
        assertThat(left.assign(job)).contains(new OpenResult.GivenUp(NodeId.FIRST));

        RuntimeRecord ours = put("b", HERE);
        left.recordPlace(ours, new EnginePlace(Optional.of(512L << 20), Optional.of("10.99.1.2")));
        assertThat(all.place(ours.gameId())).isEmpty();
    }

    @Test
    void whereAnEngineIsMattersOnlyAmongSeveralNodes() {
        GameId game = new GameId("a");
        EnginePlace place = new EnginePlace(Optional.of(512L << 20), Optional.of("10.99.1.2"));
        commit(here, game, SampleOperations.running(game, 0), Optional.of(place));
        here.recordPlace(all.find(game).orElseThrow(), place);
        assertThat(all.place(game)).isEmpty();

        NodeStore amongOthers = NodeStore.amongOthers(all, HERE);
        commit(amongOthers, game, SampleOperations.running(game, 1), Optional.of(place));
        assertThat(all.place(game)).contains(place);
        commit(amongOthers, game, SampleOperations.running(game, 2), Optional.empty());
        assertThat(all.place(game)).contains(place);
        EnginePlace moved = new EnginePlace(place.memory(), Optional.of("10.99.1.3"));
        amongOthers.recordPlace(all.find(game).orElseThrow(), moved);
        assertThat(all.place(game)).contains(moved);
        commit(
                amongOthers,
                game,
                SampleOperations.record(
                        game,
                        new RuntimeState.Stopped(SampleOperations.CONTAINER, Instant.EPOCH),
                        3),
                Optional.of(place));
        assertThat(all.place(game)).contains(EnginePlace.NONE);
    }

    private void commit(
            NodeStore store, GameId game, RuntimeRecord record, Optional<EnginePlace> place) {
        OpenOperation operation = open(game.value(), HERE);
        store.commit(
                SampleOperations.whole(operation, SampleOperations.on(HERE, record)).at(place));
    }

    private OpenOperation open(String game, NodeId node) {
        return ((OpenResult.Opened)
                        all.openRow(
                                SampleOperations.on(
                                        node,
                                        SampleOperations.call(
                                                new GameId(game),
                                                OperationKind.STOP,
                                                SampleOperations.NOBODY)),
                                Optional.empty()))
                .operation();
    }
}
