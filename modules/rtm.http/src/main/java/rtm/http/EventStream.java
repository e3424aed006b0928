package rtm.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;
import rtm.http.message.EventSource;
import rtm.http.message.JsonObjectWriter;

/**
 * One reader of events. It has one event on its way at most, so a slow reader costs one buffer. All
 * methods but {@link #wake} and {@link #end} run on its I/O thread.
 */
final class EventStream {

    private static final Duration GOODBYE = Duration.ofMillis(500);

    private final HttpServerExchange exchange;
    private final ServerSentEventConnection connection;
    private final EventSource source;
    private final Duration timeout;
    private boolean sending;
    private boolean ending;
    private boolean stopping;

    /** Ends the deadline of the event that is on its way while the service stops. */
    private Runnable takenBeforeEnd = () -> {};

    EventStream(
            HttpServerExchange exchange,
            ServerSentEventConnection connection,
            EventSource source,
            Duration timeout) {
        this.exchange = exchange;
        this.connection = connection;
        this.source = source;
        this.timeout = timeout;
    }

    XnioIoThread thread() {
        return exchange.getIoThread();
    }

    /** There may be more events. */
    void wake() {
        run(this::send);
    }

    /**
     * The service stops: a reader that takes the event on its way soon gets a word, another one is
     * cut.
     */
    void end() {
        run(() -> {
            stopping = true;
            if (sending) {
                takenBeforeEnd =
                        ClientDeadline.start(
                                exchange, GOODBYE, "an event to be taken, while the service stops");
            } else {
                sayGoodbye();
            }
        });
    }

    private void sayGoodbye() {
        send(
                new EventSource.Event(
                        Optional.empty(),
                        "end",
                        JsonObjectWriter.line(
                                json -> json.text("reason", "the service is stopping")),
                        true),
                GOODBYE);
    }

    private void run(Runnable task) {
        try {
            thread().execute(task);
        } catch (RejectedExecutionException _) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    /** Sends the next event, unless one is on its way. */
    void send() {
        if (!sending && !ending) {
            source.next().ifPresent(event -> send(event, timeout));
        }
    }

    private void send(EventSource.Event event, Duration most) {
        if (ending) {
            return;
        }
        sending = true;
        ending = event.last();
        Runnable inTime = ClientDeadline.start(exchange, most, "an event to be taken");
        connection.send(event.data(), event.name(), event.id().orElse(null), new Sent(inTime));
    }

    /** Called on the I/O thread, when the event is on its way or the connection is lost. */
    private final class Sent implements ServerSentEventConnection.EventCallback {
        private final Runnable inTime;

        Sent(Runnable inTime) {
            this.inTime = inTime;
        }

        @Override
        public void done(ServerSentEventConnection taken, String data, String event, String id) {
            inTime.run();
            takenBeforeEnd.run();
            sending = false;
            if (ending) {
                connection.shutdown();
            } else if (stopping) {
                sayGoodbye();
            } else {
                send();
            }
        }

        @Override
        public void failed(
                ServerSentEventConnection lost,
                String data,
                String event,
                String id,
                IOException why) {
            inTime.run();
            IoUtils.safeClose(exchange.getConnection());
        }
    }
}
