package rtm.http.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/** Notes what a client sends. */
final class ConnectionSource extends AbstractStreamSourceConduit<StreamSourceConduit> {

    private final Connection connection;

    ConnectionSource(StreamSourceConduit next, Connection connection) {
        super(next);
        this.connection = connection;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return (int) noted(next.read(into));
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
        return noted(next.read(into, offset, length));
    }

    private long noted(long count) {
        if (count > 0) {
            connection.progressed();
        }
        return count;
    }
}
