package rtm.workers.retention;

import java.time.Duration;
import java.time.Instant;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.port.EndingStore;

/** Removes the endings of engines that ended longer ago than the retention, some at a time. */
public final class EndingCleanup {

    private static final int PORTION = 500;
    private static final Log LOG = Log.of(EndingCleanup.class);

    private final EndingStore endings;
    private final Duration retention;
    private final ConfirmedTime confirmed;

    /**
     * @param retention how long they are kept; zero for always
     * @param confirmation how long they must stay too old before they are removed
     */
    public EndingCleanup(EndingStore endings, Duration retention, Duration confirmation) {
        this.endings = endings;
        this.retention = retention;
        this.confirmed = new ConfirmedTime(confirmation);
    }

    /**
     * Removes every ending that is too old now and was in an earlier round.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if it has to be tried again
     */
    public void round(Instant now) {
        if (retention.isZero()) {
            return;
        }
        confirmed.confirmed(now.minus(retention)).ifPresent(this::remove);
    }

    private void remove(Instant before) {
        int removed = 0;
        int portion = PORTION;
        while (portion == PORTION) {
            portion = endings.deleteBefore(before, PORTION);
            removed += portion;
        }
        if (removed > 0) {
            LOG.info("old endings removed", LogField.of("rows", removed));
        }
    }
}
