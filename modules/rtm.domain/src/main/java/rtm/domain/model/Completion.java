package rtm.domain.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that one operation commits in one transaction: its closed row, the record, the
 * snapshot and the messages.
 *
 * @param operation the open row; the commit is refused unless it is still open and still owned
 * @param verdict how it ended
 * @param container the operation's container
 * @param previousImage the image before a restart or a patch
 * @param record the new record; its version is the one that was read, 0 for a new record; empty
 *     keeps the stored record
 * @param place where the record's engine is, if that is to be stored; empty keeps what is stored
 * @param snapshot the new health snapshot
 * @param messages the messages to other services, in order
 * @param endings the engines that ended
 * @param finishedAt when it ended
 */
public record Completion(
        OpenOperation operation,
        Verdict verdict,
        Optional<ContainerId> container,
        Optional<ImageReference> previousImage,
        Optional<RuntimeRecord> record,
        Optional<EnginePlace> place,
        Optional<HealthSnapshot> snapshot,
        List<OutboxMessage> messages,
        List<Ending> endings,
        Instant finishedAt) {

    /** Keeps its own copies. */
    public Completion {
        messages = List.copyOf(messages);
        endings = List.copyOf(endings);
    }

    /** One that stores no place. */
    public Completion(
            OpenOperation operation,
            Verdict verdict,
            Optional<ContainerId> container,
            Optional<ImageReference> previousImage,
            Optional<RuntimeRecord> record,
            Optional<HealthSnapshot> snapshot,
            List<OutboxMessage> messages,
            List<Ending> endings,
            Instant finishedAt) {
        this(
                operation,
                verdict,
                container,
                previousImage,
                record,
                Optional.empty(),
                snapshot,
                messages,
                endings,
                finishedAt);
    }

    /** The same with another place. */
    public Completion at(Optional<EnginePlace> where) {
        return new Completion(
                operation,
                verdict,
                container,
                previousImage,
                record,
                where,
                snapshot,
                messages,
                endings,
                finishedAt);
    }

    /** One that ended no engine. */
    public Completion(
            OpenOperation operation,
            Verdict verdict,
            Optional<ContainerId> container,
            Optional<ImageReference> previousImage,
            Optional<RuntimeRecord> record,
            Optional<HealthSnapshot> snapshot,
            List<OutboxMessage> messages,
            Instant finishedAt) {
        this(
                operation,
                verdict,
                container,
                previousImage,
                record,
                snapshot,
                messages,
                List.of(),
                finishedAt);
    }
}
