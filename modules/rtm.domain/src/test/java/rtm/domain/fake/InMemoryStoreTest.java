package rtm.domain.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import rtm.domain.contract.StoreContracts;
import rtm.domain.model.BootId;
import rtm.domain.model.Completion;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.PlacingPolicy;
import rtm.domain.port.DatabaseIdentity;
import rtm.domain.port.DrainSwitch;
import rtm.domain.port.EndingStore;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.OperationRetention;
import rtm.domain.port.Outbox;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StoreOverview;
import rtm.domain.port.node.NodeAdministration;
import rtm.domain.port.upkeep.ImageUses;

class InMemoryStoreTest extends StoreContracts {

    private final InMemoryStore store = new InMemoryStore();
    private final Set<NodeId> atWork = ConcurrentHashMap.newKeySet();

    @Override
    protected RuntimeStore store() {
        return store;
    }

    @Override
    protected Outbox outbox() {
        return store;
    }

    @Override
    protected ImageUses images() {
        return store;
    }

    @Override
    protected EndingStore endings() {
        return store.endings();
    }

    @Override
    protected InMemoryNodes places() {
        return store.places();
    }

    @Override
    protected InMemoryNodes administration() {
        return store.places();
    }

    @Override
    protected DrainSwitch drains() {
        return store;
    }

    @Override
    protected StoreOverview overview() {
        return store;
    }

    @Override
    protected NodeId anotherNode() {
        return store.addNode("MNOP:QRST");
    }

    @Override
    protected NodeRegistry registry() {
        return store;
    }

    @Override
    protected DatabaseIdentity identity() {
        return store;
    }

    @Override
    protected OperationRetention retention() {
        return store;
    }

    @Override
    protected RuntimeStore placing(PlacingPolicy policy) {
        store.amongOthers(policy);
        store.atWork(atWork::contains);
        return store;
    }

    @Override
    protected NodeRegistry placingRegistry() {
        return store;
    }

    @Override
    protected NodeAdministration placingAdministration() {
        return store.places();
    }

    @Override
    protected void works(NodeId node, boolean has) {
        if (has) {
            atWork.add(node);
        } else {
            atWork.remove(node);
        }
    }

    @Override
    protected void state(NodeId node, NodeState state) {
        store.state(node, state);
    }

    @Override
    protected void unseen(NodeId node, Duration since) {
        store.unseen(node, since);
    }

    @Test
    void failsAsPostgresDoesWhileTheTestSaysSo() {
        store.unavailable(true);
        assertThatThrownBy(() -> store.find(SampleOperations.GAME))
                .isInstanceOf(DependencyUnavailableException.class);
        store.unavailable(false);
        assertThat(store.find(SampleOperations.GAME)).isEmpty();
    }

    @Test
    void aCommitWhoseAnswerIsLostHasTakenEffect() {
        Completion completion =
                SampleOperations.whole(open(), SampleOperations.running(SampleOperations.GAME, 0));
        store.loseAnswerOfNextCommit();

        assertThatThrownBy(() -> store.commit(completion))
                .isInstanceOf(DependencyUnavailableException.class);

        store.commit(completion);
        assertThat(store.operations())
                .extracting(LoggedOperation::completion)
                .containsExactly(Optional.of(completion));
        assertThat(store.snapshot(SampleOperations.GAME)).isEqualTo(completion.snapshot());
    }

    private OpenOperation open() {
        BootId owner = new BootId(UUID.randomUUID());
        return ((RuntimeStore.OpenResult.Opened)
                        store.openRow(
                                SampleOperations.call(
                                        SampleOperations.GAME, OperationKind.START, owner),
                                Optional.empty()))
                .operation();
    }
}
