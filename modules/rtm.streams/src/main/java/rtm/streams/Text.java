package rtm.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Text as bytes, and back. */
final class Text {

    /** What a field of a job may hold at most, in bytes; the longest valid value is far shorter. */
    static final int LONGEST = 64 << 10;

    /** Ends a text that was cut; no valid value holds it. */
    static final String CUT = "\u2026(cut)";

    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** Text from another service: broken UTF-8 is replaced, what is too long is cut and marked. */
    static String read(byte[] bytes) {
        return bytes.length <= LONGEST
                ? new String(bytes, UTF_8)
                : new String(bytes, 0, LONGEST, UTF_8) + CUT;
    }

    /** A short answer of Redis itself; what is none becomes an empty text. */
    static String answer(@Nullable Object reply) {
        return switch (reply) {
            case null -> "";
            case byte[] bytes -> new String(bytes, UTF_8);
            default -> reply.toString();
        };
    }

    /**
     * The same text without what UTF-8 and PostgreSQL's JSON cannot hold: lone surrogates and the
     * null character become replacement characters.
     */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(Text::storable).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static int storable(int codePoint) {
        boolean loneSurrogate =
                codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return loneSurrogate || codePoint == 0 ? REPLACEMENT : codePoint;
    }
}
