package rtm.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ErrorCode;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.EventSource;

/**
 * The streams of events that are open. They need no thread: I/O threads send what there is, and a
 * reader that does not take it in time is cut. A commit only wakes an I/O thread.
 */
final class EventStreams {

    /** Shows a client that the stream lives, and this side that the client is gone. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private static final Log LOG = Log.of(EventStreams.class);

    private final Duration timeout;
    private final int most;
    private final AnswerWriter writer;
    private final ConcurrencyLimit bound;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean waking = new AtomicBoolean();
    private volatile boolean ended;

    /**
     * @param timeout how long a reader may take for one event
     * @param most how many streams may be open at once
     * @param writer answers those that are too many
     */
    EventStreams(Duration timeout, int most, AnswerWriter writer) {
        this.timeout = timeout;
        this.most = most;
        this.writer = writer;
        this.bound = new ConcurrencyLimit(most);
    }

    /** Answers a request with a stream; called on the thread of the request. */
    void open(HttpServerExchange exchange, EventSource source) {
        writer.begin(exchange);
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            source.closed();
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
            exchange.endExchange();
        } else if (ended || !bound.tryEnter()) {
            source.closed();
            refuse(exchange);
        } else {
            exchange.addExchangeCompleteListener((_, next) -> {
                bound.leave();
                source.closed();
                next.proceed();
            });
            connect(exchange, source);
        }
    }

    private void refuse(HttpServerExchange exchange) {
        writer.send(
                exchange,
                ErrorAnswer.of(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        ended
                                ? "the service is stopping"
                                : "%d streams are open already; close one or try again later"
                                        .formatted(most)));
    }

    private void connect(HttpServerExchange exchange, EventSource source) {
        ServerSentEventHandler handler =
                new ServerSentEventHandler((connection, _) -> begin(exchange, connection, source));
        try {
            handler.handleRequest(exchange);
        } catch (Exception failed) {
            LOG.debug(
                    "a stream of events was not opened",
                    LogField.of("error", String.valueOf(failed.getMessage())));
            exchange.endExchange();
        }
    }

    /** Runs on the I/O thread of the connection. */
    private void begin(
            HttpServerExchange exchange, ServerSentEventConnection connection, EventSource source) {
        EventStream stream = new EventStream(exchange, connection, source, timeout);
        exchange.addExchangeCompleteListener((_, next) -> {
            open.remove(stream);
            next.proceed();
        });
        try {
            connection.setKeepAliveTime(KEEP_ALIVE.toMillis());
        } catch (RejectedExecutionException _) {
            // The server stops, and its threads with it.
            IoUtils.safeClose(connection);
            return;
        }
        open.add(stream);
        source.opened(stream::wake);
        stream.send();
        if (ended) {
            stream.end();
        }
    }

    /** There may be more events. Returns at once; many calls are one wake. */
    void wake() {
        Optional<XnioIoThread> thread = open.stream().findFirst().map(EventStream::thread);
        if (thread.isPresent() && waking.compareAndSet(false, true)) {
            try {
                thread.get().execute(this::wakeAll);
            } catch (RejectedExecutionException _) {
                waking.set(false);
            }
        }
    }

    private void wakeAll() {
        waking.set(false);
        open.forEach(EventStream::wake);
    }

    /** Ends all streams with a word, and opens no more. */
    void end() {
        ended = true;
        open.forEach(EventStream::end);
    }

    /** How many are open. */
    int count() {
        return open.size();
    }
}
