package rtm.main;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import rtm.domain.log.Log;
import rtm.domain.time.Deadline;
import rtm.domain.time.Pulse;
import rtm.http.HttpServer;
import rtm.workers.Leadership;
import rtm.workers.ServicePhase;
import rtm.workers.ServicePhase.Phase;

/**
 * The running service. It stops in an order in which no work is accepted that cannot be finished,
 * and every finished operation is published: not ready, listener drained, intake stopped, running
 * operations finished, outbox flushed and offsets saved, and last the clients that all of this
 * needs.
 */
final class Service implements AutoCloseable {

    private static final Log LOG = Log.of(Service.class);

    private final ServicePhase phase;
    private final HttpServer http;
    private final Leadership leadership;
    private final Pulse presence;
    private final Closers closers;

    Service(
            ServicePhase phase,
            HttpServer http,
            Leadership leadership,
            Pulse presence,
            Closers closers) {
        this.phase = phase;
        this.http = http;
        this.leadership = leadership;
        this.presence = presence;
        this.closers = closers;
    }

    /** The loops that turn as long as the service lives. */
    List<Pulse> loops() {
        return List.of(presence, leadership.pulse());
    }

    /** Reports its phase, now and each time it changes. */
    void listen(Consumer<Phase> listener) {
        phase.listen(listener);
    }

    /**
     * Stops within the budget. Work that is still running then is interrupted, and the next boot
     * finishes it. If a close hangs beyond the budget, the process exits.
     */
    void stop(Duration budget) throws InterruptedException {
        try (Watchdog _ = new Watchdog(budget)) {
            stopInOrder(budget);
        }
    }

    private void stopInOrder(Duration budget) throws InterruptedException {
        Deadline deadline = Deadline.in(budget);
        phase.enter(Phase.STOPPING);
        if (http.drain(budget.dividedBy(2))) {
            LOG.info("internal http drained");
        } else {
            LOG.warn("internal http still has active requests");
        }
        leadership.stop(deadline.left().multipliedBy(2).dividedBy(3));
        http.close();
        LOG.info("internal http closed");
        closers.close();
    }

    @Override
    public void close() {
        phase.enter(Phase.STOPPING);
        http.close();
        closers.close();
    }

    /** Halts the process if the orderly stop exceeds its budget. */
    private static final class Watchdog implements AutoCloseable {
        private static final int CUT_OFF = 1;
        private final Thread thread;

        Watchdog(Duration budget) {
            this.thread =
                    Thread.ofPlatform()
                            .daemon()
                            .name("shutdown-watchdog")
                            .start(() -> watch(budget));
        }

        private static void watch(Duration budget) {
            try {
                Thread.sleep(budget);
            } catch (InterruptedException _) {
                return;
            }
            LOG.error("shutdown timeout exceeded, halting the process");
            Runtime.getRuntime().halt(CUT_OFF);
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
