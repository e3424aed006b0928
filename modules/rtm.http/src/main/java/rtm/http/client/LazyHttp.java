package rtm.http.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/** The JDK's HTTP client, made at the first use: it costs a thread, memory and start-up time. */
final class LazyHttp implements AutoCloseable {

    private final Duration connectTimeout;
    private final Executor executor;
    private final boolean direct;
    private Optional<HttpClient> client = Optional.empty();
    private boolean closed;

    LazyHttp(Duration connectTimeout, Executor executor) {
        this(connectTimeout, executor, false);
    }

    private LazyHttp(Duration connectTimeout, Executor executor, boolean direct) {
        this.connectTimeout = connectTimeout;
        this.executor = executor;
        this.direct = direct;
    }

    /** One that asks no proxy, whatever the process's properties say. */
    static LazyHttp direct(Duration connectTimeout, Executor executor) {
        return new LazyHttp(connectTimeout, executor, true);
    }

    /**
     * The client.
     *
     * @throws IOException if this is closed
     */
    synchronized HttpClient client() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        HttpClient made = client.orElseGet(this::make);
        client = Optional.of(made);
        return made;
    }

    private HttpClient make() {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(Version.HTTP_1_1)
                        .followRedirects(Redirect.NEVER)
                        .connectTimeout(connectTimeout)
                        .executor(executor);
        return direct ? builder.proxy(HttpClient.Builder.NO_PROXY).build() : builder.build();
    }

    @Override
    public synchronized void close() {
        closed = true;
        client.ifPresent(HttpClient::shutdownNow);
    }
}
