package rtm.docker.api;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a stream in large pieces, for one thread. The JDK's own buffer takes a lock for each byte,
 * and the heads of answers are read byte by byte.
 */
final class BufferedBytes extends InputStream {

    private static final int SIZE = 8 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[SIZE];
    private int next;
    private int end;

    BufferedBytes(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return next < end || fill() ? buffer[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (next == end) {
            if (most >= SIZE) {
                return in.read(bytes, from, most);
            }
            if (!fill()) {
                return -1;
            }
        }
        int count = Math.min(most, end - next);
        System.arraycopy(buffer, next, bytes, from, count);
        next += count;
        return count;
    }

    /** Whether there are more bytes. */
    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(0, in.read(buffer, 0, SIZE));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
