package rtm.workers.watch;

import java.time.Duration;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.time.Deadline;
import rtm.workers.loop.WorkerMetrics;

/** Counts Docker events that cannot be read, and logs them at most once per minute. */
final class SkippedEvents {

    private static final Log LOG = Log.of(SkippedEvents.class);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final WorkerMetrics metrics;
    private Deadline next = Deadline.in(Duration.ZERO);
    private long unlogged;

    SkippedEvents(WorkerMetrics metrics) {
        this.metrics = metrics;
    }

    /** An event was skipped. */
    synchronized void count(String error) {
        metrics.eventSkipped();
        unlogged++;
        if (next.past()) {
            LOG.warn(
                    "skipped unreadable docker events",
                    LogField.of("skipped", unlogged),
                    LogField.of("error", error));
            unlogged = 0;
            next = Deadline.in(BETWEEN_LINES);
        }
    }
}
