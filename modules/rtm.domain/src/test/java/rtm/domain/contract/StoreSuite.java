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
import rtm.domain.port.RuntimeStore.Begun;

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
        return opened(store().begin(request, Optional.empty())).operation();
    }

    static Begun.Opened opened(Begun begun) {
        assertThat(begun).isInstanceOf(Begun.Opened.class);
        return (Begun.Opened) begun;
    }
}
