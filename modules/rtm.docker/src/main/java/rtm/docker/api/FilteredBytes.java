package rtm.docker.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A filter of a stream that only says how it reads several bytes at once. */
abstract class FilteredBytes extends FilterInputStream {

    FilteredBytes(InputStream in) {
        super(in);
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] bytes, int from, int most) throws IOException;
}
