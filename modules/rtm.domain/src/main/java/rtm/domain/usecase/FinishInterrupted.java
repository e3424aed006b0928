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
 * Completes operations whose process died or lost the game before they were done: rows that are
 * open while nobody owns their game.
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
     * @param start keeps an engine that runs, else cleans up
     * @param stop stops again
     * @param replacement completes or rolls back a restart or a patch
     * @param cleanup cleans up again
     */
    public record Steps(Step start, Step stop, Step replacement, Step cleanup) {}

    /**
     * The jobs that another process left open; run them again on their rows. The open jobs of this
     * process are still being tried.
     */
    public List<OpenOperation> jobsLeftOpen() {
        return store.openOperations().stream()
                .filter(row -> row.sourceRef().isPresent())
                .filter(row -> !row.owner().equals(presence.bootId()))
                .toList();
    }

    /**
     * The rows in progress that came over HTTP; those that no process works on can be completed.
     */
    public List<OpenOperation> callsInProgress() {
        return store.openOperations().stream().filter(row -> row.sourceRef().isEmpty()).toList();
    }

    /**
     * Completes an operation that came over HTTP, unless another process owns its game.
     *
     * @return whether its row was closed here; false if another process owns the game or was faster
     * @throws rtm.domain.model.DependencyUnavailableException if it has to be retried
     * @throws rtm.domain.model.OwnershipLostException if another process completed it
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
                            "this version starts no operation of kind %s".formatted(kind.wire()));
        };
    }
}
