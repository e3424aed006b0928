package rtm.domain.log;

/** Formats an event as one line. */
final class Logfmt {

    private static final int LONGEST_VALUE = 4096;

    private Logfmt() {}

    static String line(String sentence, LogField... pairs) {
        StringBuilder line = new StringBuilder(sentence.length() + 32 * pairs.length);
        escape(line, sentence, false);
        for (LogField pair : pairs) {
            line.append(' ').append(pair.key()).append('=');
            value(line, pair.value());
        }
        return line.toString();
    }

    private static void value(StringBuilder line, String value) {
        String shown = cut(value);
        if (!shown.isEmpty() && shown.chars().allMatch(Logfmt::plain)) {
            line.append(shown);
        } else {
            line.append('"');
            escape(line, shown, true);
            line.append('"');
        }
    }

    private static String cut(String value) {
        if (value.length() <= LONGEST_VALUE) {
            return value;
        }
        boolean half = Character.isHighSurrogate(value.charAt(LONGEST_VALUE - 1));
        return value.substring(0, half ? LONGEST_VALUE - 1 : LONGEST_VALUE) + "…";
    }

    private static boolean plain(int c) {
        return c > ' ' && c < 0x7f && c != '"' && c != '=' && c != '\\';
    }

    /** A sentence is not in quotes, so those in it stay as they are. */
    private static void escape(StringBuilder line, String text, boolean quoted) {
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '"' -> line.append(quoted ? "\\\"" : "\"");
                        case '\\' -> line.append("\\\\");
                        case '\n' -> line.append("\\n");
                        case '\r' -> line.append("\\r");
                        case '\t' -> line.append("\\t");
                        default -> visible(line, c);
                    }
                });
    }

    private static void visible(StringBuilder line, int c) {
        if (invisible(c)) {
            line.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
        } else {
            line.appendCodePoint(c);
        }
    }

    private static boolean invisible(int c) {
        if (c == ' ') {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }
}
