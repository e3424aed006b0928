package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.MemorySize;
import rtm.domain.model.Node;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeLoad;
import rtm.domain.model.NodeState;

class PlacementTest {

    private static final int IN_TROUBLE = 99;
    private static final long GIB = 1L << 30;
    private static final GameId GAME = new GameId("chess");
    private static final MemorySize WANTED = new MemorySize(GIB);

    private static NodeLoad node(int number, long gib, int most, long games, long used) {
        return node(
                number,
                NodeState.OPEN,
                true,
                Optional.of(new NodeCapacity(new MemorySize(gib * GIB), most)),
                games,
                used);
    }

    private static NodeLoad node(
            int number,
            NodeState state,
            boolean atWork,
            Optional<NodeCapacity> capacity,
            long games,
            long used) {
        return new NodeLoad(
                new Node(
                        new NodeId(number),
                        Optional.of("vm-" + number),
                        Optional.empty(),
                        Optional.empty(),
                        state,
                        capacity,
                        Optional.of("docker: no answer").filter(_ -> number == IN_TROUBLE),
                        Optional.empty()),
                atWork,
                Optional.empty(),
                games,
                used * GIB,
                0);
    }

    private static int chosen(NodeLoad... nodes) {
        return Placement.choose(GAME, WANTED, List.of(nodes)).number();
    }

    @Test
    void theNodeWhoseMemoryIsFilledLeastIsChosen() {
        assertThat(chosen(node(1, 8, 0, 1, 4), node(2, 64, 0, 9, 9), node(3, 8, 0, 2, 2)))
                .isEqualTo(2);
    }

    @Test
    void ofTwoThatAreFilledAlikeTheOneWithFewerGamesIsChosenAndThenTheLowerNumber() {
        assertThat(chosen(node(1, 8, 0, 4, 2), node(2, 8, 0, 2, 2), node(3, 8, 0, 2, 2)))
                .isEqualTo(2);
    }

    @Test
    void aNodeThatIsFilledToItsLastByteHasNoRoom() {
        assertThat(chosen(node(1, 8, 0, 0, 7))).isEqualTo(1);
        assertThat(Placement.find(WANTED, List.of(node(1, 8, 0, 0, 8)))).isEmpty();
        assertThat(Placement.find(new MemorySize(2 * GIB), List.of(node(1, 8, 0, 0, 7)))).isEmpty();
    }

    @Test
    void aNodeWithAsManyGamesAsItTakesHasNoRoom() {
        assertThat(chosen(node(1, 8, 3, 3, 0), node(2, 8, 3, 2, 6))).isEqualTo(2);
    }

    @Test
    void theWordsSayWhyForEachNodeAndLeaveOutThoseThatAreGivenUp() {
        Optional<NodeCapacity> small = Optional.of(new NodeCapacity(new MemorySize(GIB), 0));
        List<NodeLoad> nodes =
                List.of(
                        node(1, 8, 3, 3, 0),
                        node(2, NodeState.CLOSED, true, small, 0, 0),
                        node(3, NodeState.OPEN, false, small, 0, 0),
                        node(4, NodeState.OPEN, true, Optional.empty(), 0, 0),
                        node(5, NodeState.RETIRED, false, small, 0, 0),
                        node(IN_TROUBLE, 8, 0, 0, 0));

        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> Placement.choose(GAME, WANTED, nodes))
                .withMessage(
                        "node: no node has room for game chess: open another node"
                                + " (full: vm-1; closed: vm-2; without a process: vm-3;"
                                + " unable to start engines: vm-99; of unknown size: vm-4)")
                .satisfies(away -> assertThat(away.reason()).isEqualTo("no node has room"));
    }

    @Test
    void theWordsNameAFewOfManyNodes() {
        List<NodeLoad> nodes = new ArrayList<>();
        IntStream.rangeClosed(1, 30).forEach(number -> nodes.add(node(number, 8, 1, 1, 0)));
        assertThatThrownBy(() -> Placement.choose(GAME, WANTED, nodes))
                .hasMessageEndingWith("(full: vm-1, vm-2, vm-3, vm-4, vm-5 and 25 more)");
        assertThatThrownBy(() -> Placement.choose(GAME, WANTED, List.of()))
                .hasMessageEndingWith("open another node");
    }

    @Test
    void aGivenNodeIsRequiredToHaveRoom() {
        List<NodeLoad> nodes = List.of(node(1, 8, 0, 0, 8), node(2, 8, 0, 7, 7));
        Placement.require(GAME, WANTED, new NodeId(2), nodes);
        assertThatThrownBy(() -> Placement.require(GAME, WANTED, NodeId.FIRST, nodes))
                .hasMessage("node: node vm-1 has no room for game chess: it is full");
    }
}
