package rtm.domain.port;

import java.util.List;
import rtm.domain.model.OutboxMessage;

/**
 * The streams that others read. Throws {@link rtm.domain.model.DependencyUnavailableException} when
 * Redis does not answer in time.
 */
public interface EventStreams {

    /**
     * Adds messages to their one stream, in order, each only if its id was never added before; so
     * publishing again after a lost answer adds nothing twice.
     *
     * @param messages all of the same stream, at least one
     * @throws StreamRefusedException if Redis answers and refuses to write to this stream
     */
    void publish(List<OutboxMessage> messages);

    /** Redis refuses writes to a stream, for example since its key holds another type. */
    final class StreamRefusedException extends RuntimeException {

        @java.io.Serial private static final long serialVersionUID = 1L;

        /** Keeps Redis' own words. */
        public StreamRefusedException(String message, Throwable cause) {
            super(message, cause);
        }

        /** Redis' own words, never null. */
        public String text() {
            return String.valueOf(getMessage());
        }
    }
}
