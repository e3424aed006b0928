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
                        plain.append(
                                point < 0x100
                                        ? "\\x%02x".formatted(point)
                                        : "\\u{%x}".formatted(point));
                    }
                });
        return plain.toString();
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
