package rtm.domain.port;

import java.util.List;
import rtm.domain.model.OutboxMessage;

/**
 * The streams that other services read. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when Redis does not answer in time.
 */
public interface EventStreams {

    /**
     * Adds messages to a stream, in order, each only if its id was never added before. Publishing
     * again after a lost answer therefore adds nothing twice.
     *
     * @param messages at least one message, all for the same stream
     * @throws StreamRefusedException if Redis refuses to write to this stream
     */
    void publish(List<OutboxMessage> messages);

    /** Redis refuses writes to a stream, for example because its key holds another type. */
    final class StreamRefusedException extends RuntimeException {

        @java.io.Serial private static final long serialVersionUID = 1L;

        /** Keeps Redis' own message. */
        public StreamRefusedException(String message, Throwable cause) {
            super(message, cause);
        }

        /** Redis' own message, never null. */
        public String text() {
            return String.valueOf(getMessage());
        }
    }
}
