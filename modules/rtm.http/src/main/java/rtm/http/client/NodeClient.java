package rtm.http.client;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import rtm.domain.text.FailureWords;
import rtm.domain.text.OneLine;
import rtm.domain.time.Durations;

/**
 * Asks the processes of other nodes. It follows no redirects and asks no proxy: where it asks,
 * nobody but PostgreSQL says. Nothing is set up before the first question. Safe for use by many
 * threads.
 */
public final class NodeClient implements AutoCloseable {

    /** The header by which a node says that it has no room for a new game, and did nothing. */
    public static final String NO_ROOM = "X-Galaxy-No-Room";

    /** A log of 1 MiB, whose bytes may be replaced by characters of three bytes. */
    static final int LONGEST_BODY = 4 << 20;

    private static final Duration CONNECTING = Duration.ofSeconds(5);

    /** As long as a read waits for its Docker, which is shorter than a client waits for a read. */
    private static final Duration READING = Duration.ofSeconds(20);

    private static final int OK = 200;
    private static final int LONGEST_NAME = 80;

    /** Four times what keeps a stream alive. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private static final String EVENTS = "text/event-stream";
    private static final List<String> PASSED_ON =
            List.of("Retry-After", "X-Galaxy-No-Change", NO_ROOM);

    /** A body: its bytes, or a stream. */
    private record Received(ByteBuffer bytes, Optional<EventLines> events) {}

    private final Duration timeout;
    private final Duration silence;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("node-", 0).factory());
    private final LazyHttp http;
    private final ClientSpans spans;

    /**
     * A client that has not connected to anything yet.
     *
     * @param timeout how long one answer may take in all; a read has less
     */
    public NodeClient(Duration timeout, OpenTelemetry telemetry) {
        this(timeout, SILENCE, telemetry);
    }

    NodeClient(Duration timeout, Duration silence, OpenTelemetry telemetry) {
        this.timeout = timeout;
        this.silence = silence;
        this.spans = new ClientSpans(telemetry);
        Duration connecting = shorter(timeout, CONNECTING);
        this.http = LazyHttp.direct(connecting, threads);
    }

    /**
     * Asks once, and waits for the whole answer; of a stream, for its beginning.
     *
     * @throws NodeCallException in words, if there is no answer in time
     */
    public NodeReply ask(NodeCall call) throws NodeCallException, InterruptedException {
        return ask(call, patience(call));
    }

    /** How long an answer may take. */
    public Duration patience(NodeCall call) {
        return call.reads() ? shorter(READING, timeout) : timeout;
    }

    /**
     * The same for an answer that is of no use later.
     *
     * @param most how long it may take, if that is shorter
     */
    public NodeReply ask(NodeCall call, Duration most)
            throws NodeCallException, InterruptedException {
        URI url = call.url();
        Span span = spans.begin(call.method(), url);
        try (Scope _ = Context.current().with(span).makeCurrent()) {
            NodeReply reply = ask(call, url, shorter(most, patience(call)));
            ClientSpans.answered(reply.status());
            return reply;
        } catch (NodeCallException failed) {
            ClientSpans.failed(failed);
            throw failed;
        } finally {
            span.end();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private NodeReply ask(NodeCall call, URI url, Duration most)
            throws NodeCallException, InterruptedException {
        try {
            CompletableFuture<HttpResponse<Received>> answer =
                    http.client().sendAsync(request(call, url), this::body);
            try {
                return reply(answer.get(most.toNanos(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException | InterruptedException gone) {
                drop(answer);
                throw gone;
            }
        } catch (TimeoutException late) {
            throw new NodeCallException("no answer within " + Durations.text(most), true, late);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new NodeCallException(words(cause), sent(cause), cause);
        } catch (IOException | IllegalArgumentException failed) {
            throw new NodeCallException(words(failed), false, failed);
        }
    }

    /** If the answer comes all the same, its stream is ended. */
    private static void drop(CompletableFuture<HttpResponse<Received>> answer) {
        CompletableFuture<Void> dropped =
                answer.thenAccept(late -> late.body().events().ifPresent(EventLines::close));
        if (!dropped.isDone()) {
            answer.cancel(true);
        }
    }

    private HttpRequest request(NodeCall call, URI url) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).method(call.method(), body(call.body()));
        call.headers().forEach(request::setHeader);
        return spans.carriedBy(request).build();
    }

    private static BodyPublisher body(ByteBuffer body) {
        if (!body.hasRemaining()) {
            return BodyPublishers.noBody();
        }
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return BodyPublishers.ofByteArray(bytes);
    }

    private BodySubscriber<Received> body(ResponseInfo head) {
        boolean stream =
                head.statusCode() == OK
                        && contentType(head.headers()).toLowerCase(Locale.ROOT).startsWith(EVENTS);
        return stream
                ? BodySubscribers.mapping(
                        new EventLines(silence).subscriber(),
                        lines -> new Received(ByteBuffer.allocate(0), Optional.of(lines)))
                : BodySubscribers.mapping(
                        BodySubscribers.limiting(BodySubscribers.ofByteArray(), LONGEST_BODY),
                        bytes -> new Received(ByteBuffer.wrap(bytes), Optional.empty()));
    }

    private static NodeReply reply(HttpResponse<Received> answer) {
        Map<String, String> headers = new HashMap<>();
        for (String name : PASSED_ON) {
            answer.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
        }
        return new NodeReply(
                answer.statusCode(),
                contentType(answer.headers()),
                headers,
                date(answer.headers()),
                answer.body().bytes(),
                answer.body().events(),
                answer.headers()
                        .firstValue(OtherNodes.MEANT)
                        .map(named -> OneLine.of(named, LONGEST_NAME)));
    }

    private static Optional<Instant> date(HttpHeaders headers) {
        try {
            return headers.firstValue("Date")
                    .map(DateTimeFormatter.RFC_1123_DATE_TIME::parse)
                    .map(Instant::from);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static String contentType(HttpHeaders headers) {
        return headers.firstValue("Content-Type").orElse("application/octet-stream");
    }

    /** Unless it never connected. */
    private static boolean sent(Throwable failed) {
        return causes(failed)
                .noneMatch(cause ->
                        cause instanceof ConnectException
                                || cause instanceof HttpConnectTimeoutException
                                || cause instanceof NoRouteToHostException
                                || cause instanceof UnknownHostException
                                || cause instanceof UnresolvedAddressException);
    }

    private static String words(Throwable failed) {
        if (causes(failed).anyMatch(UnresolvedAddressException.class::isInstance)) {
            return "the host name of its RTMANAGER_NODE_URL is not known";
        }
        if (failed instanceof HttpConnectTimeoutException) {
            return "no connection within a moment";
        }
        return FailureWords.of(failed).lines().findFirst().orElse("");
    }

    private static Stream<Throwable> causes(Throwable failed) {
        return Stream.iterate(failed, cause -> cause != null, Throwable::getCause).limit(8);
    }

    /** Drops what is being asked, and what is followed. */
    @Override
    public void close() {
        // First, or the client would try once more what is cut off while it connects.
        http.close();
        threads.shutdownNow();
    }
}
