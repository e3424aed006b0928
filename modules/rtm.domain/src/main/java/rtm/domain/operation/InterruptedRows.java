package rtm.domain.operation;

import java.time.Duration;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.UnreadableRowException;
import rtm.domain.port.ProcessPresence;
import rtm.domain.port.RuntimeStore;

/**
 * Completes rows that are open while nobody works on their game: the process died, lost the game,
 * or could not commit what it had done. The owner of the game may complete them.
 */
public final class InterruptedRows {

    private static final Log LOG = Log.of(InterruptedRows.class);

    private final RuntimeStore store;
    private final ProcessPresence presence;
    private final GameLocks locks;
    private final Committer committer;
    private final OutdatedRows outdated;
    private final Steps steps;

    public InterruptedRows(
            RuntimeStore store,
            ProcessPresence presence,
            GameLocks locks,
            Committer committer,
            OutdatedRows outdated,
            Steps steps) {
        this.store = store;
        this.presence = presence;
        this.locks = locks;
        this.committer = committer;
        this.outdated = outdated;
        this.steps = steps;
    }

    /**
     * How each kind is finished.
     *
     * @param start keeps an engine that runs, else cleans up
     * @param stop stops again
     * @param replacement completes or rolls back a restart or a patch
     * @param cleanup cleans up again
     */
    public record Steps(Step start, Step stop, Step replacement, Step cleanup) {}

    /**
     * Completes a row, unless another operation owns its game.
     *
     * @return whether it was closed here; false if another process owns the game or was faster
     * @throws rtm.domain.model.DependencyUnavailableException if it has to be retried
     * @throws rtm.domain.model.OwnershipLostException if another process completed it
     */
    public boolean finish(OpenOperation left) throws InterruptedException {
        Optional<GameLocks.Claim> claimed = locks.claim(left.gameId(), left.id(), Duration.ZERO);
        if (claimed.isEmpty()) {
            return false;
        }
        try (GameLocks.Claim claim = claimed.orElseThrow()) {
            return finish(left, claim.ownership());
        }
    }

    /** The same for a caller that owns the game. */
    boolean finish(OpenOperation left, OwnershipCheck ownership) {
        Optional<OpenOperation> ours = store.takeOver(left, presence.bootId());
        ours.ifPresent(operation -> close(operation, ownership));
        return ours.isPresent();
    }

    private void close(OpenOperation operation, OwnershipCheck ownership) {
        if (operation.source() == OperationSource.AUTO_RECONCILE) {
            // A repair changes nothing before its commit.
            store.abandon(operation);
        } else {
            commit(operation, ownership);
        }
        LOG.info(
                "interrupted operation finished",
                LogField.of("op_kind", operation.kind().wire()),
                LogField.of("game_id", operation.gameId()),
                LogField.of("operation_id", operation.id()));
    }

    /** If the record cannot be read, the row is closed as failed. */
    private void commit(OpenOperation operation, OwnershipCheck ownership) {
        try {
            commit(operation, store.find(operation.gameId()), step(operation.kind()), ownership);
        } catch (UnreadableRowException bad) {
            commit(operation, Optional.empty(), GuardedStep.failing(bad), ownership);
        }
    }

    private void commit(
            OpenOperation operation,
            Optional<RuntimeRecord> record,
            Step step,
            OwnershipCheck ownership) {
        OperationContext context =
                new OperationContext(operation, record, new FirstLook.None(), true, ownership);
        StepResult result = GuardedStep.run(context, outdated.checked(context, step));
        ownership.check();
        committer.commit(context, result);
    }

    private Step step(OperationKind kind) {
        return switch (kind) {
            case START -> steps.start();
            case STOP -> steps.stop();
            case RESTART, PATCH -> steps.replacement();
            case CLEANUP_CONTAINER -> steps.cleanup();
            case RECONCILE_ADOPT, RECONCILE_DISPOSE, RECONCILE_OBSERVED_EXITED ->
                    throw new IllegalStateException(
                            "this version starts no operation of kind %s".formatted(kind.wire()));
        };
    }
}
