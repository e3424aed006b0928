package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.NodeRegistry;

/** Where every {@link rtm.domain.port.RuntimeStore} says that games and operations are. */
abstract class NodeContract extends StoreSuite {

    @Test
    void aRecordKeepsItsNodeUntilACommitMovesIt() {
        NodeId node = under().anotherNode();
        RuntimeRecord first = SampleOperations.on(node, SampleOperations.running(GAME, 0));
        store().commit(SampleOperations.whole(begin(GAME), first));
        assertThat(store().find(GAME))
                .contains(SampleOperations.on(node, SampleOperations.running(GAME, 1)));

        RuntimeRecord moved = SampleOperations.running(GAME, 1);
        store().commit(SampleOperations.whole(begin(GAME), moved));
        assertThat(store().find(GAME).map(RuntimeRecord::node)).contains(NodeId.FIRST);
    }

    @Test
    void aRowKeepsItsNodeWhoeverOwnsIt() {
        NodeId node = under().anotherNode();
        OperationRequest request =
                SampleOperations.on(node, SampleOperations.call(GAME, OperationKind.STOP, we));

        OpenOperation opened = opened(store().openRow(request, Optional.empty())).operation();

        assertThat(opened.node()).isEqualTo(node);
        assertThat(store().openOperations()).containsExactly(opened);
        assertThat(store().takeOver(opened, new BootId(UUID.randomUUID())))
                .hasValueSatisfying(taken -> assertThat(taken.node()).isEqualTo(node));
    }

    @Test
    void aStateRootIsRecordedForItsNodeIfTheFormerOneIsStillThere() {
        NodeId other = under().anotherNode();
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        NodeRegistry roots = under().registry();
        assertThat(roots.stateRoot(NodeId.FIRST)).isEmpty();

        assertThat(roots.recordStateRoot(NodeId.FIRST, Optional.empty(), first)).isTrue();
        assertThat(roots.recordStateRoot(NodeId.FIRST, Optional.empty(), second)).isFalse();
        assertThat(roots.recordStateRoot(NodeId.FIRST, Optional.empty(), first)).isTrue();
        assertThat(roots.stateRoot(NodeId.FIRST)).contains(first);
        assertThat(roots.stateRoot(other)).isEmpty();

        assertThat(roots.recordStateRoot(NodeId.FIRST, Optional.of(first), second)).isTrue();
        assertThat(roots.stateRoot(NodeId.FIRST)).contains(second);
    }
}
