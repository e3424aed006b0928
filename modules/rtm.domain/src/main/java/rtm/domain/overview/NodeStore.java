package rtm.domain.overview;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.RuntimeStore;

/**
 * The store as the work on one node sees it: its lists have the games and the open operations of
 * that node only. A game of another node is still found by its id.
 */
public final class NodeStore extends ForwardingStore {

    private final NodeId node;
    private final boolean amongOthers;

    /** Shows what is on that node, the only one. */
    public NodeStore(RuntimeStore store, NodeId node) {
        this(store, node, false);
    }

    private NodeStore(RuntimeStore store, NodeId node, boolean amongOthers) {
        super(store);
        this.node = node;
        this.amongOthers = amongOthers;
    }

    /** Shows what is on that node, one of several. */
    public static NodeStore amongOthers(RuntimeStore store, NodeId node) {
        return new NodeStore(store, node, true);
    }

    /** Where there is one node, nobody has to ask whose game it is. */
    @Override
    public Optional<OpenResult> assign(OperationRequest request) {
        return amongOthers ? super.assign(request) : Optional.empty();
    }

    @Override
    public RecordChunk chunk(Optional<RuntimeStatus> status, Optional<GameId> after, int most) {
        return super.chunkOn(node, status, after, most);
    }

    @Override
    public List<OpenOperation> openOperations() {
        return super.openOperationsOn(node);
    }
}
