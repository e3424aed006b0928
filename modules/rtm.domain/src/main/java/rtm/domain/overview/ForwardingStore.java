package rtm.domain.overview;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rtm.domain.model.BootId;
import rtm.domain.model.ClaimAnswers;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerClaim;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthChange;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationChunk;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.RuntimeStore;

/** A store that passes every call on to another one. */
abstract class ForwardingStore implements RuntimeStore {

    private final RuntimeStore store;

    ForwardingStore(RuntimeStore store) {
        this.store = store;
    }

    @Override
    public OpenResult openRow(OperationRequest request, Optional<BootId> takeOverFrom) {
        return store.openRow(request, takeOverFrom);
    }

    @Override
    public Optional<OpenResult> assign(OperationRequest request) {
        return store.assign(request);
    }

    @Override
    public OpenResult openRowUnlessLost(
            OperationRequest request, Optional<BootId> takeOverFrom, Set<ContainerId> live) {
        return store.openRowUnlessLost(request, takeOverFrom, live);
    }

    @Override
    public OpenResult openAndCommit(
            OperationRequest request, Optional<BootId> takeOverFrom, CompletionFactory ending) {
        return store.openAndCommit(request, takeOverFrom, ending);
    }

    @Override
    public void commit(Completion completion) {
        store.commit(completion);
    }

    @Override
    public void abandon(OpenOperation operation) {
        store.abandon(operation);
    }

    @Override
    public void reportSkipped(OpenOperation operation) {
        store.reportSkipped(operation);
    }

    @Override
    public Observed observe(HealthChange change) {
        return store.observe(change);
    }

    @Override
    public void recordPlace(RuntimeRecord record, EnginePlace place) {
        store.recordPlace(record, place);
    }

    @Override
    public Optional<OpenOperation> takeOver(OpenOperation operation, BootId newOwner) {
        return store.takeOver(operation, newOwner);
    }

    @Override
    public Optional<RuntimeRecord> find(GameId gameId) {
        return store.find(gameId);
    }

    @Override
    public RecordChunk chunk(Optional<RuntimeStatus> status, Optional<GameId> after, int most) {
        return store.chunk(status, after, most);
    }

    @Override
    public RecordChunk chunkOn(
            NodeId node, Optional<RuntimeStatus> status, Optional<GameId> after, int most) {
        return store.chunkOn(node, status, after, most);
    }

    @Override
    public List<OpenOperation> openOperations() {
        return store.openOperations();
    }

    @Override
    public List<OpenOperation> openOperationsOn(NodeId node) {
        return store.openOperationsOn(node);
    }

    @Override
    public OperationChunk operations(GameId gameId, Optional<Long> before, int most) {
        return store.operations(gameId, before, most);
    }

    @Override
    public ClaimAnswers judge(GameId gameId, Collection<ContainerClaim> claims) {
        return store.judge(gameId, claims);
    }

    @Override
    public Optional<HealthSnapshot> findHealth(GameId gameId) {
        return store.findHealth(gameId);
    }
}
