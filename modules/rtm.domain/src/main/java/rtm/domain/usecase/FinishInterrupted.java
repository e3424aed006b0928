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
     * What is open.
     *
     * @param jobs all jobs, for a term that has not tried any of them yet; run them again on their
     *     rows
     * @param left the jobs that another process left; those of this process are still being tried
     * @param calls those that came over HTTP; the ones that no process works on can be completed
     */
    public record Open(
            List<OpenOperation> jobs, List<OpenOperation> left, List<OpenOperation> calls) {}

    /**
     * Reads what is open.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if it cannot be read
     */
    public Open open() {
        List<OpenOperation> all = store.openOperations();
        List<OpenOperation> jobs = all.stream().filter(row -> row.sourceRef().isPresent()).toList();
        return new Open(
                jobs,
                jobs.stream().filter(row -> !row.owner().equals(presence.bootId())).toList(),
                all.stream().filter(row -> row.sourceRef().isEmpty()).toList());
    }

    /**
     * Says that a job of another process is skipped here without a result.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if it has to be said again
     */
    public void reportSkipped(OpenOperation job) {
        store.reportSkipped(job);
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
