package rtm.domain.model;

import java.util.List;

/**
 * A health change of a running engine outside any operation, committed in one transaction: the
 * snapshot and the messages.
 *
 * @param record the record as it was read, running; the change is outdated if the record has
 *     changed since
 * @param snapshot the new health snapshot
 * @param messages the messages to other services, in order; a message that is already in the outbox
 *     is not added again
 * @param once whether to commit nothing if the stored snapshot already has the same container,
 *     status and details
 */
public record HealthChange(
        RuntimeRecord record, HealthSnapshot snapshot, List<OutboxMessage> messages, boolean once) {

    /** Keeps its own copy of the messages. */
    public HealthChange {
        messages = List.copyOf(messages);
    }
}
