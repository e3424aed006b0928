package rtm.domain.text;

import java.util.regex.Pattern;

/** Text of another program as part of a message: one line, bounded, with nothing invisible. */
public final class OneLine {

    private static final Pattern BREAKS = Pattern.compile("\\s*[\\r\\n\\u2028\\u2029]+\\s*");

    /** What colours a terminal or moves its cursor. */
    private static final Pattern TERMINAL = Pattern.compile("\\x1b\\[[0-?]*[ -/]*[@-~]");

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}]");

    private OneLine() {}

    /**
     * The text in one line.
     *
     * @param longest the most characters that are kept; more are replaced by an ellipsis
     */
    public static String of(String text, int longest) {
        String shown = TERMINAL.matcher(text.strip()).replaceAll("");
        String line = CONTROLS.matcher(BREAKS.matcher(shown).replaceAll(" ")).replaceAll("");
        return line.length() <= longest ? line : cut(line, longest) + "…";
    }

    private static String cut(String line, int longest) {
        boolean half = Character.isHighSurrogate(line.charAt(longest - 1));
        return line.substring(0, half ? longest - 1 : longest);
    }
}
