package rtm.domain.model;

import java.nio.charset.StandardCharsets;

/** The output that is kept of an engine that ended. */
public sealed interface EndingOutput {

    /** The most lines that are kept. */
    int MOST_LINES = 50;

    /** The most bytes that are kept, as UTF-8. */
    int MOST_BYTES = 16 * 1024;

    /**
     * Its last lines.
     *
     * @param text as the engine wrote it, control characters included, but without NUL
     */
    record Kept(String text) implements EndingOutput {

        /** Drops NUL, and then whole lines from the beginning until the rest fits. */
        public Kept {
            text = bounded(text.indexOf('\0') < 0 ? text : text.replace("\0", ""));
        }

        private static String bounded(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length <= MOST_BYTES) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
            int from = characterStart(bytes, bytes.length - MOST_BYTES);
            String end = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
            int line = bytes[from - 1] == '\n' ? 0 : end.indexOf('\n') + 1;
            return line == end.length() ? end : end.substring(line);
        }

        /** The first byte from there on that does not continue a character. */
        private static int characterStart(byte[] bytes, int from) {
            int start = from;
            while (start < bytes.length && (bytes[start] & 0xC0) == 0x80) {
                start++;
            }
            return start;
        }
    }

    /**
     * There is none, and there will be none.
     *
     * @param reason why, in words for an operator
     */
    record Missing(String reason) implements EndingOutput {

        private static final int LONGEST = 500;

        /** Cuts a long reason, and drops NUL. */
        public Missing {
            String clean = reason.replace("\0", "");
            reason = clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST);
        }
    }
}
