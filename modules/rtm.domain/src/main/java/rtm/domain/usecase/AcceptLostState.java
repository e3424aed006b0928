package rtm.domain.usecase;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeNames;
import rtm.domain.model.OperationException;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.operation.BusyGame;
import rtm.domain.operation.GameLocks;
import rtm.domain.port.IdSource;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StateFolders;
import rtm.domain.port.StateFolders.Found;
import rtm.domain.state.GameStates;

/**
 * An operator's word that a game's state is lost for good, so that its next start may have an empty
 * folder. It changes no record and no container, so it has no row in the operation log.
 */
public final class AcceptLostState {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Log LOG = Log.of(AcceptLostState.class);

    private final RuntimeStore store;
    private final BusyGame busy;
    private final GameLocks locks;
    private final StateFolders folders;
    private final GameStates states;
    private final NodeId here;
    private final NodeNames names;
    private final IdSource ids;

    AcceptLostState(
            RuntimeStore store,
            BusyGame busy,
            GameLocks locks,
            StateFolders folders,
            GameStates states,
            NodeId here,
            NodeNames names,
            IdSource ids) {
        this.store = store;
        this.busy = busy;
        this.locks = locks;
        this.folders = folders;
        this.states = states;
        this.here = here;
        this.names = names;
        this.ids = ids;
    }

    /**
     * Makes the game's folder where it is missing, forgets that it had content, and records the
     * root where it is another one. A state that is there stays as it is.
     *
     * @param source who says so
     * @return the game's record, unchanged
     * @throws OperationException {@code not_found} without a record, {@code conflict} if the game
     *     runs or is busy, {@code container_start_failed} if the folder cannot be made
     * @throws rtm.domain.model.DependencyUnavailableException if it may be tried again
     * @throws rtm.domain.model.OwnershipLostException if another process took the game over
     */
    public RuntimeRecord accept(GameId gameId, OperationSource source) throws InterruptedException {
        try (GameLocks.Claim claim =
                locks.claim(gameId, new OperationId(ids.next()), PATIENCE)
                        .orElseThrow(() -> busy.refusal(gameId))) {
            RuntimeRecord record = acceptable(gameId);
            claim.ownership().check();
            accept(record, source);
            return record;
        }
    }

    private RuntimeRecord acceptable(GameId gameId) {
        RuntimeRecord record =
                store.find(gameId)
                        .orElseThrow(() ->
                                new OperationException(
                                        ErrorCode.NOT_FOUND,
                                        "game %s has never been started here".formatted(gameId)));
        record.requireOn(here, names::of);
        if (record.state().status() == RuntimeStatus.RUNNING) {
            throw new OperationException(
                    ErrorCode.CONFLICT,
                    "game %s runs, on the state that it has; stop it first".formatted(gameId));
        }
        if (store.openOperations().stream().anyMatch(open -> open.gameId().equals(gameId))) {
            throw busy.refusal(gameId);
        }
        return record;
    }

    private void accept(RuntimeRecord record, OperationSource source) {
        GameId gameId = record.gameId();
        try {
            Found found = folders.look(gameId);
            boolean rightRoot = states.missingRoot(gameId, Optional.of(record)).isEmpty();
            if (rightRoot && (found == Found.THERE || found == Found.EMPTY)) {
                return;
            }
            folders.accept(gameId);
            boolean otherRoot = states.acceptRoot(gameId);
            LOG.warn(
                    "loss of a game's state accepted",
                    LogField.of("game_id", gameId),
                    LogField.of("op_source", source.wire()),
                    LogField.of("path", folders.pathOf(gameId)),
                    LogField.of("found", found.name().toLowerCase(Locale.ROOT)),
                    LogField.of("root_replaced", otherRoot));
        } catch (IOException failed) {
            throw new OperationException(
                    ErrorCode.CONTAINER_START_FAILED,
                    "the loss of game %s's state was not accepted: %s"
                            .formatted(gameId, failed.getMessage()),
                    failed);
        }
    }
}
