package rtm.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import rtm.domain.model.ContainerEvent;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Labels;
import rtm.domain.model.Wire;
import rtm.domain.port.ContainerEvents.Sink;

/**
 * The events of this service's containers as Docker tells them, a line of JSON each. It is read on
 * the caller's thread, so that an interrupt ends it also while nothing comes.
 */
final class EventStream {

    private static final ObjectReader LINES = new ObjectMapper().readerFor(JsonNode.class);
    private static final long NANOS = 1_000_000_000;
    private static final String FILTERS =
            "{\"type\":[\"container\"],\"event\":[%s],\"label\":[\"%s=%s\"]}"
                    .formatted(
                            Arrays.stream(ContainerEvent.Action.values())
                                    .map(action -> '"' + action.wire() + '"')
                                    .collect(Collectors.joining(",")),
                            Labels.OWNER,
                            Labels.OWNER_VALUE);

    private final Optional<Instant> since;
    private final Sink sink;
    private volatile boolean open;

    EventStream(Optional<Instant> since, Sink sink) {
        this.since = since;
        this.sink = sink;
    }

    /** Whether Docker has begun to answer. */
    boolean open() {
        return open;
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
        try (MappingIterator<JsonNode> lines = LINES.readValues(response.getBody())) {
            while (lines.hasNextValue()) {
                event(lines.nextValue()).ifPresent(sink::happened);
            }
        }
    }

    private static Optional<ContainerEvent> event(JsonNode line) {
        JsonNode attributes = line.path("Actor").path("Attributes");
        String container = line.path("Actor").path("ID").asText();
        return Wire.parse(ContainerEvent.Action.class, line.path("Action").asText())
                .filter(_ -> !container.isBlank())
                .map(action ->
                        new ContainerEvent(
                                action,
                                new ContainerId(container),
                                attributes.path(Labels.GAME_ID).asText(),
                                code(attributes.path("exitCode").asText()),
                                time(line.path("timeNano").asLong())));
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

    private String query() {
        String from =
                since.map(time -> "&since=%d.%09d".formatted(time.getEpochSecond(), time.getNano()))
                        .orElse("");
        return "?filters=" + URLEncoder.encode(FILTERS, StandardCharsets.UTF_8) + from;
    }
}
