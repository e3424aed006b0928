package rtm.domain.text;

/**
 * Text that others wrote, fit for a terminal: control characters, and characters that turn the
 * direction of writing, are shown as escapes and have no effect.
 */
public final class PlainText {

    private static final char ELLIPSIS = '…';

    private PlainText() {}

    /** One line: line ends and tabs are escaped too. */
    public static String line(String text) {
        return escaped(text, false);
    }

    /** One line of an engine's output: tabs stay. */
    public static String output(String text) {
        return escaped(text, true);
    }

    /**
     * A value that somebody compares letter by letter: also spaces that look like another one, and
     * characters that look like nothing, are escaped.
     */
    public static String value(String text) {
        StringBuilder plain = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(point -> {
                    if (point == ' ' || (isHarmless(point) && !looksLikeNothing(point))) {
                        plain.appendCodePoint(point);
                    } else {
                        plain.append(escape(point));
                    }
                });
        return plain.toString();
    }

    /**
     * The letters and the symbol that Unicode has for fillers and blanks count as visible there.
     */
    private static boolean looksLikeNothing(int point) {
        return Character.isSpaceChar(point)
                || switch (point) {
                    case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
                    default -> point >= 0xfe00 && point <= 0xfe0f;
                };
    }

    /** JSON of the same value, on as many lines. Such characters stand only in its strings. */
    public static String json(String text) {
        StringBuilder plain = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(point -> {
                    if (point == '\n' || point == '\r' || point == '\t' || isHarmless(point)) {
                        plain.appendCodePoint(point);
                    } else {
                        for (char unit : Character.toChars(point)) {
                            plain.append("\\u%04x".formatted((int) unit));
                        }
                    }
                });
        return plain.toString();
    }

    /** At most {@code width} characters; an ellipsis shows that something is missing. */
    public static String clipped(String text, int width) {
        int[] points = text.codePoints().toArray();
        return points.length <= width
                ? text
                : new String(points, 0, Math.max(0, width - 1)) + ELLIPSIS;
    }

    private static String escaped(String text, boolean tabs) {
        if (text.chars().allMatch(c -> (c >= ' ' && c <= '~') || (tabs && c == '\t'))) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(point -> {
                    if ((tabs && point == '\t') || isHarmless(point)) {
                        plain.appendCodePoint(point);
                    } else {
                        plain.append(escape(point));
                    }
                });
        return plain.toString();
    }

    private static String escape(int point) {
        return point < 0x100 ? "\\x%02x".formatted(point) : "\\u{%x}".formatted(point);
    }

    private static boolean isHarmless(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
