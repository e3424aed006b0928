package rtm.domain.usecase;

import java.util.List;
import rtm.domain.model.OpenOperation;
import rtm.domain.operation.InterruptedRows;
import rtm.domain.port.ProcessPresence;
import rtm.domain.port.RuntimeStore;

/**
 * Completes operations whose process died or lost the game before they were done: rows that are
 * open while nobody owns their game.
 */
public final class FinishInterrupted {

    private final RuntimeStore store;
    private final ProcessPresence presence;
    private final InterruptedRows rows;

    public FinishInterrupted(RuntimeStore store, ProcessPresence presence, InterruptedRows rows) {
        this.store = store;
        this.presence = presence;
        this.rows = rows;
    }

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
        return rows.finish(left);
    }
}
