package rtm.docker.api;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The part of a stream up to a length. */
final class SizedBody extends FilteredBytes {

    private final boolean whole;
    private long left;

    /**
     * @param length how many bytes to read at most
     * @param whole whether an earlier end is an error
     */
    SizedBody(InputStream in, long length, boolean whole) {
        super(in);
        this.left = length;
        this.whole = whole;
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = in.read(bytes, from, (int) Math.min(left, most));
        if (read < 0 && whole) {
            throw new EOFException("the daemon closed the connection before its answer ended");
        }
        left -= Math.max(0, read);
        return read;
    }
}
