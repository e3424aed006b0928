package rtm.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.ImageReference;
import rtm.domain.port.ContainerEngine.EngineRefusedException;

/**
 * One pull as Docker reports it, a line of JSON each step. It is read on the caller's thread,
 * unlike docker-java's own, whose thread nobody can end while Docker has not answered yet.
 */
final class PullStream {

    private static final ObjectReader LINES = new ObjectMapper().readerFor(JsonNode.class);

    private final ImageReference image;
    private final Optional<String> credentials;
    private volatile long lastProgress = System.nanoTime();

    PullStream(ImageReference image, Optional<String> credentials) {
        this.image = image;
        this.credentials = credentials;
    }

    /** For how long nothing has come. */
    Duration stillFor() {
        return Duration.ofNanos(System.nanoTime() - lastProgress);
    }

    /**
     * Pulls, and blocks until the last line.
     *
     * @return whether Docker said at the end that it was done; without that, the stream was cut
     * @throws EngineRefusedException at the first line that tells of an error
     */
    boolean read(DockerConnection docker) {
        Map<String, String> headers =
                credentials.map(header -> Map.of("X-Registry-Auth", header)).orElseGet(Map::of);
        try (Response response = docker.post("/images/create" + query(), headers)) {
            if (response.getStatusCode() != 200) {
                throw refusal(RawRefusal.of(response));
            }
            return readLines(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean readLines(Response response) throws IOException {
        boolean ended = false;
        try (MappingIterator<JsonNode> lines = LINES.readValues(response.getBody())) {
            while (lines.hasNextValue()) {
                JsonNode line = lines.nextValue();
                lastProgress = System.nanoTime();
                error(line)
                        .ifPresent(words -> {
                            throw PullFailure.of(image, words);
                        });
                ended = line.path("status").asText().startsWith("Status: ");
            }
        }
        return ended;
    }

    private static Optional<String> error(JsonNode line) {
        JsonNode detail = line.path("errorDetail").path("message");
        JsonNode error = line.path("error");
        return detail.isTextual() || error.isTextual()
                ? Optional.of(detail.isTextual() ? detail.textValue() : error.textValue())
                : Optional.empty();
    }

    private RuntimeException refusal(DockerException refusal) {
        return ApiVersion.isRefusedBy(refusal)
                ? refusal
                : PullFailure.of(image, DockerWords.of(refusal));
    }

    private String query() {
        PullAddress address = PullAddress.of(image);
        return "?fromImage=" + encoded(address.repository()) + "&tag=" + encoded(address.tag());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
