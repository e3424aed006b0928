package rtm.domain.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that one operation commits, in one transaction: its row closed, the record, the snapshot and
 * the messages to others.
 *
 * @param operation the open row; the commit is refused unless it is still open and still owned
 * @param verdict how it ended
 * @param container the container it was about
 * @param previousImage the image before a restart or a patch
 * @param record the record as it shall be; its version is the one that was read, 0 for a new one;
 *     empty leaves the record alone
 * @param snapshot the health snapshot as it shall be
 * @param messages what others are told, in order
 * @param finishedAt when it ended
 */
public record Completion(
        OpenOperation operation,
        Verdict verdict,
        Optional<ContainerId> container,
        Optional<ImageReference> previousImage,
        Optional<RuntimeRecord> record,
        Optional<HealthSnapshot> snapshot,
        List<OutboxMessage> messages,
        Instant finishedAt) {

    /** Keeps its own copy of the messages. */
    public Completion {
        messages = List.copyOf(messages);
    }
}
