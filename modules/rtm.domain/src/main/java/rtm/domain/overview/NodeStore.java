package rtm.domain.overview;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.BootId;
import rtm.domain.model.Completion;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.RuntimeStore;

/**
 * The store as the work on one node sees it: its lists have the games and the open operations of
 * that node only. A game of another node is still found by its id.
 */
public final class NodeStore extends ForwardingStore {

    private final NodeId node;
    private final boolean several;
    private final boolean amongOthers;

    /** Shows what is on that node, the only one. */
    public NodeStore(RuntimeStore store, NodeId node) {
        this(store, node, false, false);
    }

    private NodeStore(RuntimeStore store, NodeId node, boolean several, boolean amongOthers) {
        super(store);
        this.node = node;
        this.several = several;
        this.amongOthers = amongOthers;
    }

    /** Shows what is on that node, one of several. */
    public static NodeStore amongOthers(RuntimeStore store, NodeId node) {
        return new NodeStore(store, node, true, true);
    }

    /**
     * Shows what is on that node, the only one that was not given up: nobody asks where engines
     * are.
     */
    public static NodeStore besideGivenUp(RuntimeStore store, NodeId node) {
        return new NodeStore(store, node, true, false);
    }

    /** Where there is one node, nobody has to ask whose game it is. */
    @Override
    public Optional<OpenResult> assign(OperationRequest request) {
        return several ? super.assign(request) : Optional.empty();
    }

    @Override
    public OpenResult openAndCommit(
            OperationRequest request, Optional<BootId> takeOverFrom, CompletionFactory ending) {
        return super.openAndCommit(request, takeOverFrom, opened -> placed(ending.of(opened)));
    }

    @Override
    public void commit(Completion completion) {
        super.commit(placed(completion));
    }

    /** Where engines are matters only to other nodes. One that does not run is nowhere. */
    private Completion placed(Completion completion) {
        if (!amongOthers) {
            return completion.at(Optional.empty());
        }
        boolean ended =
                completion
                        .record()
                        .filter(record -> !(record.state() instanceof RuntimeState.Running))
                        .isPresent();
        return ended ? completion.at(Optional.of(EnginePlace.NONE)) : completion;
    }

    @Override
    public void recordPlace(RuntimeRecord record, EnginePlace place) {
        if (amongOthers) {
            super.recordPlace(record, place);
        }
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
