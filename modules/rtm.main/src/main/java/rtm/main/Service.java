package rtm.main;

import java.time.Duration;
import rtm.domain.log.Log;
import rtm.domain.time.Deadline;
import rtm.http.HttpServer;
import rtm.workers.Leadership;
import rtm.workers.ServicePhase;
import rtm.workers.ServicePhase.Phase;

/**
 * The running service. It stops in this order, so that nothing is taken in that could not be
 * finished, and nothing that is finished stays untold: not ready, listener drained, intake stopped,
 * operations in flight ended, outbox flushed and offsets saved, and only then the clients that all
 * of this needs.
 */
final class Service implements AutoCloseable {

    private static final Log LOG = Log.of(Service.class);

    private final ServicePhase phase;
    private final HttpServer http;
    private final Leadership leadership;
    private final Closers closers;

    Service(ServicePhase phase, HttpServer http, Leadership leadership, Closers closers) {
        this.phase = phase;
        this.http = http;
        this.leadership = leadership;
        this.closers = closers;
    }

    /**
     * Stops within the budget. What is still at work when it ends is cut off, and finished at the
     * next boot; a close that hangs beyond it ends the process.
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
            LOG.warn("internal http still has requests at work");
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

    /** Ends the process if its orderly end takes longer than it may. */
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
            LOG.error("shutdown took longer than its budget and is cut off");
            Runtime.getRuntime().halt(CUT_OFF);
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
