package rtm.domain.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import rtm.domain.daemon.DaemonIdentity.Recognition;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.model.DependencyUnavailableException;
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
