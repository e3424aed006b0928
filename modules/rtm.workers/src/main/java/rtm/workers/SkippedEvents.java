package rtm.workers;

import java.time.Duration;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.time.Deadline;

/** Counts the events of Docker that cannot be read, and logs them once a minute at most. */
final class SkippedEvents {

    private static final Log LOG = Log.of(SkippedEvents.class);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final WorkerMetrics metrics;
    private Deadline next = Deadline.in(Duration.ZERO);
    private long unlogged;

    SkippedEvents(WorkerMetrics metrics) {
        this.metrics = metrics;
    }

    /** One was skipped. */
    synchronized void met(String error) {
        metrics.eventSkipped();
        unlogged++;
        if (next.past()) {
            LOG.warn(
                    "docker events that cannot be read are skipped",
                    LogField.of("skipped", unlogged),
                    LogField.of("error", error));
            unlogged = 0;
            next = Deadline.in(BETWEEN_LINES);
        }
    }
}
