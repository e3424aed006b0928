package rtm.docker.api;

import java.io.IOException;
import java.io.InputStream;

/**
 * Clips every string of a JSON stream after 16 KiB: a container's label may have any size, and no
 * value that this service needs is nearly that long.
 */
final class ClippedStrings extends FilteredBytes {

    /** How many bytes of a string are kept. */
    static final int LONGEST = 16 * 1024;

    private static final int HEX_DIGITS = 4;

    private boolean inString;
    private boolean escaped;
    private int hexLeft;
    private long length;
    private boolean clipping;

    ClippedStrings(InputStream json) {
        super(json);
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        while (true) {
            int read = in.read(bytes, from, most);
            if (read < 0) {
                return -1;
            }
            int kept = clip(bytes, from, read);
            if (length > BoundedLines.MOST_SKIPPED) {
                throw new UnreadableAnswerException("a text in it does not end", null);
            }
            if (kept > 0) {
                return kept;
            }
        }
    }

    private int clip(byte[] bytes, int from, int count) {
        int to = from;
        for (int i = from; i < from + count; i++) {
            byte next = bytes[i];
            if (isPlain(next)) {
                length++;
                bytes[to++] = next;
            } else if (keeps(next)) {
                bytes[to++] = next;
            }
        }
        return to - from;
    }

    /** Most bytes of an answer are inside short strings and mean nothing else. */
    private boolean isPlain(byte next) {
        return inString
                && next != '"'
                && next != '\\'
                && next != '\n'
                && length < LONGEST
                && !escaped
                && hexLeft == 0;
    }

    private boolean keeps(byte next) {
        if (next == '\n') {
            // A JSON string has no line break, so this was not one.
            inString = false;
            escaped = false;
            hexLeft = 0;
            return true;
        }
        if (!inString) {
            inString = next == '"';
            length = 0;
            clipping = false;
            return true;
        }
        if (next == '"' && !escaped) {
            inString = false;
            return true;
        }
        boolean startsCharacter = !escaped && hexLeft == 0 && !continues(next);
        clipping |= startsCharacter && length >= LONGEST;
        follow(next);
        length++;
        return !clipping;
    }

    /** An escape is kept whole or not at all. */
    private void follow(byte next) {
        if (escaped) {
            escaped = false;
            hexLeft = next == 'u' ? HEX_DIGITS : 0;
        } else if (hexLeft > 0) {
            hexLeft--;
        } else {
            escaped = next == '\\';
        }
    }

    /** Whether it continues a multi-byte character. */
    private static boolean continues(byte next) {
        return (next & 0xC0) == 0x80;
    }
}
