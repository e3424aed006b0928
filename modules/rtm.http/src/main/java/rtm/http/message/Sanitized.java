package rtm.http.message;

/** Text from outside, made fit to be shown in a message: short, and plain characters only. */
public final class Sanitized {

    private static final int LONGEST = 80;

    private Sanitized() {}

    /** The text, at most 80 characters of it, with a question mark for each odd one. */
    public static String of(String text) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return start.replaceAll("[^ -~]", "?");
    }
}
