package rtm.domain.log;

/** Writes the one line of an event. */
final class Logfmt {

    private static final int LONGEST_VALUE = 4096;

    private Logfmt() {}

    static String line(String sentence, Pair... pairs) {
        StringBuilder line = new StringBuilder(sentence.length() + 32 * pairs.length);
        escape(line, sentence);
        for (Pair pair : pairs) {
            line.append(' ').append(pair.key()).append('=');
            value(line, pair.value());
        }
        return line.toString();
    }

    private static void value(StringBuilder line, String value) {
        String shown =
                value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value;
        if (!shown.isEmpty() && shown.chars().allMatch(Logfmt::plain)) {
            line.append(shown);
        } else {
            line.append('"');
            escape(line, shown);
            line.append('"');
        }
    }

    private static boolean plain(int c) {
        return c > ' ' && c < 0x7f && c != '"' && c != '=' && c != '\\';
    }

    private static void escape(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (invisible(c)) {
                        line.append(String.format("\\u%04x", (int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
    }

    private static boolean invisible(char c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || c == '\u2028'
                || c == '\u2029';
    }
}
