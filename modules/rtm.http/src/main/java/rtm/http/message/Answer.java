package rtm.http.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is sent back.
 *
 * @param status the status code
 * @param contentType of the body
 * @param body all of it, or its first part
 * @param headers those that are not the same for every answer
 * @param more the other parts of the body, if it is sent in parts
 * @param events what follows the headers in place of a body, for as long as the reader stays
 */
public record Answer(
        int status,
        String contentType,
        ByteBuffer body,
        Map<String, String> headers,
        Optional<BodyParts> more,
        Optional<EventSource> events) {

    private static final String EVENTS = "text/event-stream; charset=utf-8";

    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";

    public static Answer ok(ByteBuffer json) {
        return new Answer(HttpStatus.OK, JSON, json, Map.of(), Optional.empty(), Optional.empty());
    }

    /** An answer that is sent in parts. */
    public static Answer ok(ByteBuffer first, BodyParts more) {
        return new Answer(
                HttpStatus.OK, JSON, first, Map.of(), Optional.of(more), Optional.empty());
    }

    public static Answer text(String text) {
        return text(StandardCharsets.UTF_8.encode(text));
    }

    public static Answer text(ByteBuffer utf8) {
        return new Answer(HttpStatus.OK, TEXT, utf8, Map.of(), Optional.empty(), Optional.empty());
    }

    /** Text that is sent in parts. */
    public static Answer text(ByteBuffer first, BodyParts more) {
        return new Answer(
                HttpStatus.OK, TEXT, first, Map.of(), Optional.of(more), Optional.empty());
    }

    public static Answer html(String html) {
        return new Answer(
                HttpStatus.OK,
                HTML,
                StandardCharsets.UTF_8.encode(html),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** Events that are there already, and no more. */
    public static Answer events(String text) {
        return new Answer(
                HttpStatus.OK,
                EVENTS,
                StandardCharsets.UTF_8.encode(text),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** Events as they come. */
    public static Answer events(EventSource source) {
        return new Answer(
                HttpStatus.OK,
                EVENTS,
                ByteBuffer.allocate(0),
                Map.of(),
                Optional.empty(),
                Optional.of(source));
    }

    /** An answer as another node gave it. */
    public static Answer passedOn(
            int status, String contentType, ByteBuffer body, Map<String, String> headers) {
        return new Answer(status, contentType, body, headers, Optional.empty(), Optional.empty());
    }

    static Answer error(int status, ByteBuffer json, Map<String, String> headers) {
        return new Answer(status, JSON, json, headers, Optional.empty(), Optional.empty());
    }

    public Answer with(String header, String value) {
        Map<String, String> all =
                Stream.concat(headers.entrySet().stream(), Stream.of(Map.entry(header, value)))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Answer(status, contentType, body, all, more, events);
    }
}
