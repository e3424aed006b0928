package rtm.main.settings;

import java.util.regex.Pattern;

/** How much of a variable's value may be shown. */
enum Secrecy {
    /** Everything, except the part before an {@code @}, which may be a misplaced password. */
    NONE,
    /** A connection string without its password. */
    PASSWORD_INSIDE,
    /** Pairs, with the values of secret keys masked. */
    SECRETS_INSIDE,
    /** Nothing. */
    ALL;

    static final String MASK = "********";

    private static final int LONGEST = 80;

    private static final Pattern BEFORE_AT = Pattern.compile("(?s)^([a-zA-Z][\\w+.-]*://)?.*@");
    private static final Pattern PASSWORD_BEFORE_AT = Pattern.compile("(?s)(://[^:/@]*):.*@");
    private static final Pattern PASSWORD_PARAMETER =
            Pattern.compile("(?i)([?&][^=&]*pass[^=&]*)=[^&]*");
    private static final Pattern SECRET_PAIR =
            Pattern.compile("(?i)([^=,]*(?:token|secret|pass|key|credential|auth)[^=,]*)=[^,]*");

    /** How the effective settings show a valid value. */
    String shown(String value) {
        return switch (this) {
            case NONE -> BEFORE_AT.matcher(value).replaceAll("$1" + MASK + "@");
            case PASSWORD_INSIDE -> withoutPasswords(value);
            case SECRETS_INSIDE -> SECRET_PAIR.matcher(value).replaceAll("$1=" + MASK);
            case ALL -> value.isEmpty() ? "" : MASK;
        };
    }

    /** How a message shows a refused value, which may be anything. */
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
