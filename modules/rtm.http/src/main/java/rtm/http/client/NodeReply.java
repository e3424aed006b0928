package rtm.http.client;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The answer of another node's process.
 *
 * @param status its status
 * @param contentType the type of its body
 * @param headers those of the contract that it has, by name
 * @param date when it was given by the clock of that process's host, in whole seconds, if it says
 *     so
 * @param body its body; empty if it is a stream
 * @param events its body, if it is a stream
 * @param refusedBy the name of the node that the process has, if the question was for another one
 */
public record NodeReply(
        int status,
        String contentType,
        Map<String, String> headers,
        Optional<Instant> date,
        ByteBuffer body,
        Optional<EventLines> events,
        Optional<String> refusedBy) {

    /** Keeps its own copy of the headers. */
    public NodeReply {
        headers = Map.copyOf(headers);
    }

    /** The answer is not read on. */
    public void close() {
        events.ifPresent(EventLines::close);
    }
}
