package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.GameId;
import rtm.domain.model.MemorySize;
import rtm.domain.model.Node;
import rtm.domain.model.NodeEngine;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeReport;
import rtm.domain.model.NodeState;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.PlacingPolicy;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.port.RuntimeStore.OpenResult;
import rtm.domain.port.node.GamePlaces;
import rtm.domain.port.node.NodeAdministration;
import rtm.domain.port.node.NodeAdministration.Moved;

/** What every {@link GamePlaces} and {@link NodeAdministration} do. */
abstract class PlaceContract extends StoreSuite {

    private GamePlaces places() {
        return under().places();
    }

    private NodeAdministration nodes() {
        return under().administration();
    }

    private static RuntimeRecord stopped(GameId game, long version) {
        return SampleOperations.running(game, version)
                .with(
                        new RuntimeState.Stopped(
                                SampleOperations.CONTAINER, SampleOperations.FINISH),
                        SampleOperations.FINISH);
    }

    private void stored(NodeId node, RuntimeRecord record) {
        OpenOperation row = open(SampleOperations.call(record.gameId(), OperationKind.START, we));
        store().commit(SampleOperations.whole(row, SampleOperations.on(node, record)));
    }

    @Test
    void aGameIsOnTheNodeOfItsRecord() {
        NodeId other = under().anotherNode();
        stored(other, SampleOperations.running(GAME, 0));

        assertThat(places().nodeOf(GAME).map(Node::id)).contains(other);
        assertThat(places().nodeOf(GAME).flatMap(Node::daemon)).contains("MNOP:QRST");
        assertThat(places().nodeOf(new GameId("unknown"))).isEmpty();
    }

    @Test
    void aGameWithoutARecordIsWhereItIsBeingStarted() {
        NodeId other = under().anotherNode();
        OpenOperation row =
                open(
                        SampleOperations.on(
                                other, SampleOperations.call(GAME, OperationKind.START, we)));
        assertThat(places().nodeOf(GAME).map(Node::id)).contains(other);

        store().commit(SampleOperations.bare(row, new Verdict.Replayed()));
        assertThat(places().nodeOf(GAME)).isEmpty();
    }

    @Test
    void aReportCountsTheGamesOfEachNode() {
        NodeId other = under().anotherNode();
        stored(other, SampleOperations.running(GAME, 0));
        stored(other, stopped(new GameId("b"), 0));
        stored(NodeId.FIRST, stopped(new GameId("c"), 0));

        assertThat(nodes().reports())
                .extracting(
                        report -> report.node().id(),
                        NodeReport::held,
                        NodeReport::intake,
                        NodeReport::running,
                        NodeReport::recorded,
                        NodeReport::lost)
                .containsExactly(
                        tuple(NodeId.FIRST, false, false, 0L, 1L, false),
                        tuple(other, false, false, 1L, 2L, false));
    }

    @Test
    void anEngineOfAnotherNodeIsFoundByItsAddressWhileThatNodeHasAProcess() {
        NodeId other = under().anotherNode();
        RuntimeRecord running = SampleOperations.running(GAME, 0);
        stored(other, running);
        store().recordPlace(
                        store().find(GAME).orElseThrow(),
                        new EnginePlace(Optional.empty(), Optional.of("10.99.2.3")));
        under().placing(new PlacingPolicy(new MemorySize(512L << 20), Duration.ofMinutes(1)));
        InetAddress there = InetAddress.ofLiteral("10.99.2.3");
        assertThat(places().engineAt(there, NodeId.FIRST)).isEmpty();

        under().works(other, true);
        assertThat(places().engineAt(there, NodeId.FIRST))
                .contains(new NodeEngine(other, GAME, "10.99.2.3"));
        assertThat(places().engineAt(there, other)).isEmpty();
        assertThat(places().engineAt(InetAddress.ofLiteral("10.99.2.4"), NodeId.FIRST)).isEmpty();
        assertThat(places().engineAt(InetAddress.ofLiteral("fd00::2"), NodeId.FIRST)).isEmpty();
        under().works(other, false);
    }

    @Test
    void aNodeIsClosedAndOpenedAndGivenUp() {
        NodeId other = under().anotherNode();
        assertThat(nodes().setState(other, NodeState.OPEN, NodeState.CLOSED)).isTrue();
        assertThat(state(other)).isEqualTo(NodeState.CLOSED);
        assertThat(state(NodeId.FIRST)).isEqualTo(NodeState.OPEN);

        assertThat(nodes().setState(other, NodeState.CLOSED, NodeState.OPEN)).isTrue();
        assertThat(state(other)).isEqualTo(NodeState.OPEN);

        assertThat(nodes().retire(other)).isTrue();
        assertThat(state(other)).isEqualTo(NodeState.RETIRED);
        assertThat(nodes().retire(other)).isTrue();
        assertThat(under().registry().nodes().getLast().state()).isEqualTo(NodeState.RETIRED);
    }

    @Test
    void aNodeIsSetOnlyIfItIsStillWhatItWas() {
        NodeId other = under().anotherNode();
        assertThat(nodes().setState(other, NodeState.CLOSED, NodeState.OPEN)).isFalse();
        nodes().retire(other);

        assertThat(nodes().setState(other, NodeState.OPEN, NodeState.CLOSED)).isFalse();
        assertThat(state(other)).isEqualTo(NodeState.RETIRED);
        assertThat(nodes().setState(other, NodeState.RETIRED, NodeState.OPEN)).isTrue();
        assertThat(state(other)).isEqualTo(NodeState.OPEN);
    }

    /** Many at once, since the two steps of one change may be far apart. */
    @Test
    void aNodeThatWasGivenUpStaysSoHoweverOftenItIsClosedMeanwhile() throws Exception {
        NodeId other = under().anotherNode();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                List<Future<Boolean>> closing = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    closing.add(
                            threads.submit(() ->
                                    nodes().setState(other, NodeState.OPEN, NodeState.CLOSED)));
                }
                assertThat(nodes().retire(other)).isTrue();
                for (Future<Boolean> each : closing) {
                    each.get();
                }
                assertThat(state(other)).isEqualTo(NodeState.RETIRED);
                nodes().setState(other, NodeState.RETIRED, NodeState.OPEN);
            }
        }
    }

    private OperationRequest job(GameId game) {
        return SampleOperations.job(
                "runtime:start_jobs/" + game + "-0", game, "galaxy/game:1.4.0", we);
    }

    @Test
    void aJobOfAGameOnANodeThatWasGivenUpIsNotAssignedAndOpensNothing() {
        NodeId other = under().anotherNode();
        stored(other, stopped(GAME, 0));
        nodes().retire(other);

        assertThat(store().assign(job(GAME))).contains(new OpenResult.GivenUp(other));
        assertThat(store().openOperations()).isEmpty();

        nodes().move(GAME, NodeId.FIRST);
        assertThat(store().assign(job(GAME))).isEmpty();
    }

    /** Many at once: who gives the node up sees each row that is opened there. */
    @Test
    void afterANodeWasGivenUpNothingIsAssignedToIt() throws Exception {
        NodeId other = under().anotherNode();
        List<GameId> games = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            GameId game = new GameId("g" + i);
            stored(other, stopped(game, 0));
            games.add(game);
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<OpenResult>>> answers = new ArrayList<>();
            games.forEach(game -> answers.add(threads.submit(() -> store().assign(job(game)))));

            assertThat(nodes().retire(other)).isTrue();
            List<OpenOperation> left = store().openOperationsOn(other);

            int assigned = 0;
            for (Future<Optional<OpenResult>> answer : answers) {
                if (answer.get().orElseThrow() instanceof OpenResult.Busy) {
                    assigned++;
                } else {
                    assertThat(answer.get()).contains(new OpenResult.GivenUp(other));
                }
            }
            assertThat(left).hasSize(assigned);
            assertThat(store().openOperationsOn(other)).containsExactlyInAnyOrderElementsOf(left);
        }
    }

    private NodeState state(NodeId node) {
        return nodes().reports().stream()
                .map(NodeReport::node)
                .filter(one -> one.id().equals(node))
                .map(Node::state)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aGameMovesWhileNothingIsDoneToIt() {
        NodeId other = under().anotherNode();
        assertThat(nodes().move(GAME, other)).isEqualTo(Moved.UNKNOWN);
        stored(NodeId.FIRST, stopped(GAME, 0));
        RuntimeRecord before = store().find(GAME).orElseThrow();

        assertThat(nodes().move(GAME, other)).isEqualTo(Moved.DONE);

        RuntimeRecord moved = store().find(GAME).orElseThrow();
        assertThat(moved.node()).isEqualTo(other);
        assertThat(moved.version()).isEqualTo(before.version() + 1);
        assertThat(open(SampleOperations.call(GAME, OperationKind.START, we)).node())
                .isEqualTo(other);
    }

    @Test
    void aMovedGameHasNoContainerAnyMoreSinceThatStaysWhereItIs() {
        NodeId other = under().anotherNode();
        stored(NodeId.FIRST, stopped(GAME, 0));
        RuntimeRecord before = store().find(GAME).orElseThrow();
        List<OutboxMessage> messages = outbox().pending(Set.of(), 10);

        nodes().move(GAME, other);

        RuntimeRecord moved = store().find(GAME).orElseThrow();
        assertThat(moved.state())
                .isInstanceOfSatisfying(
                        RuntimeState.Removed.class,
                        removed -> {
                            assertThat(removed.stoppedAt()).contains(SampleOperations.FINISH);
                            assertThat(removed.removedAt()).isAfter(SampleOperations.FINISH);
                        });
        assertThat(moved.lastOpAt()).isEqualTo(before.lastOpAt());
        assertThat(outbox().pending(Set.of(), 10)).isEqualTo(messages);
        assertThat(nodes().move(GAME, NodeId.FIRST)).isEqualTo(Moved.DONE);
        assertThat(store().find(GAME).orElseThrow().state()).isEqualTo(moved.state());
    }

    @Test
    void aGameThatRunsOrIsBeingChangedIsNotMovedNorOneToARetiredNode() {
        NodeId other = under().anotherNode();
        stored(NodeId.FIRST, SampleOperations.running(GAME, 0));
        assertThat(nodes().move(GAME, other)).isEqualTo(Moved.RUNNING);

        GameId stopped = new GameId("b");
        stored(NodeId.FIRST, stopped(stopped, 0));
        OpenOperation row = begin(stopped);
        assertThat(nodes().move(stopped, other)).isEqualTo(Moved.BUSY);
        store().commit(SampleOperations.bare(row, new Verdict.Replayed()));

        nodes().retire(other);
        assertThat(nodes().move(stopped, other)).isEqualTo(Moved.RETIRED);
        assertThat(store().find(stopped).map(RuntimeRecord::node)).contains(NodeId.FIRST);
        assertThat(store().chunkOn(other, Optional.empty(), Optional.empty(), 10).records())
                .isEmpty();
    }
}
