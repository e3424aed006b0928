package rtm.docker.api;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;

/**
 * Uses each connection for one call. After a restart of Docker, a kept connection would fail the
 * first change, and nobody could know whether the change took effect. A new connection to a local
 * socket costs almost nothing.
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
