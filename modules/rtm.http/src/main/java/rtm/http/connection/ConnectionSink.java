package rtm.http.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Notes what a client takes, and replaces what the HTTP library would answer by itself: it refuses
 * what is not valid HTTP before a handler sees it, without the body that all errors have.
 */
final class ConnectionSink extends AbstractStreamSinkConduit<StreamSinkConduit> {

    /** The system copies what it is given; a large answer is not copied as a whole. */
    private static final int MOST_AT_ONCE = 64 * 1024;

    private final Connection connection;
    private boolean replaced;

    ConnectionSink(StreamSinkConduit next, Connection connection) {
        super(next);
        this.connection = connection;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (!bytes.hasRemaining()) {
            return 0;
        }
        return isOurs(bytes) ? pass(bytes) : replace(bytes);
    }

    private boolean isOurs(ByteBuffer bytes) {
        return !replaced && (connection.isAnswering() || LibraryAnswer.isInterim(bytes));
    }

    private int pass(ByteBuffer bytes) throws IOException {
        int limit = bytes.limit();
        bytes.limit(bytes.position() + Math.min(bytes.remaining(), MOST_AT_ONCE));
        try {
            int count = next.write(bytes);
            connection.wrote(count);
            return count;
        } finally {
            bytes.limit(limit);
        }
    }

    /** A few hundred bytes; a client that does not take even these does not get them. */
    private int replace(ByteBuffer bytes) throws IOException {
        int swallowed = bytes.remaining();
        if (!replaced) {
            replaced = true;
            ByteBuffer answer = LibraryAnswer.insteadOf(bytes);
            while (answer.hasRemaining() && next.write(answer) > 0) {
                connection.progressed();
            }
            next.terminateWrites();
        }
        bytes.position(bytes.limit());
        return swallowed;
    }

    @Override
    public long write(ByteBuffer[] bytes, int offset, int length) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            while (bytes[i].hasRemaining()) {
                int count = write(bytes[i]);
                if (count == 0) {
                    return total;
                }
                total += count;
            }
        }
        return total;
    }

    @Override
    public int writeFinal(ByteBuffer bytes) throws IOException {
        return Conduits.writeFinalBasic(this, bytes);
    }

    @Override
    public long writeFinal(ByteBuffer[] bytes, int offset, int length) throws IOException {
        return Conduits.writeFinalBasic(this, bytes, offset, length);
    }
}
