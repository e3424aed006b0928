package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.port.Outbox;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.RuntimeStore.OpenResult;

/** One contract of a store, with helpers that open operations. */
abstract class StoreSuite {

    static final GameId GAME = SampleOperations.GAME;

    final BootId we = new BootId(UUID.randomUUID());

    /** The tested implementation. */
    abstract StoreContracts under();

    final RuntimeStore store() {
        return under().store();
    }

    final Outbox outbox() {
        return under().outbox();
    }

    final OpenOperation begin(GameId game) {
        return open(SampleOperations.call(game, OperationKind.STOP, we));
    }

    final OpenOperation open(OperationRequest request) {
        return opened(store().openRow(request, Optional.empty())).operation();
    }

    static OpenResult.Opened opened(OpenResult begun) {
        assertThat(begun).isInstanceOf(OpenResult.Opened.class);
        return (OpenResult.Opened) begun;
    }
}
