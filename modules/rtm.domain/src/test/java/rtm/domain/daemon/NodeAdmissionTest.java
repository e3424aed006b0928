package rtm.domain.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.daemon.DaemonIdentity.Recognition;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Labels;
import rtm.domain.model.MemorySize;
import rtm.domain.model.Node;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.domain.model.ObservedContainer;

class NodeAdmissionTest {

    private static final Recognition FIRST = new Recognition.Accepted(NodeId.FIRST);

    private final InMemoryStore registry = new InMemoryStore();
    private final FakeContainerDaemon docker = new FakeContainerDaemon();
    private final NodeAdmission admission = new NodeAdmission(registry, docker::containers);

    private Recognition among(String daemon, String name) {
        return admission.amongOthers(
                daemon, name, Optional.of(URI.create("http://" + name + ":8096")), false);
    }

    private Recognition alone(String daemon, boolean acceptChange) {
        return admission.alone(registry.nodes(), daemon, acceptChange);
    }

    private static String reason(Recognition recognition) {
        return recognition instanceof Recognition.Refused(String reason) ? reason : "none";
    }

    private static ObservedContainer container(int number) {
        return new ObservedContainer(
                new ContainerId("c" + number),
                "galaxy-game-game" + number,
                "galaxy/game:1.4.0",
                ContainerState.EXITED,
                Map.of(Labels.OWNER, Labels.OWNER_VALUE, Labels.GAME_ID, "game" + number));
    }

    @Test
    void theOnlyNodeIsAdmittedAlsoIfItHadANameOnce() {
        assertThat(alone("ABCD", false)).isEqualTo(FIRST);
        assertThat(among("ABCD", "vm-1")).isEqualTo(FIRST);
        assertThat(alone("ABCD", false)).isEqualTo(FIRST);
        assertThat(reason(alone("EFGH", false))).contains("EFGH", "ABCD");
    }

    @Test
    void aProcessThatKnowsNoOtherNodesIsRefusedBesideThem() {
        among("ABCD", "vm-1");
        among("EFGH", "vm-2");
        assertThat(reason(alone("ABCD", false)))
                .isEqualTo(
                        "nodes: RTMANAGER_NODES is single, but the games are on nodes vm-1, vm-2; set it to many on each of them");
        registry.state(new NodeId(2), NodeState.RETIRED);
        assertThat(alone("ABCD", false)).isEqualTo(FIRST);
    }

    @Test
    void whoIsOneOfSeveralSaysWhereItCanBeReached() {
        assertThat(admission.amongOthers("ABCD", "vm-1", Optional.empty(), false)).isEqualTo(FIRST);
        assertThat(reason(admission.amongOthers("EFGH", "vm-2", Optional.empty(), false)))
                .isEqualTo(
                        "nodes: there is another node (vm-1), so set RTMANAGER_NODE_URL to where it reaches this process");
        assertThat(registry.nodes()).hasSize(1);
        among("EFGH", "vm-2");
        assertThat(reason(admission.amongOthers("ABCD", "vm-1", Optional.empty(), false)))
                .contains("vm-2");
    }

    @Test
    void noNodeJoinsOneWhoseProcessKnowsNoOthers() {
        alone("ABCD", false);
        assertThat(reason(among("EFGH", "vm-2")))
                .isEqualTo(
                        "nodes: the process of node number 1 knows no other nodes; start it with RTMANAGER_NODES=many first");
        assertThat(registry.nodes()).hasSize(1);
        assertThat(among("ABCD", "vm-1")).isEqualTo(FIRST);
        assertThat(reason(among("EFGH", "vm-2"))).contains("number 1 knows no other nodes");
        admission.requireWorking(NodeId.FIRST, "vm-1");
        assertThat(among("EFGH", "vm-2")).isEqualTo(new Recognition.Accepted(new NodeId(2)));
    }

    @Test
    void noNodeJoinsOneWhoseProcessKnowsNoOthersAnyMore() {
        among("ABCD", "vm-1");
        admission.requireWorking(NodeId.FIRST, "vm-1");
        assertThat(alone("ABCD", false)).isEqualTo(FIRST);
        admission.requireAlone(NodeId.FIRST);
        assertThat(reason(among("EFGH", "vm-2"))).contains("number 1 knows no other nodes");
    }

    @Test
    void aNodeThatWasClosedIsOpenOnceItsProcessKnowsNoOthers() {
        among("ABCD", "vm-1");
        admission.requireWorking(NodeId.FIRST, "vm-1");
        registry.state(NodeId.FIRST, NodeState.CLOSED);
        admission.requireAlone(NodeId.FIRST);
        assertThat(registry.nodes())
                .singleElement()
                .extracting(Node::name, Node::state)
                .containsExactly(Optional.empty(), NodeState.OPEN);

        registry.state(NodeId.FIRST, NodeState.CLOSED);
        admission.requireAlone(NodeId.FIRST);
        assertThat(registry.nodes().getFirst().state()).isEqualTo(NodeState.OPEN);
    }

    @Test
    void aProcessThatKnowsNoOtherNodesDoesNotTakeOverWhenOneHasJoined() {
        alone("ABCD", false);
        among("ABCD", "vm-1");
        admission.requireWorking(NodeId.FIRST, "vm-1");
        among("EFGH", "vm-2");
        assertThatThrownBy(() -> admission.requireAlone(NodeId.FIRST))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("RTMANAGER_NODES is single, but");
        assertThat(registry.nodes()).extracting(Node::name).doesNotContain(Optional.empty());
    }

    @Test
    void aNodeDoesNotWorkUnderTheNameOfAnother() {
        alone("ABCD", false);
        among("ABCD", "vm-2");
        registry.add("vm-2", "EFGH");
        assertThatThrownBy(() -> admission.requireWorking(NodeId.FIRST, "vm-2"))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("another node is named vm-2");
    }

    @Test
    void theUrlOfAnotherNodeIsRefused() {
        among("ABCD", "vm-1");
        Optional<URI> url = Optional.of(URI.create("http://vm-1:8096"));
        registry.recordSeen(NodeId.FIRST, new NodeCapacity(new MemorySize(1L << 30), 0), url);
        assertThat(reason(admission.amongOthers("EFGH", "vm-2", url, false)))
                .isEqualTo(
                        "nodes: RTMANAGER_NODE_URL is that of node vm-1; set it to where the others reach this process");
        assertThat(admission.amongOthers("ABCD", "vm-1", url, false)).isEqualTo(FIRST);
    }

    @Test
    void aNodeMayBeGivenUpWhileItsProcessIsCutOff() {
        among("ABCD", "vm-1");
        among("EFGH", "vm-2");
        NodeId second = new NodeId(2);
        NodeAdmission.requireWorking(registry.nodes(), second);
        registry.state(second, NodeState.RETIRED);
        NodeAdmission.requireWorking(registry.nodes(), NodeId.FIRST);
        assertThatThrownBy(() -> NodeAdmission.requireWorking(registry.nodes(), second))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("node vm-2 was given up");
    }

    @Test
    void whatIsLeftOnANodeThatWasGivenUpIsNamedAndNotTouched() {
        among("ABCD", "vm-1");
        among("EFGH", "vm-2");
        registry.state(new NodeId(2), NodeState.RETIRED);
        assertThat(reason(among("EFGH", "vm-2")))
                .startsWith("nodes: node vm-2 was given up")
                .contains("no container of a game is on its Docker")
                .contains("\"rtmanager node open vm-2 --emptied\"", "join as a new node");
        for (int i = 1; i <= 7; i++) {
            docker.place(container(i));
        }
        assertThat(reason(among("EFGH", "vm-2")))
                .contains("on its Docker are galaxy-game-game1, ")
                .contains("galaxy-game-game5 and 2 more;");
        assertThat(reason(alone("EFGH", false))).contains("vm-2 was given up");
    }
}
