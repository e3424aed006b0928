package rtm.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Decodes the frames in which Docker sends a container's two outputs over one stream. The header of
 * a frame is one byte for the output, three zeros and four bytes for the length. A container with a
 * terminal has one output, which is sent without frames. Older daemons do not say which form they
 * send, so the first header decides.
 */
final class MultiplexedStream {

    private static final int HEADER = 8;
    private static final int CHUNK = 8 * 1024;

    private final InputStream stream;
    private final byte[] chunk = new byte[CHUNK];

    MultiplexedStream(InputStream stream) {
        this.stream = stream;
    }

    /** Receives the decoded bytes. */
    interface Target {

        /** The first bytes of the array; it is used again afterwards. */
        void add(byte[] bytes, int length) throws IOException;
    }

    /** Reads to the end; of an incomplete frame, the received part is kept. */
    void copyTo(Target target) throws IOException {
        byte[] header = stream.readNBytes(HEADER);
        if (!isHeader(header)) {
            target.add(header, header.length);
            copy(Long.MAX_VALUE, target);
            return;
        }
        while (header.length == HEADER) {
            if (!isHeader(header)) {
                throw new EOFException("Docker sent a broken frame of a container's output");
            }
            copy(length(header), target);
            header = stream.readNBytes(HEADER);
        }
    }

    private void copy(long bytes, Target target) throws IOException {
        long left = bytes;
        while (left > 0) {
            int read = stream.read(chunk, 0, (int) Math.min(left, chunk.length));
            if (read < 0) {
                return;
            }
            target.add(chunk, read);
            left -= read;
        }
    }

    private static boolean isHeader(byte[] bytes) {
        return bytes.length == HEADER
                && bytes[0] >= 0
                && bytes[0] <= 2
                && bytes[1] == 0
                && bytes[2] == 0
                && bytes[3] == 0;
    }

    private static long length(byte[] header) {
        long length = 0;
        for (int i = 4; i < HEADER; i++) {
            length = (length << 8) | (header[i] & 0xff);
        }
        return length;
    }
}
