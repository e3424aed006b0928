package rtm.main.settings;

import java.util.regex.Pattern;

/** How much of what a variable holds may be seen. */
enum Secrecy {
    /** All of it; yet what stands before an {@code @} may be a password in the wrong place. */
    NONE,
    /** A connection string, but for its password. */
    PASSWORD_INSIDE,
    /** Pairs, but for the values of keys that speak of a secret. */
    SECRETS_INSIDE,
    /** Nothing of it. */
    ALL;

    static final String MASK = "********";

    private static final int LONGEST = 80;

    private static final Pattern BEFORE_AT = Pattern.compile("(?s)^([a-zA-Z][\\w+.-]*://)?.*@");
    private static final Pattern PASSWORD_BEFORE_AT = Pattern.compile("(?s)(://[^:/@]*):.*@");
    private static final Pattern PASSWORD_PARAMETER =
            Pattern.compile("(?i)([?&][^=&]*pass[^=&]*)=[^&]*");
    private static final Pattern SECRET_PAIR =
            Pattern.compile("(?i)([^=,]*(?:token|secret|pass|key|credential|auth)[^=,]*)=[^,]*");

    /** What the effective settings show of a valid value. */
    String shown(String value) {
        return switch (this) {
            case NONE -> BEFORE_AT.matcher(value).replaceAll("$1" + MASK + "@");
            case PASSWORD_INSIDE -> withoutPasswords(value);
            case SECRETS_INSIDE -> SECRET_PAIR.matcher(value).replaceAll("$1=" + MASK);
            case ALL -> value.isEmpty() ? "" : MASK;
        };
    }

    /** What a message shows of a value that was refused, and so may be anything. */
    String quoted(String value) {
        return this == NONE
                ? '"' + shortened(shown(value).replaceAll("[\\p{Cntrl}\"]", "?")) + '"'
                : "a value that is not shown";
    }

    private static String withoutPasswords(String value) {
        String masked = PASSWORD_BEFORE_AT.matcher(value).replaceAll("$1:" + MASK + "@");
        return PASSWORD_PARAMETER.matcher(masked).replaceAll("$1=" + MASK);
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...";
    }
}
