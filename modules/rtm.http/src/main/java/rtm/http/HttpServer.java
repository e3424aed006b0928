package rtm.http;

import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import rtm.http.connection.Connections;
import rtm.http.door.ActionRule;
import rtm.http.door.BrowserRule;
import rtm.http.forward.Forwarding;

/**
 * The REST listener with its probes. Opened once; to stop, {@link #drain} and then {@link #close}.
 */
public final class HttpServer implements AutoCloseable {

    private static final int CONNECTIONS_PER_REQUEST = 4;
    private static final int FEWEST_CONNECTIONS = 64;
    private static final long MOST_PENDING_BYTES = 32L * 1024 * 1024;

    private final Listener listener;
    private final ExecutorService workers;
    private final InFlight inFlight;
    private final EventStreams streams;
    private final Optional<Forwarding> forwarding;

    private HttpServer(
            Listener listener,
            ExecutorService workers,
            InFlight inFlight,
            EventStreams streams,
            Optional<Forwarding> forwarding) {
        this.listener = listener;
        this.workers = workers;
        this.inFlight = inFlight;
        this.streams = streams;
        this.forwarding = forwarding;
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
        Connections connections = new Connections(mostConnections(settings), MOST_PENDING_BYTES);
        AnswerWriter writer = new AnswerWriter(settings.readTimeout(), workers, connections);
        ConcurrencyLimit bound = new ConcurrencyLimit(settings.maxConcurrentRequests());
        EventStreams streams =
                new EventStreams(settings.readTimeout(), mostStreams(settings), writer);
        backend.overview().changes().listen(streams::wake);
        Optional<Forwarding> forwarding =
                backend.others()
                        .map(others ->
                                new Forwarding(
                                        others,
                                        settings.token().isPresent(),
                                        settings.readToken().or(settings::token),
                                        mostPerNode(settings),
                                        telemetry));
        forwarding.ifPresent(to ->
                backend.overview().status().reading().askBy(node -> to.jobs(Routes.STATUS, node)));
        RootHandler root =
                new RootHandler(
                        inFlight,
                        connections,
                        new BrowserRule(settings.allowedHosts()),
                        new ActionRule(settings.console() == ConsoleMode.ACT),
                        Tokens.of(settings),
                        new Routes(backend, bound, settings.console(), forwarding).router(),
                        writer,
                        new RequestBodyHandler(settings.readTimeout(), writer),
                        (found, body) ->
                                new RequestTask(
                                        found,
                                        body,
                                        backend.engines(),
                                        backend.others(),
                                        writer,
                                        streams),
                        workers,
                        new ServerSpans(telemetry));
        try {
            return new HttpServer(
                    Listener.open(settings, root, connections),
                    workers,
                    inFlight,
                    streams,
                    forwarding);
        } catch (IOException failed) {
            forwarding.ifPresent(Forwarding::close);
            workers.shutdownNow();
            throw new IOException(
                    "cannot listen on %s: %s".formatted(settings.address(), why(failed)), failed);
        }
    }

    /** Idle clients and the probes need connections beside the active ones. */
    private static int mostConnections(HttpSettings settings) {
        long wanted = (long) CONNECTIONS_PER_REQUEST * settings.maxConcurrentRequests();
        return Math.clamp(wanted, FEWEST_CONNECTIONS, Integer.MAX_VALUE);
    }

    /** Readers of events may take a quarter of the connections. */
    private static int mostStreams(HttpSettings settings) {
        return mostConnections(settings) / CONNECTIONS_PER_REQUEST;
    }

    /** One node that does not answer may hold up a quarter of the requests. */
    private static int mostPerNode(HttpSettings settings) {
        return Math.max(1, settings.maxConcurrentRequests() / CONNECTIONS_PER_REQUEST);
    }

    private static String why(IOException failed) {
        return switch (failed) {
            case UnknownHostException _ -> "the host name is not known";
            case BindException bind when String.valueOf(bind.getMessage()).contains("in use") ->
                    "the address is in use by another program";
            default -> String.valueOf(failed.getMessage());
        };
    }

    /** The port that is listened on, also where the system chose it. */
    public int port() {
        return listener.port();
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
            listener.close();
        } finally {
            workers.shutdownNow();
            forwarding.ifPresent(Forwarding::close);
        }
    }
}
