package rtm.http;

import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.time.Deadline;

/**
 * Cuts a connection whose client is too slow. A body has one time to arrive in, so that a byte now
 * and then buys a client nothing. An answer has no such time, since it may be long and the line
 * slow; but enough of it must be taken in each period. Nothing is counted while an operation runs.
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
        return startTimer(exchange, most, () -> cut(exchange, what), what);
    }

    private static Runnable startTimer(
            HttpServerExchange exchange, Duration most, Runnable then, String what) {
        try {
            XnioExecutor.Key key =
                    exchange.getIoThread()
                            .executeAfter(then, most.toMillis(), TimeUnit.MILLISECONDS);
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

    /**
     * Cuts the connection when too little was taken for too long, until the exchange ends.
     *
     * @param taken how many bytes were taken so far
     */
    static void progress(
            HttpServerExchange exchange, Duration most, LongSupplier taken, String what) {
        new Progress(exchange, most, taken, what).watch();
    }

    /** Looks four times in the allowed time. */
    private static final class Progress {

        private static final long ENOUGH_BYTES = 16 * 1024;
        private static final int LOOKS = 4;

        private final HttpServerExchange exchange;
        private final Duration most;
        private final LongSupplier taken;
        private final String what;
        private long mark;
        private Deadline deadline;

        Progress(HttpServerExchange exchange, Duration most, LongSupplier taken, String what) {
            this.exchange = exchange;
            this.most = most;
            this.taken = taken;
            this.what = what;
            this.mark = taken.getAsLong();
            this.deadline = Deadline.in(most);
        }

        void watch() {
            Runnable end = startTimer(exchange, most.dividedBy(LOOKS), this::look, what);
            exchange.addExchangeCompleteListener((_, next) -> {
                end.run();
                next.proceed();
            });
        }

        private void look() {
            if (exchange.isComplete()) {
                return;
            }
            long now = taken.getAsLong();
            if (now - mark >= ENOUGH_BYTES) {
                mark = now;
                deadline = Deadline.in(most);
            }
            if (deadline.past()) {
                cut(exchange, what);
            } else {
                startTimer(exchange, most.dividedBy(LOOKS), this::look, what);
            }
        }
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
