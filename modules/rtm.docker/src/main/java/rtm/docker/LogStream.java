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
 * The output of a container as Docker keeps it. It is read on the caller's thread, since a wedged
 * container's never ends and the caller can be interrupted.
 */
final class LogStream {

    private LogStream() {}

    /** The last lines, by whole lines no more than so many bytes; empty without a container. */
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
