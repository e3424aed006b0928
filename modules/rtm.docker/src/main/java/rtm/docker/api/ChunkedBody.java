package rtm.docker.api;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/** A body that is sent in chunks, each with its length in front. */
final class ChunkedBody extends FilteredBytes {

    /** The length of a chunk may be followed by extensions, the last chunk by trailers. */
    private static final int LONGEST_LINE = 8 * 1024;

    private static final Pattern LENGTH = Pattern.compile("[0-9a-fA-F]{1,15}");

    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedBody(InputStream in) {
        super(in);
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int read = in.read(bytes, from, (int) Math.min(left, most));
        if (read < 0) {
            throw new EOFException("the daemon closed the connection before its answer ended");
        }
        left -= read;
        return read;
    }

    private void nextChunk() throws IOException {
        int[] longest = {LONGEST_LINE};
        if (!first && !AnswerHead.line(in, longest).isEmpty()) {
            throw new UnreadableAnswerException("it has a broken chunk", null);
        }
        first = false;
        left = length(AnswerHead.line(in, longest));
        if (left == 0) {
            ended = true;
        }
    }

    private static long length(String line) throws UnreadableAnswerException {
        int extensions = line.indexOf(';');
        String digits = (extensions < 0 ? line : line.substring(0, extensions)).strip();
        if (!LENGTH.matcher(digits).matches()) {
            throw new UnreadableAnswerException("it has a broken chunk", null);
        }
        return Long.parseLong(digits, 16);
    }
}
