package rtm.docker.api;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;

/**
 * Uses each connection for one call. A connection kept from before a restart of Docker would fail
 * the first call that changes something, and nobody could tell whether it took effect; a new one to
 * a local socket costs next to nothing.
 */
final class SingleUseTransport implements DockerHttpClient {

    private final DockerHttpClient transport;

    SingleUseTransport(DockerHttpClient transport) {
        this.transport = transport;
    }

    @Override
    public Response execute(Request request) {
        return transport.execute(
                Request.builder().from(request).putHeader("Connection", "close").build());
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
