package rtm.docker.api;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose head has arrived. To close it closes the connection without reading the rest,
 * which may have no end.
 */
final class Answer implements Response {

    private final AnswerHead head;
    private final InputStream body;
    private final SocketChannel channel;
    private final Semaphore places;
    private final AtomicBoolean closed = new AtomicBoolean();

    Answer(AnswerHead head, InputStream body, SocketChannel channel, Semaphore places) {
        this.head = head;
        this.body = body;
        this.channel = channel;
        this.places = places;
    }

    @Override
    public int getStatusCode() {
        return head.status();
    }

    @Override
    public Map<String, List<String>> getHeaders() {
        return head.headers();
    }

    @Override
    public @Nullable String getHeader(String name) {
        String value = head.first(name);
        return value.isEmpty() ? null : value;
    }

    @Override
    public InputStream getBody() {
        return body;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                channel.close();
            } catch (IOException _) {
                // The answer was read as far as it was needed.
            } finally {
                places.release();
            }
        }
    }
}
