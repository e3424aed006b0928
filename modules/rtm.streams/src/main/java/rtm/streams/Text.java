package rtm.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import rtm.streams.wire.ReplyBounds;

/** Converts text to bytes and back. */
final class Text {

    /** Marks the end of a cut text; no valid value contains it. */
    static final String CUT = "\u2026(cut)";

    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /**
     * A field of an entry: invalid UTF-8 is replaced, a text that was cut is marked. The longest
     * valid value is much shorter than the bound.
     */
    static String read(byte[] bytes) {
        return ReplyBounds.isCut(bytes)
                ? new String(ReplyBounds.kept(bytes), UTF_8) + CUT
                : new String(bytes, UTF_8);
    }

    /** A short answer of Redis itself; null becomes an empty text. */
    static String answer(@Nullable Object reply) {
        return switch (reply) {
            case null -> "";
            case byte[] bytes -> new String(bytes, UTF_8);
            default -> reply.toString();
        };
    }

    /**
     * Replaces characters that UTF-8 or PostgreSQL's JSON cannot contain: lone surrogates and the
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
