package rtm.http;

import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;

/**
 * Cuts a connection whose client is too slow. It counts the whole time that a body takes to arrive
 * or an answer to be taken, so that a byte now and then buys a client nothing; and it never runs
 * while an operation does.
 */
final class ClientDeadline {

    private static final Log LOG = Log.of(ClientDeadline.class);

    private ClientDeadline() {}

    /**
     * Begins to count.
     *
     * @return what ends the count
     */
    static Runnable start(HttpServerExchange exchange, Duration most, String what) {
        try {
            XnioExecutor.Key key =
                    exchange.getIoThread()
                            .executeAfter(
                                    () -> cut(exchange, what),
                                    most.toMillis(),
                                    TimeUnit.MILLISECONDS);
            return key::remove;
        } catch (RejectedExecutionException closing) {
            cut(exchange, what);
            return () -> {};
        }
    }

    /** Begins to count, and ends when the whole exchange does. */
    static void overall(HttpServerExchange exchange, Duration most, String what) {
        Runnable end = start(exchange, most, what);
        exchange.addExchangeCompleteListener((_, next) -> {
            end.run();
            next.proceed();
        });
    }

    /** Closes the connection, whatever is on its way. */
    static void cut(HttpServerExchange exchange, String what) {
        if (!exchange.isComplete()) {
            LOG.debug(
                    "closed the connection of a client",
                    LogField.of("waited_for", what),
                    LogField.of("path", exchange.getRequestURI()));
            IoUtils.safeClose(exchange.getConnection());
            exchange.endExchange();
        }
    }
}
