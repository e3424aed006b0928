package rtm.docker.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;

/**
 * The progress of one pull, one line of JSON for each step. Reads on the caller's thread;
 * docker-java reads on its own thread, which nobody can end before Docker answers.
 */
final class PullStream {

    private final ImageReference image;
    private final Optional<String> credentials;
    private final Path credentialsFile;
    private final PullProgress progress;

    PullStream(ImageReference image, RegistryCredentials credentials, PullProgress progress) {
        this.image = image;
        this.credentials = credentials.header(image);
        this.credentialsFile = credentials.file();
        this.progress = progress;
    }

    /**
     * Pulls, and blocks until the last line.
     *
     * @return whether Docker reported the end of the pull; if not, the stream broke off
     * @throws DaemonRefusedException at the first line with an error
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

    /** An unreadable line only counts as progress; the last readable line decides. */
    private boolean readLines(Response response) throws IOException {
        BoundedLines lines = new BoundedLines(response.getBody());
        boolean ended = false;
        for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            progress.moved();
            JsonNode step = step(line.orElseThrow());
            error(step)
                    .ifPresent(words -> {
                        throw failure(words);
                    });
            if (!step.isMissingNode()) {
                progress.step(step);
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

    /** If Docker lost containerd, the failed step says nothing about the image. */
    private RuntimeException failure(String words) {
        return PullFailure.passes(image, words)
                ? new DependencyUnavailableException(
                        Dependency.DOCKER, DockerMessages.oneLine(words), null)
                : PullFailure.of(image, credentialsFile, words);
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
