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
}
