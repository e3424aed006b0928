package rtm.docker.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import rtm.docker.api.ApiVersion;
import rtm.docker.api.BoundedLines;
import rtm.docker.api.BoundedLines.Line;
import rtm.docker.api.DockerConnection;
import rtm.docker.api.DockerJson;
import rtm.docker.api.DockerMessages;
import rtm.docker.api.RawRefusal;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ImageReference;
import rtm.domain.port.ContainerDaemon.EngineRefusedException;

/**
 * One pull as Docker reports it, a line of JSON each step. It is read on the caller's thread,
 * unlike docker-java's own, whose thread nobody can end while Docker has not answered yet.
 */
final class PullStream {

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

    /** A line that cannot be read is only progress; what counts is said at the end, or missing. */
    private boolean readLines(Response response) throws IOException {
        BoundedLines lines = new BoundedLines(response.getBody());
        boolean ended = false;
        for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            lastProgress = System.nanoTime();
            JsonNode step = step(line.orElseThrow());
            error(step)
                    .ifPresent(words -> {
                        throw failure(words);
                    });
            if (!step.isMissingNode()) {
                ended = step.path("status").asText("").startsWith("Status: ");
            }
        }
        return ended;
    }

    private static JsonNode step(Line line) {
        return switch (line) {
            case Line.TooLong() -> MissingNode.getInstance();
            case Line.Whole whole -> {
                try {
                    yield DockerJson.read(whole.bytes());
                } catch (IOException _) {
                    yield MissingNode.getInstance();
                }
            }
        };
    }

    /** In which step Docker lost containerd says nothing about the image. */
    private RuntimeException failure(String words) {
        return PullFailure.passes(image, words)
                ? new DependencyUnavailableException(
                        Dependency.DOCKER, DockerMessages.oneLine(words), null)
                : PullFailure.of(image, words);
    }

    private static Optional<String> error(JsonNode line) {
        JsonNode detail = line.path("errorDetail").path("message");
        JsonNode error = line.path("error");
        return detail.isTextual() || error.isTextual()
                ? Optional.of(detail.isTextual() ? detail.textValue() : error.textValue())
                : Optional.empty();
    }

    private RuntimeException refusal(DockerException refusal) {
        return ApiVersion.isRefusedBy(refusal) ? refusal : failure(DockerMessages.of(refusal));
    }

    private String query() {
        PullAddress address = PullAddress.of(image);
        return "?fromImage=" + encoded(address.repository()) + "&tag=" + encoded(address.tag());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
