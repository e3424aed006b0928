package rtm.http;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import rtm.http.connection.Connections;

/**
 * Sets up Undertow: limits for what a client sends and for how long it takes. It is not built by
 * Undertow's own builder, which gives no access to connections when they are accepted.
 */
final class Listener implements AutoCloseable {

    private static final int IO_THREADS = 2;
    private static final int BACKLOG = 1000;
    private static final int BUFFER_BYTES = 16 * 1024 - 20;
    private static final int MOST_BUFFERS = 512;
    private static final int LONGEST_HEADER = 16 * 1024;
    private static final int MOST_HEADERS = 100;
    private static final int MOST_PARAMETERS = 50;
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

    private final XnioWorker worker;
    private final AcceptingChannel<StreamConnection> server;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Listener(XnioWorker worker, AcceptingChannel<StreamConnection> server) {
        this.worker = worker;
        this.server = server;
    }

    /**
     * Binds the address and serves from then on.
     *
     * @throws IOException if the address cannot be had
     */
    static Listener open(HttpSettings settings, HttpHandler handler, Connections connections)
            throws IOException {
        InetAddress host = InetAddress.getByName(settings.host().orElse("0.0.0.0"));
        // A cache per thread would be lost with every virtual thread.
        HttpOpenListener requests =
                new HttpOpenListener(
                        new DefaultByteBufferPool(true, BUFFER_BYTES, MOST_BUFFERS, 0),
                        requestOptions(settings));
        requests.setRootHandler(new HttpContinueReadHandler(handler));
        XnioWorker worker =
                Xnio.getInstance(Undertow.class.getClassLoader()).createWorker(workerOptions());
        try {
            AcceptingChannel<StreamConnection> server =
                    worker.createStreamConnectionServer(
                            new InetSocketAddress(host, settings.port()),
                            ChannelListeners.openListenerAdapter(
                                    accepted -> connections.open(accepted, requests)),
                            socketOptions());
            server.resumeAccepts();
            return new Listener(worker, server);
        } catch (IOException | RuntimeException failed) {
            worker.shutdownNow();
            throw failed;
        }
    }

    private static OptionMap requestOptions(HttpSettings settings) {
        return OptionMap.builder()
                .set(UndertowOptions.MAX_HEADER_SIZE, LONGEST_HEADER)
                .set(UndertowOptions.MAX_HEADERS, MOST_HEADERS)
                .set(UndertowOptions.MAX_PARAMETERS, MOST_PARAMETERS)
                // RequestBodyHandler counts: Undertow closes a connection so fast that no client
                // sees why.
                .set(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, millis(settings.readHeaderTimeout()))
                .set(UndertowOptions.NO_REQUEST_TIMEOUT, millis(settings.idleTimeout()))
                .set(UndertowOptions.ALLOW_UNKNOWN_PROTOCOLS, false)
                // Paths are decoded here, once and strictly.
                .set(UndertowOptions.DECODE_URL, false)
                .getMap();
    }

    private static OptionMap workerOptions() {
        return OptionMap.builder()
                .set(Options.WORKER_NAME, "http")
                .set(Options.WORKER_IO_THREADS, IO_THREADS)
                .set(Options.WORKER_TASK_CORE_THREADS, 1)
                .set(Options.WORKER_TASK_MAX_THREADS, 1)
                .getMap();
    }

    private static OptionMap socketOptions() {
        return OptionMap.builder()
                .set(Options.WORKER_IO_THREADS, IO_THREADS)
                .set(Options.TCP_NODELAY, true)
                .set(Options.REUSE_ADDRESSES, true)
                .set(Options.BACKLOG, BACKLOG)
                .getMap();
    }

    /** The port that is listened on, also where the system chose it. */
    int port() {
        return server.getLocalAddress(InetSocketAddress.class).getPort();
    }

    /**
     * Closes it with every connection, and waits for its threads no longer than a moment. The
     * library hangs if it is closed twice.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        IoUtils.safeClose(server);
        worker.shutdownNow();
        try {
            worker.awaitTermination(SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(Math.min(duration.toMillis(), Integer.MAX_VALUE));
    }
}
