package rtm.workers.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import rtm.domain.time.Deadline;

/** Workers that are stopped together. Used by one thread. */
public final class WorkerGroup {

    private final WorkerMetrics metrics;
    private final Backoff.Waits restarts;
    private final List<Worker> workers = new ArrayList<>();

    /**
     * An empty group.
     *
     * @param restarts the waits before a failed worker is restarted
     */
    public WorkerGroup(WorkerMetrics metrics, Backoff.Waits restarts) {
        this.metrics = metrics;
        this.restarts = restarts;
    }

    /** Adds a worker, which runs from now on. */
    public void start(String name, Worker.Body body) {
        workers.add(new Worker(name, metrics, restarts, body).start());
    }

    /** Interrupts all, without waiting for their end. */
    public void interrupt() {
        workers.forEach(Worker::interrupt);
    }

    /** Interrupts all, and waits for their end up to the given time. */
    public void stop(Duration patience) throws InterruptedException {
        Deadline deadline = Deadline.in(patience);
        interrupt();
        for (Worker worker : workers) {
            worker.stop(deadline.left());
        }
    }
}
