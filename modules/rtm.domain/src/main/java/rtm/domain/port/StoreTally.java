package rtm.domain.port;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.RuntimeStatus;

/**
 * Counts what the store holds, for the metrics. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when PostgreSQL does not answer in time.
 */
public interface StoreTally {

    /** Counts now, everything at one moment. */
    Tally tally();

    /**
     * The counts.
     *
     * @param records the number of records by status; a status without records is missing
     * @param outboxPending the number of messages waiting to be published
     * @param oldestPending when the oldest waiting message was committed; empty if none waits
     */
    record Tally(
            Map<RuntimeStatus, Long> records, long outboxPending, Optional<Instant> oldestPending) {

        /** Keeps its own copy of the counts. */
        public Tally {
            records = Map.copyOf(records);
        }
    }
}
