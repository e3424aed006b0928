package rtm.domain.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.daemon.DaemonIdentity.Recognition;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.MemorySize;
import rtm.domain.model.Node;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;

class NodeAdmissionTest {

    private static final Recognition FIRST = new Recognition.Accepted(NodeId.FIRST);

    private final InMemoryStore registry = new InMemoryStore();
    private final NodeAdmission admission =
            new NodeAdmission(registry, node -> "left on node " + node);

    private Recognition among(String daemon, String name) {
        return among(daemon, name, Optional.of(url(name)));
    }

    private static URI url(String name) {
        return URI.create("http://" + name + ":8096");
    }

    private Recognition among(String daemon, String name, Optional<URI> url) {
        return admission.amongOthers(daemon, name, url, false, _ -> Optional.empty());
    }

    private Recognition alone(String daemon, boolean acceptChange) {
        return admission.alone(registry.nodes(), daemon, acceptChange);
    }

    private static String reason(Recognition recognition) {
        return recognition instanceof Recognition.Refused(String reason) ? reason : "none";
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
        assertThat(among("ABCD", "vm-1", Optional.empty())).isEqualTo(FIRST);
        assertThat(reason(among("EFGH", "vm-2", Optional.empty())))
                .isEqualTo(
                        "nodes: there is another node (vm-1), so set RTMANAGER_NODE_URL to where it reaches this process");
        assertThat(registry.nodes()).hasSize(1);
        among("EFGH", "vm-2");
        assertThat(reason(among("ABCD", "vm-1", Optional.empty()))).contains("vm-2");
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
        assertThat(reason(among("EFGH", "vm-2", url)))
                .isEqualTo(
                        "nodes: RTMANAGER_NODE_URL is that of node vm-1; set it to where the others reach this process");
        assertThat(among("ABCD", "vm-1", url)).isEqualTo(FIRST);
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
                .contains("; left on node 2; nothing was changed here: ")
                .contains("\"rtmanager node open vm-2 --emptied\"", "join as a new node");
        assertThat(reason(alone("EFGH", false))).contains("vm-2 was given up", "left on node 2");
        assertThat(NodeAdmission.refusalAlone(registry.nodes(), "EFGH"))
                .hasValueSatisfying(
                        why -> assertThat(why.text()).startsWith("nodes: node vm-2 was given up"));
        assertThat(NodeAdmission.refusalAlone(registry.nodes(), "ABCD")).isEmpty();
    }

    @Test
    void nothingIsRecordedForANodeThatWasGivenUp() {
        among("ABCD", "vm-1");
        among("EFGH", "vm-2");
        registry.state(new NodeId(2), NodeState.RETIRED);
        assertThat(
                        reason(
                                admission.amongOthers(
                                        "WXYZ",
                                        "vm-2",
                                        Optional.of(url("vm-2")),
                                        true,
                                        _ -> Optional.empty())))
                .contains("vm-2 was given up");
        assertThat(registry.recordedDaemon(new NodeId(2))).contains("EFGH");
    }

    private String refused(String daemon, String name, boolean accept, Optional<String> otherRoot) {
        NodeClaim claim =
                NodeAdmission.claim(
                        registry.nodes(),
                        daemon,
                        name,
                        Optional.of(url(name)),
                        accept,
                        _ -> otherRoot);
        return NodeAdmission.refusal(claim, name, _ -> otherRoot)
                .map(NodeRefusal::text)
                .orElse("none");
    }

    private static final Optional<String> OTHER = Optional.of("the state root is another one");

    private static final String COPY =
            "nodes: this machine has the Docker ID of node %s, but the state root is another one; a copy of that machine needs a Docker ID of its own (docs/many-vms.md)";

    @Test
    void aCopyOfAMachineNeedsADockerIdOfItsOwnUnderAnyName() {
        alone("ABCD", false);
        assertThat(refused("ABCD", "vm-1", false, Optional.empty())).isEqualTo("none");
        assertThat(refused("ABCD", "vm-2", false, OTHER)).isEqualTo(COPY.formatted("number 1"));
        admission.requireWorking(NodeId.FIRST, "vm-1");
        assertThat(refused("ABCD", "vm-1", false, OTHER)).isEqualTo(COPY.formatted("vm-1"));
        assertThat(refused("ABCD", "vm-2", true, OTHER)).isEqualTo(COPY.formatted("vm-1"));
        assertThat(
                        reason(
                                admission.amongOthers(
                                        "ABCD",
                                        "vm-2",
                                        Optional.of(url("vm-2")),
                                        false,
                                        _ -> OTHER)))
                .isEqualTo(COPY.formatted("vm-1"));
    }

    @Test
    void anotherNameForAMachineWithTheNodesFoldersIsItsFormerOneOrThatOfACopy() {
        among("ABCD", "vm-1");
        assertThat(refused("ABCD", "vm-2", false, Optional.empty()))
                .isEqualTo(reason(among("ABCD", "vm-2")))
                .startsWith("docker: the daemon is that of node vm-1, which is not named vm-2; ")
                .contains("set RTMANAGER_NODE_NAME to vm-1", "a copy of that one");
        registry.state(NodeId.FIRST, NodeState.RETIRED);
        assertThat(refused("ABCD", "vm-2", false, Optional.empty()))
                .startsWith("nodes: node vm-1 was given up");
    }

    @Test
    void whatTakesThePlaceOfAMachineHasItsFolders() {
        among("ABCD", "vm-1");
        assertThat(refused("EFGH", "vm-1", false, OTHER)).contains("EFGH", "has daemon ABCD");
        assertThat(refused("EFGH", "vm-1", true, OTHER))
                .isEqualTo(
                        "nodes: this machine would take the place of node vm-1, but the state root is another one");
        assertThat(
                        reason(
                                admission.amongOthers(
                                        "EFGH",
                                        "vm-1",
                                        Optional.of(url("vm-1")),
                                        true,
                                        _ -> OTHER)))
                .isEqualTo(refused("EFGH", "vm-1", true, OTHER));
        assertThat(registry.recordedDaemon(NodeId.FIRST)).contains("ABCD");
        assertThat(refused("EFGH", "vm-1", true, Optional.empty())).isEqualTo("none");
        assertThat(refused("EFGH", "vm-2", false, OTHER)).isEqualTo("none");
    }
}
