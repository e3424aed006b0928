package rtm.http;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.time.Duration;
import org.xnio.Options;

/**
 * Sets up Undertow: limits for what a client sends, for how long it takes, and for how many there
 * are.
 */
final class Listener {

    private static final int IO_THREADS = 2;
    private static final int BUFFER_BYTES = 16 * 1024 - 20;
    private static final int MOST_BUFFERS = 512;
    private static final int LONGEST_HEADER = 16 * 1024;
    private static final int MOST_HEADERS = 100;
    private static final int MOST_PARAMETERS = 50;
    private static final int CONNECTIONS_PER_REQUEST = 4;
    private static final int FEWEST_CONNECTIONS = 64;
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

    private Listener() {}

    static Undertow of(HttpSettings settings, HttpHandler handler) {
        return Undertow.builder()
                // A cache per thread would be lost with every virtual thread.
                .setByteBufferPool(new DefaultByteBufferPool(true, BUFFER_BYTES, MOST_BUFFERS, 0))
                .setIoThreads(IO_THREADS)
                .setWorkerThreads(1)
                .setWorkerOption(Options.WORKER_NAME, "http")
                // More wait in the system's queue. As a worker option it would do nothing.
                // XNIO counts even a look into the empty queue as a connection, and one short of
                // the limit stops for it; it goes on at once only while the low water is unset,
                // that is, the same as the high one.
                .setSocketOption(Options.CONNECTION_HIGH_WATER, mostConnections(settings))
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, LONGEST_HEADER)
                .setServerOption(UndertowOptions.MAX_HEADERS, MOST_HEADERS)
                .setServerOption(UndertowOptions.MAX_PARAMETERS, MOST_PARAMETERS)
                // RequestBodyHandler counts: Undertow closes a connection so fast that no client
                // sees why.
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .setServerOption(
                        UndertowOptions.REQUEST_PARSE_TIMEOUT, millis(settings.readHeaderTimeout()))
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, millis(settings.idleTimeout()))
                .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, millis(SHUTDOWN_TIMEOUT))
                .setServerOption(UndertowOptions.ALLOW_UNKNOWN_PROTOCOLS, false)
                // Paths are decoded here, once and strictly.
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .addHttpListener(settings.port(), settings.host().orElse("0.0.0.0"))
                .setHandler(new HttpContinueReadHandler(handler))
                .build();
    }

    /** Idle clients and the probes need connections beside the active ones. */
    static int mostConnections(HttpSettings settings) {
        long wanted = (long) CONNECTIONS_PER_REQUEST * settings.maxConcurrentRequests();
        return Math.clamp(wanted, FEWEST_CONNECTIONS, Integer.MAX_VALUE);
    }

    /** Readers of events may take a quarter of the connections. */
    static int mostStreams(HttpSettings settings) {
        return mostConnections(settings) / CONNECTIONS_PER_REQUEST;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(Math.min(duration.toMillis(), Integer.MAX_VALUE));
    }
}
