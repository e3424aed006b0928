package rtm.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import rtm.docker.api.BoundedLines;
import rtm.docker.api.BoundedLines.Line;
import rtm.docker.api.DockerConnection;
import rtm.docker.api.DockerJson;
import rtm.docker.api.DockerMessages;
import rtm.docker.api.RawRefusal;
import rtm.domain.model.ContainerEvent;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EventCursor;
import rtm.domain.model.Labels;
import rtm.domain.model.WireName;
import rtm.domain.port.ContainerEvents.Sink;
import rtm.domain.text.FailureWords;

/**
 * The events of this service's containers, one line of JSON each. Reads on the caller's thread, so
 * that an interrupt ends it even while no event arrives.
 */
final class EventStream {

    private static final long NANOS = 1_000_000_000;
    private static final String FILTERS =
            "{\"type\":[\"container\"],\"event\":[%s],\"label\":[\"%s=%s\"]}"
                    .formatted(
                            Arrays.stream(ContainerEvent.Action.values())
                                    .map(action -> '"' + action.wire() + '"')
                                    .collect(Collectors.joining(",")),
                            Labels.OWNER,
                            Labels.OWNER_VALUE);

    private final Optional<EventCursor> since;
    private final Sink sink;
    private volatile boolean open;
    private volatile long lastLine = System.nanoTime();
    private volatile Optional<EventCursor> last = Optional.empty();

    EventStream(Optional<EventCursor> since, Sink sink) {
        this.since = since;
        this.sink = sink;
    }

    /** Whether Docker has started to answer. */
    boolean open() {
        return open;
    }

    /** How long no line has arrived. */
    Duration quietFor() {
        return Duration.ofNanos(System.nanoTime() - lastLine);
    }

    /** The cursor of the last event; if none arrived, the requested start. */
    Optional<EventCursor> last() {
        return last.or(() -> since);
    }

    /** Reads until Docker ends the stream. */
    boolean read(DockerConnection docker) {
        try (Response response = docker.get("/events" + query())) {
            if (response.getStatusCode() != 200) {
                throw RawRefusal.of(response);
            }
            open = true;
            DaemonClock.time(response).ifPresent(sink::answered);
            sink.opened();
            readLines(response);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readLines(Response response) throws IOException {
        BoundedLines lines = new BoundedLines(response.getBody());
        Optional<Line> line = lines.next();
        while (line.isPresent()) {
            lastLine = System.nanoTime();
            take(line.orElseThrow());
            line = lines.next();
        }
    }

    private void take(Line line) {
        switch (line) {
            case Line.TooLong() ->
                    sink.skipped("it is longer than %d bytes".formatted(BoundedLines.LONGEST));
            case Line.Whole whole -> {
                if (!whole.blank()) {
                    take(whole.bytes());
                }
            }
        }
    }

    private void take(byte[] line) {
        JsonNode event;
        try {
            event = DockerJson.read(line);
        } catch (IOException e) {
            sink.skipped(DockerMessages.oneLine("it is not JSON: " + words(e)));
            return;
        }
        if (!event.path("Action").isTextual()
                || event.path("Actor").path("ID").asText("").isBlank()) {
            sink.skipped("it has no action or no container");
            return;
        }
        event(event)
                .ifPresent(happened -> {
                    last = Optional.of(happened.cursor());
                    sink.happened(happened);
                });
    }

    private static String words(IOException failure) {
        return failure instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : FailureWords.of(failure);
    }

    private static Optional<ContainerEvent> event(JsonNode line) {
        JsonNode attributes = line.path("Actor").path("Attributes");
        Instant at = time(line.path("timeNano").asLong());
        return WireName.parse(ContainerEvent.Action.class, line.path("Action").asText())
                .map(action ->
                        new ContainerEvent(
                                action,
                                new ContainerId(line.path("Actor").path("ID").asText()),
                                attributes.path(Labels.GAME_ID).asText(),
                                attributes.path(Labels.DATABASE_ID).asText(),
                                code(attributes.path("exitCode").asText()),
                                at,
                                cursor(at)));
    }

    private static OptionalInt code(String text) {
        try {
            return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException _) {
            return OptionalInt.empty();
        }
    }

    private static Instant time(long nanos) {
        return Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS);
    }

    /** Docker's cursor is a time: it sends all events from then on, those of that time too. */
    private static EventCursor cursor(Instant at) {
        return new EventCursor("%d.%09d".formatted(at.getEpochSecond(), at.getNano()));
    }

    private String query() {
        String from = since.map(cursor -> "&since=" + cursor.text()).orElse("");
        return "?filters=" + URLEncoder.encode(FILTERS, StandardCharsets.UTF_8) + from;
    }
}
