package rtm.domain.port;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.RuntimeStatus;

/**
 * What the store holds, all counted at one moment.
 *
 * @param records the number of records by status; a status without records is missing
 * @param outboxPending the number of messages waiting to be published
 * @param oldestPending when the oldest waiting message was committed; empty if none waits
 */
public record StoreTally(
        Map<RuntimeStatus, Long> records, long outboxPending, Optional<Instant> oldestPending) {

    /** Keeps its own copy of the counts. */
    public StoreTally {
        records = Map.copyOf(records);
    }
}
