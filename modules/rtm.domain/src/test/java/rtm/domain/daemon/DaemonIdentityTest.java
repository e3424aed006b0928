package rtm.domain.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.daemon.DaemonIdentity.Recognition;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Node;
import rtm.domain.model.NodeId;

class DaemonIdentityTest {

    private static final Recognition FIRST = new Recognition.Accepted(NodeId.FIRST);

    private final InMemoryStore registry = new InMemoryStore();
    private final DaemonIdentity identity = new DaemonIdentity(registry);

    @Test
    void theFirstDaemonEverIsThatOfTheFirstNode() {
        assertThat(identity.recognize("ABCD", false)).isEqualTo(FIRST);
        assertThat(registry.recordedDaemon(NodeId.FIRST)).contains("ABCD");
        assertThat(identity.recognize("ABCD", false)).isEqualTo(FIRST);
    }

    @Test
    void anotherDaemonIsRefusedAndStaysUnrecorded() {
        registry.recordDaemon("ABCD");

        assertThat(identity.recognize("EFGH", false))
                .isInstanceOfSatisfying(
                        Recognition.Refused.class,
                        refused -> assertThat(refused.reason()).contains("ABCD", "EFGH"));
        assertThat(registry.recordedDaemon(NodeId.FIRST)).contains("ABCD");
    }

    @Test
    void anAcceptedDaemonTakesThePlaceOfTheOneBeforeOnTheSameNode() {
        registry.recordDaemon("ABCD");

        assertThat(identity.recognize("EFGH", true)).isEqualTo(FIRST);
        assertThat(identity.recognize("ABCD", false)).isInstanceOf(Recognition.Refused.class);
    }

    private Recognition among(String daemon, String name) {
        return among(daemon, name, false);
    }

    private Recognition among(String daemon, String name, boolean accept) {
        return identity.carryOut(
                NodeClaim.of(registry.nodes(), daemon, name, accept), daemon, name);
    }

    private static NodeId accepted(Recognition recognition) {
        return ((Recognition.Accepted) recognition).node();
    }

    @Test
    void amongOthersTheFirstDaemonEverIsThatOfTheFirstNodeAndNamesIt() {
        assertThat(among("ABCD", "vm-1")).isEqualTo(FIRST);
        assertThat(registry.nodes()).extracting(Node::name).containsExactly(Optional.of("vm-1"));
        assertThat(among("ABCD", "vm-1")).isEqualTo(FIRST);
    }

    @Test
    void theNodeOfAServiceThatIsAloneKeepsNoNameUntilAnotherProcessWorksThere() {
        identity.recognize("ABCD", false);
        assertThat(among("ABCD", "vm-1")).isEqualTo(FIRST);
        assertThat(registry.nodes()).extracting(Node::name).containsExactly(Optional.empty());
    }

    @Test
    void theNodeOfAServiceThatIsAloneDoesNotGetTheNameOfAnother() {
        identity.recognize("ABCD", false);
        registry.add("vm-2", "EFGH");
        assertThat(among("ABCD", "vm-2")).isInstanceOf(Recognition.Refused.class);
    }

    @Test
    void aNewNameWithANewDaemonIsANewNode() {
        among("ABCD", "vm-1");

        NodeId second = accepted(among("EFGH", "vm-2"));

        assertThat(second).isNotEqualTo(NodeId.FIRST);
        assertThat(accepted(among("EFGH", "vm-2"))).isEqualTo(second);
        assertThat(accepted(among("IJKL", "vm-3"))).isNotIn(NodeId.FIRST, second);
    }

    @Test
    void theFirstNodeKeepsItsDaemonAlsoBeforeItHasAName() {
        identity.recognize("ABCD", false);
        NodeId second = accepted(among("EFGH", "vm-2"));
        assertThat(second).isNotEqualTo(NodeId.FIRST);
        assertThat(registry.recordedDaemon(NodeId.FIRST)).contains("ABCD");
    }

    @Test
    void anotherDaemonUnderAKnownNameIsRefusedUnlessItIsAccepted() {
        among("ABCD", "vm-1");
        NodeId second = accepted(among("EFGH", "vm-2"));

        assertThat(among("WXYZ", "vm-2"))
                .isInstanceOfSatisfying(
                        Recognition.Refused.class,
                        refused -> assertThat(refused.reason()).contains("WXYZ", "vm-2", "EFGH"));
        assertThat(accepted(among("WXYZ", "vm-2", true))).isEqualTo(second);
        assertThat(registry.recordedDaemon(second)).contains("WXYZ");
        assertThat(registry.recordedDaemon(NodeId.FIRST)).contains("ABCD");
    }

    @Test
    void aDaemonUnderAnotherNameThanItsNodesIsRefused() {
        among("ABCD", "vm-1");
        among("EFGH", "vm-2");
        assertThat(among("ABCD", "vm-2")).isInstanceOf(Recognition.Refused.class);
        assertThat(among("ABCD", "vm-3"))
                .isInstanceOfSatisfying(
                        Recognition.Refused.class,
                        refused -> assertThat(refused.reason()).contains("vm-1", "vm-3"));
    }

    @Test
    void anAcceptedDaemonTakesThePlaceOfTheOnlyNodesBeforeThatHasAName() {
        identity.recognize("ABCD", false);
        assertThat(among("EFGH", "vm-1", true)).isEqualTo(FIRST);
        assertThat(registry.nodes()).hasSize(1);
        assertThat(registry.recordedDaemon(NodeId.FIRST)).contains("EFGH");
    }

    @Test
    void theDaemonOfAnotherNodeIsNotUsedOnThisOne() {
        registry.recordDaemon("ABCD");
        NodeId other = registry.addNode("MNOP");

        assertThatCode(() -> identity.require(other, "MNOP")).doesNotThrowAnyException();
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> identity.require(NodeId.FIRST, "MNOP"));
        assertThatCode(() -> identity.require(NodeId.FIRST, "ABCD")).doesNotThrowAnyException();
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> identity.require(other, "ABCD"));
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> identity.require(NodeId.FIRST, "EFGH"));
    }
}
