package rtm.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import rtm.docker.api.DockerConnection;
import rtm.docker.api.RawRefusal;
import rtm.domain.model.ContainerId;

/**
 * The output of a container, as Docker stores it. Reads on the caller's thread, which can be
 * interrupted: the output of a hung container never ends.
 */
final class LogStream {

    private LogStream() {}

    /**
     * The last lines, only whole ones and up to {@code mostBytes}; empty if there is no container.
     */
    static Optional<String> read(
            DockerConnection docker, ContainerId container, int lines, int mostBytes) {
        String query = "/logs?stdout=true&stderr=true&tail=" + lines;
        try (Response response = docker.get("/containers/" + container.value() + query)) {
            return switch (response.getStatusCode()) {
                case 200 -> Optional.of(text(response.getBody(), mostBytes));
                case 404 -> Optional.empty();
                default -> throw RawRefusal.of(response);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(InputStream body, int mostBytes) throws IOException {
        TailBuffer tail = new TailBuffer(mostBytes);
        new MultiplexedStream(body).copyTo(tail);
        return tail.wholeLines();
    }
}
