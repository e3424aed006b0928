package rtm.http.connection;

import io.undertow.server.HttpServerExchange;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/** One connection, and what it is doing. */
final class Connection {

    private final StreamConnection channel;
    private volatile @Nullable HttpServerExchange exchange;
    private volatile boolean working;
    private volatile boolean answering;
    private volatile int pending;
    private volatile long written;
    private volatile long progress = System.nanoTime();

    Connection(StreamConnection channel) {
        this.channel = channel;
    }

    /** A request has arrived. */
    void begin(HttpServerExchange request) {
        exchange = request;
        progressed();
    }

    /** A thread works on the request; this may take as long as it takes. */
    void work() {
        working = true;
    }

    /**
     * This service's own answer is sent.
     *
     * @param bytes how many bytes of it are held until the client has taken them
     */
    void answer(int bytes) {
        answering = true;
        working = false;
        pending = bytes;
        progressed();
    }

    /** The request is answered, or its client is gone. */
    void end() {
        pending = 0;
        answering = false;
        working = false;
        exchange = null;
        progressed();
    }

    /** The client sent or took something. */
    void progressed() {
        progress = System.nanoTime();
    }

    /** The client's system took this many bytes. Only the connection's I/O thread calls it. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void wrote(long bytes) {
        if (bytes > 0) {
            written += bytes;
            progressed();
        }
    }

    boolean isAnswering() {
        return answering;
    }

    boolean isWorking() {
        return working;
    }

    boolean isIdle() {
        return exchange == null;
    }

    int pending() {
        return pending;
    }

    long written() {
        return written;
    }

    /** When the client last sent or took something, on the monotonic clock. */
    long lastProgress() {
        return progress;
    }

    /** Closes it on its own thread. */
    void close() {
        pending = 0;
        try {
            channel.getIoThread().execute(this::closeNow);
        } catch (RejectedExecutionException _) {
            closeNow();
        }
    }

    private void closeNow() {
        HttpServerExchange current = exchange;
        IoUtils.safeClose(channel);
        if (current != null) {
            current.endExchange();
        }
    }
}
