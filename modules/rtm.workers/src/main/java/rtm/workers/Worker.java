package rtm.workers;

import java.time.Duration;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.time.Deadline;

/**
 * A task that goes on until it is stopped, on a named virtual thread. When it fails it is begun
 * again, after a wait that grows while it fails soon.
 */
final class Worker {

    private static final Log LOG = Log.of(Worker.class);

    private final String name;
    private final Body body;
    private final WorkerMetrics metrics;
    private final Backoff.Waits waits;
    private final Thread thread;

    Worker(String name, WorkerMetrics metrics, Backoff.Waits waits, Body body) {
        this.name = name;
        this.metrics = metrics;
        this.waits = waits;
        this.body = body;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /** What a worker does. */
    @FunctionalInterface
    interface Body {
        /** Goes on until it is interrupted. */
        void run() throws InterruptedException;
    }

    Worker start() {
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
                LOG.defect("worker failed and is begun again", defect, LogField.of("worker", name));
            }
        }
    }

    /** Tells it to end. */
    void interrupt() {
        thread.interrupt();
    }

    /** Interrupts it and waits until it has ended, at most so long; one never begun has ended. */
    void stop(Duration patience) throws InterruptedException {
        thread.interrupt();
        if (thread.getState() != Thread.State.NEW && !thread.join(patience)) {
            LOG.warn("worker did not end in time", LogField.of("worker", name));
        }
    }
}
