package rtm.domain.model;

import java.util.List;

/**
 * What was seen of a running engine without an operation, to be committed in one transaction: the
 * snapshot and the messages to others.
 *
 * @param record the record as it was read, running; the change is about that container and is
 *     outdated once the record has changed
 * @param snapshot the health snapshot as it shall be
 * @param messages what others are told, in order; one that waits in the outbox already is not added
 *     again
 * @param once whether nothing is to be said where the snapshot in place says the same of the same
 *     container already: status and details
 */
public record HealthChange(
        RuntimeRecord record, HealthSnapshot snapshot, List<OutboxMessage> messages, boolean once) {

    /** Keeps its own copy of the messages. */
    public HealthChange {
        messages = List.copyOf(messages);
    }
}
