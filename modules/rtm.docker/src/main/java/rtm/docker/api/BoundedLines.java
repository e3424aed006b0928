package rtm.docker.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads lines of JSON of a bounded length; a longer one is skipped and takes no memory. */
public final class BoundedLines {

    /** The maximum length of a line in bytes, after its strings are clipped. */
    public static final int LONGEST = 1024 * 1024;

    /** How many bytes of a line are skipped before the stream counts as broken. */
    static final long MOST_SKIPPED = 512L * 1024 * 1024;

    private static final int CHUNK = 8 * 1024;

    private final InputStream stream;
    private final byte[] chunk = new byte[CHUNK];
    private int next;
    private int end;

    public BoundedLines(InputStream stream) {
        this.stream = new ClippedStrings(stream);
    }

    /** A line. */
    public sealed interface Line {

        /**
         * A complete line.
         *
         * @param bytes the line without its line break
         */
        @SuppressWarnings("ArrayRecordComponent") // It is passed on once and never compared.
        record Whole(byte[] bytes) implements Line {

            public boolean blank() {
                for (byte each : bytes) {
                    if (each > ' ' || each < 0) {
                        return false;
                    }
                }
                return true;
            }
        }

        /** A line that was skipped. */
        record TooLong() implements Line {}
    }

    /**
     * Waits for the next line; empty at the end of the stream.
     *
     * @throws UnreadableAnswerException if the line does not end
     */
    public Optional<Line> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long length = 0;
        while (fill()) {
            int from = next;
            int to = endOfLine();
            length += to - from;
            if (length > MOST_SKIPPED) {
                throw new UnreadableAnswerException("a line of it does not end", null);
            }
            if (length <= LONGEST) {
                line.write(chunk, from, to - from);
            } else {
                line = new ByteArrayOutputStream();
            }
            if (to < end) {
                next = to + 1;
                return Optional.of(line(line, length));
            }
            next = end;
        }
        return length == 0 ? Optional.empty() : Optional.of(line(line, length));
    }

    private static Line line(ByteArrayOutputStream line, long length) {
        return length > LONGEST ? new Line.TooLong() : new Line.Whole(line.toByteArray());
    }

    private boolean fill() throws IOException {
        if (next < end) {
            return true;
        }
        next = 0;
        end = Math.max(0, stream.read(chunk, 0, chunk.length));
        return end > 0;
    }

    private int endOfLine() {
        int at = next;
        while (at < end && chunk[at] != '\n') {
            at++;
        }
        return at;
    }
}
