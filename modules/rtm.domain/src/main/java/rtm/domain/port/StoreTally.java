package rtm.domain.port;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.RuntimeStatus;

/**
 * Counts what the store holds, for the figures that operators watch. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when PostgreSQL does not answer in time.
 */
public interface StoreTally {

    /** Counts now, all of it at one moment. */
    Tally tally();

    /**
     * What was counted.
     *
     * @param records how many runtimes have each status; a status that none has is missing
     * @param outboxPending how many messages wait to be published
     * @param oldestPending when the one that waits longest was committed; empty if none waits
     */
    record Tally(
            Map<RuntimeStatus, Long> records, long outboxPending, Optional<Instant> oldestPending) {

        /** Keeps its own copy of the counts. */
        public Tally {
            records = Map.copyOf(records);
        }
    }
}
