package rtm.domain.overview;

import java.util.Optional;
import java.util.Set;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.port.RuntimeStore;

/**
 * A store that opens no row of a start while games are not started. Every start opens a row first,
 * whether for a job or for a call, so this is the one place to ask. A start that is given up is
 * still closed.
 */
public final class GatedStore extends ForwardingStore {

    private final StartGate gate;

    /** Asks the gate before each start. */
    public GatedStore(RuntimeStore store, StartGate gate) {
        super(store);
        this.gate = gate;
    }

    @Override
    public OpenResult openRow(OperationRequest request, Optional<BootId> takeOverFrom) {
        check(request);
        return super.openRow(request, takeOverFrom);
    }

    @Override
    public Optional<OpenResult> assign(OperationRequest request) {
        check(request);
        return super.assign(request);
    }

    @Override
    public OpenResult openRowUnlessLost(
            OperationRequest request, Optional<BootId> takeOverFrom, Set<ContainerId> live) {
        check(request);
        return super.openRowUnlessLost(request, takeOverFrom, live);
    }

    private void check(OperationRequest request) {
        if (request.kind() == OperationKind.START) {
            gate.require();
        }
    }
}
