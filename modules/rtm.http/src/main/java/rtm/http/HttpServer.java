package rtm.http;

import io.opentelemetry.api.OpenTelemetry;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The REST listener with its probes. Opened once; to stop, {@link #drain} and then {@link #close}.
 */
public final class HttpServer implements AutoCloseable {

    private final Undertow undertow;
    private final ExecutorService workers;
    private final InFlight inFlight;
    private final EventStreams streams;

    private HttpServer(
            Undertow undertow, ExecutorService workers, InFlight inFlight, EventStreams streams) {
        this.undertow = undertow;
        this.workers = workers;
        this.inFlight = inFlight;
        this.streams = streams;
    }

    /**
     * Binds the address and serves from then on.
     *
     * @param backend what the routes call
     * @param telemetry for the spans of requests
     * @throws IOException in one sentence for an operator, if the address cannot be had
     */
    public static HttpServer open(HttpSettings settings, Backend backend, OpenTelemetry telemetry)
            throws IOException {
        InFlight inFlight = new InFlight();
        ExecutorService workers =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
        AnswerWriter writer = new AnswerWriter(settings.readTimeout(), workers);
        ConcurrencyLimit bound = new ConcurrencyLimit(settings.maxConcurrentRequests());
        EventStreams streams =
                new EventStreams(settings.readTimeout(), Listener.mostStreams(settings), writer);
        backend.overview().changes().listen(streams::wake);
        RootHandler root =
                new RootHandler(
                        inFlight,
                        new Token(settings.token()),
                        new Routes(backend, bound).router(),
                        writer,
                        new RequestBodyHandler(settings.readTimeout(), writer),
                        workers,
                        new ServerSpans(telemetry),
                        streams);
        HttpServer server = new HttpServer(Listener.of(settings, root), workers, inFlight, streams);
        server.start(settings);
        return server;
    }

    private void start(HttpSettings settings) throws IOException {
        try {
            undertow.start();
        } catch (RuntimeException failed) {
            close();
            throw new IOException(
                    "cannot listen on %s: %s".formatted(settings.address(), why(failed)), failed);
        }
    }

    private static String why(RuntimeException failed) {
        return switch (failed.getCause()) {
            case UnknownHostException _ -> "the host name is not known";
            case BindException bind when String.valueOf(bind.getMessage()).contains("in use") ->
                    "the address is in use by another program";
            case IOException other -> String.valueOf(other.getMessage());
            case null, default -> String.valueOf(failed.getMessage());
        };
    }

    /** The port that is listened on, also where the system chose it. */
    public int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
    }

    /**
     * Ends the streams of events, answers every new request 503 and closes its connection, and
     * waits for those that were let in before.
     *
     * @return whether all of them are answered
     */
    public boolean drain(Duration most) throws InterruptedException {
        streams.end();
        return inFlight.drain(most);
    }

    /**
     * Closes the listener and every connection, and interrupts what is still at work. Waits for
     * none of it longer than a moment.
     */
    @Override
    public void close() {
        try {
            undertow.stop();
        } finally {
            workers.shutdownNow();
        }
    }
}
