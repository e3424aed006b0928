package rtm.it.otlp;

import java.util.Map;

/**
 * A span as a collector got it.
 *
 * @param traceId its trace, in hexadecimal
 * @param id its own id
 * @param parentId the span above it; empty for a root
 * @param name its name
 * @param kind 1 internal, 2 server, 3 client, 4 producer, 5 consumer
 * @param startNanos when it began, since 1970
 * @param endNanos when it ended
 * @param status 0 unset, 1 ok, 2 error
 * @param attributes as text
 * @param resource what is said of the process
 */
public record ReceivedSpan(
        String traceId,
        String id,
        String parentId,
        String name,
        int kind,
        long startNanos,
        long endNanos,
        int status,
        Map<String, String> attributes,
        Map<String, String> resource) {

    /** A span that something in the process waits for, or a message. */
    public String kindInWords() {
        return switch (kind) {
            case 2 -> "server";
            case 3 -> "client";
            case 4 -> "producer";
            case 5 -> "consumer";
            default -> "internal";
        };
    }
}
