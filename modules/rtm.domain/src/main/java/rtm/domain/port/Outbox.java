package rtm.domain.port;

import java.util.List;
import java.util.Set;
import rtm.domain.model.OutboxMessage;

/**
 * Messages that are committed and not yet published. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when PostgreSQL does not answer in time.
 */
public interface Outbox {

    /**
     * The oldest messages that can be read, in the order in which they were written.
     *
     * @param withoutStreams streams to skip, because they refuse writes at present
     */
    List<OutboxMessage> pending(Set<String> withoutStreams, int limit);

    /** Deletes messages that were published. */
    void published(List<OutboxMessage> messages);
}
