package rtm.domain.usecase;

import java.util.List;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
import rtm.domain.operation.OperationRunner;
import rtm.domain.operation.Step;
import rtm.domain.port.ProcessPresence;
import rtm.domain.port.RuntimeStore;

/**
 * Finishes operations whose process died, or lost its hold on the game, before they were done. An
 * open row whose game nobody holds is such a one, since a game is held until its row is closed.
 */
public final class FinishInterrupted {

    private static final Log LOG = Log.of(FinishInterrupted.class);

    private final RuntimeStore store;
    private final ProcessPresence presence;
    private final OperationRunner runner;
    private final Steps steps;

    public FinishInterrupted(
            RuntimeStore store, ProcessPresence presence, OperationRunner runner, Steps steps) {
        this.store = store;
        this.presence = presence;
        this.runner = runner;
        this.steps = steps;
    }

    /**
     * How each kind is finished.
     *
     * @param start kept where it runs, else cleared away
     * @param stop stopped once more
     * @param replacement a restart or a patch, forward or back
     * @param cleanup cleaned up once more
     */
    public record Steps(Step start, Step stop, Step replacement, Step cleanup) {}

    /**
     * The jobs that another process left open; they are to be run again on their rows. This
     * process' own are still being tried.
     */
    public List<OpenOperation> jobsLeftOpen() {
        return store.openOperations().stream()
                .filter(row -> row.sourceRef().isPresent())
                .filter(row -> !row.owner().equals(presence.bootId()))
                .toList();
    }

    /**
     * The rows in progress that came over HTTP; those that nobody is at work on can be finished.
     */
    public List<OpenOperation> callsInProgress() {
        return store.openOperations().stream().filter(row -> row.sourceRef().isEmpty()).toList();
    }

    /**
     * Finishes an operation that came over HTTP, unless somebody holds its game.
     *
     * @return whether its row was closed here; not if somebody holds the game, or was faster
     * @throws rtm.domain.model.DependencyUnavailableException if it has to be tried again
     * @throws rtm.domain.model.OwnershipLostException if somebody else finished it
     */
    public boolean finish(OpenOperation left) throws InterruptedException {
        boolean closed =
                left.source() == OperationSource.AUTO_RECONCILE
                        ? runner.drop(left)
                        : runner.takeUp(left, step(left.kind()));
        if (closed) {
            LOG.info(
                    "interrupted operation finished",
                    LogField.of("op_kind", left.kind().wire()),
                    LogField.of("game_id", left.gameId()),
                    LogField.of("operation_id", left.id()));
        }
        return closed;
    }

    private Step step(OperationKind kind) {
        return switch (kind) {
            case START -> steps.start();
            case STOP -> steps.stop();
            case RESTART, PATCH -> steps.replacement();
            case CLEANUP_CONTAINER -> steps.cleanup();
            case RECONCILE_ADOPT, RECONCILE_DISPOSE, RECONCILE_OBSERVED_EXITED ->
                    throw new IllegalStateException(
                            "no operation of kind %s is begun by this version"
                                    .formatted(kind.wire()));
        };
    }
}
