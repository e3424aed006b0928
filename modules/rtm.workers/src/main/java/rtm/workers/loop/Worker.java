package rtm.workers.loop;

import java.time.Duration;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.time.Deadline;

/**
 * A task that runs on a named virtual thread until it is stopped. If it fails, it is restarted
 * after a wait, which grows while it keeps failing soon.
 */
public final class Worker {

    private static final Log LOG = Log.of(Worker.class);

    private final String name;
    private final Body body;
    private final WorkerMetrics metrics;
    private final Backoff.Waits waits;
    private final Thread thread;

    public Worker(String name, WorkerMetrics metrics, Backoff.Waits waits, Body body) {
        this.name = name;
        this.metrics = metrics;
        this.waits = waits;
        this.body = body;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /** The work of a worker. */
    @FunctionalInterface
    public interface Body {
        /** Runs until it is interrupted. */
        void run() throws InterruptedException;
    }

    public Worker start() {
        thread.start();
        return this;
    }

    private void run() {
        Backoff backoff = new Backoff(waits);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Deadline lasting = Deadline.in(waits.longest());
                attempt();
                if (lasting.past()) {
                    backoff.reset();
                }
                backoff.pause();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt() throws InterruptedException {
        try {
            body.run();
        } catch (RuntimeException | Error defect) {
            if (!Thread.currentThread().isInterrupted()) {
                metrics.restarted(name);
                LOG.defect("worker failed, restarting", defect, LogField.of("worker", name));
            }
        }
    }

    /** Interrupts the worker. */
    public void interrupt() {
        thread.interrupt();
    }

    /**
     * Interrupts the worker and waits for its end up to the given time. A worker that was never
     * started has ended.
     */
    public void stop(Duration patience) throws InterruptedException {
        thread.interrupt();
        if (thread.getState() != Thread.State.NEW && !thread.join(patience)) {
            LOG.warn("worker did not end in time", LogField.of("worker", name));
        }
    }
}
