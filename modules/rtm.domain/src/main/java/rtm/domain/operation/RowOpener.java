package rtm.domain.operation;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeNames;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.Origin;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.RuntimeStore.OpenResult;

/**
 * Opens the rows of operations. Before a new one it looks at the containers, so that the record can
 * be reconciled first if its engine is lost.
 */
final class RowOpener {

    private final RuntimeStore store;
    private final ContainerQueries containers;
    private final FirstReconciliation reconciliation;
    private final NodeId here;
    private final NodeNames names;

    RowOpener(
            RuntimeStore store,
            ContainerQueries containers,
            FirstReconciliation reconciliation,
            NodeId here,
            NodeNames names) {
        this.store = store;
        this.containers = containers;
        this.reconciliation = reconciliation;
        this.here = here;
        this.names = names;
    }

    /**
     * How an operation began.
     *
     * @param answer the answer of the store
     * @param look the look at the containers before it
     * @param away why it cannot be carried out now, although the row is open
     */
    record Beginning(
            OpenResult answer, FirstLook look, Optional<DependencyUnavailableException> away) {}

    /**
     * Looks at the containers, then opens the row. If the record says running and its engine was
     * not found alive, or Docker did not answer, no row is opened: the record is reconciled first.
     * Otherwise the operation would mistake that exit for its own effect.
     */
    Beginning begin(OperationRequest request, OwnershipCheck ownership) {
        FirstLook look = look(request.gameId());
        OpenResult answer =
                open(
                        request,
                        this::isHere,
                        from -> store.openRowUnlessLost(request, from, live(look)));
        return answer instanceof OpenResult.Lost
                ? beginReconciled(request, ownership, look)
                : new Beginning(answer, look, elsewhere(answer));
    }

    private FirstLook look(GameId gameId) {
        try {
            return new FirstLook.Found(containers.find(gameId));
        } catch (DependencyUnavailableException away) {
            return new FirstLook.Failed(away);
        }
    }

    private static Set<ContainerId> live(FirstLook look) {
        return switch (look) {
            case FirstLook.Found(FoundContainers found) -> found.live();
            case FirstLook.Failed _, FirstLook.None _ -> Set.of();
        };
    }

    /** If the state cannot be known now, a call over HTTP fails, and its row says so. */
    private Beginning beginReconciled(
            OperationRequest request, OwnershipCheck ownership, FirstLook look) {
        try {
            if (look instanceof FirstLook.Failed(DependencyUnavailableException away)) {
                throw away;
            }
            reconciliation.reconcile(request.gameId(), ownership);
        } catch (DependencyUnavailableException away) {
            if (request.origin() instanceof Origin.Job) {
                throw away;
            }
            return new Beginning(open(request), new FirstLook.None(), Optional.of(away));
        }
        FirstLook again = look(request.gameId());
        OpenResult answer = open(request);
        return new Beginning(answer, again, elsewhere(answer));
    }

    /** Why a game of another node cannot be changed here. */
    Optional<DependencyUnavailableException> elsewhere(OpenResult answer) {
        try {
            switch (answer) {
                case OpenResult.Opened(OpenOperation row, Optional<RuntimeRecord> record, _) -> {
                    row.requireOn(here, names::of);
                    record.ifPresent(one -> one.requireOn(here, names::of));
                }
                case OpenResult.Busy(OpenOperation other) -> other.requireOn(here, names::of);
                case OpenResult.AlreadyDone _,
                        OpenResult.GivenUp _,
                        OpenResult.Lost _,
                        OpenResult.NameTaken _ -> {}
            }
            return Optional.empty();
        } catch (DependencyUnavailableException away) {
            return Optional.of(away);
        }
    }

    /**
     * While this process owns the game, another process with an open row of the same job has lost
     * its lease, is dead, or only assigned the job to this node. A row of another node is left to
     * it.
     */
    OpenResult open(OperationRequest request) {
        return open(request, this::isHere, from -> store.openRow(request, from));
    }

    private boolean isHere(OpenOperation row) {
        return row.node().equals(here);
    }

    /**
     * Opens a row, or takes over that of the same job.
     *
     * @param mayTakeOver the rows that may be taken over
     */
    static OpenResult open(
            OperationRequest request,
            Predicate<OpenOperation> mayTakeOver,
            Function<Optional<BootId>, OpenResult> opening) {
        OpenResult answer = opening.apply(Optional.empty());
        if (answer instanceof OpenResult.Busy(OpenOperation other)
                && request.isOfTheSameJobAs(other)
                && mayTakeOver.test(other)) {
            return opening.apply(Optional.of(other.owner()));
        }
        return answer;
    }
}
