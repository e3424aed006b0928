package rtm.http;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSourceChannel;

/** What a client sends after its headers: first kept, up to a limit; then at most thrown away. */
final class RequestBodyReader {

    private final HttpServerExchange exchange;
    private final StreamSourceChannel channel;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    RequestBodyReader(HttpServerExchange exchange) {
        this.exchange = exchange;
        this.channel = exchange.getRequestChannel();
    }

    /** How far a pass over what is there has come. */
    enum Progress {
        WAITING,
        COMPLETE,
        TOO_MUCH,
        /** The client went away in the middle, or its chunks are broken. */
        BROKEN
    }

    /** Keeps the bytes that are there, up to a limit in total. */
    Progress keep(int most) throws IOException {
        return pass(bytes -> {
            boolean fits = kept.size() + bytes.remaining() <= most;
            if (fits) {
                byte[] more = new byte[bytes.remaining()];
                bytes.get(more);
                kept.writeBytes(more);
            }
            return fits;
        });
    }

    /** Throws away what is there. */
    Progress discard() throws IOException {
        return pass(_ -> true);
    }

    ByteBuffer kept() {
        return ByteBuffer.wrap(kept.toByteArray());
    }

    /** Calls back on the I/O thread whenever there is more, until it is stopped. */
    void whenThereIsMore(Runnable what) {
        ChannelListener<StreamSourceChannel> listener = _ -> what.run();
        channel.getReadSetter().set(listener);
        channel.resumeReads();
    }

    void stop() {
        channel.suspendReads();
        channel.getReadSetter().set(null);
    }

    private Progress pass(Taker taker) throws IOException {
        try (PooledByteBuffer pooled = exchange.getConnection().getByteBufferPool().allocate()) {
            ByteBuffer buffer = pooled.getBuffer();
            while (true) {
                int read = read(buffer.clear());
                if (read <= 0) {
                    return read < 0 ? Progress.COMPLETE : Progress.WAITING;
                }
                if (!taker.take(buffer.flip())) {
                    return Progress.TOO_MUCH;
                }
            }
        }
    }

    /** Undertow's reading of chunks knows trailers that are broken, but not all of them. */
    private int read(ByteBuffer buffer) throws IOException {
        try {
            return channel.read(buffer);
        } catch (IllegalArgumentException broken) {
            throw new IOException("broken chunks", broken);
        }
    }

    /** What is done with bytes; false means that they were too many. */
    @FunctionalInterface
    private interface Taker {
        boolean take(ByteBuffer bytes);
    }
}
