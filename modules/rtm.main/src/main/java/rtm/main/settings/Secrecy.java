package rtm.main.settings;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rtm.domain.text.PercentCode;
import rtm.domain.text.PlainText;

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
    private static final Pattern MISPLACED =
            Pattern.compile("(?s)^(?:[a-zA-Z][\\w+.-]*://)?(?:[^:@]*:)?(?<secret>.*)@");
    private static final Pattern PASSWORD_BEFORE_AT =
            Pattern.compile("(?s)(://[^:/@]*):(?<secret>.*)@");
    private static final Pattern PASSWORD_PARAMETER =
            Pattern.compile("(?i)([?&][^=&]*pass[^=&]*)=(?<secret>[^&]*)");
    private static final Pattern SECRET_PAIR =
            Pattern.compile(
                    "(?i)([^=,]*(?:token|secret|pass|key|credential|auth)[^=,]*)=(?<secret>[^,]*)");

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
                ? '"' + shortened(PlainText.value(shown(value)).replace('"', '?')) + '"'
                : "a value that is not shown";
    }

    /** The parts of a value that are not shown, also decoded where they are part of a URL. */
    Set<String> secrets(String value) {
        Set<String> secrets = new TreeSet<>();
        switch (this) {
            case NONE -> add(secrets, MISPLACED.matcher(value));
            case PASSWORD_INSIDE -> {
                add(secrets, PASSWORD_BEFORE_AT.matcher(value));
                add(secrets, PASSWORD_PARAMETER.matcher(value));
            }
            case SECRETS_INSIDE -> add(secrets, SECRET_PAIR.matcher(value));
            case ALL -> secrets.add(value);
        }
        secrets.remove("");
        return secrets;
    }

    private static void add(Set<String> secrets, Matcher found) {
        while (found.find()) {
            String secret = found.group("secret");
            secrets.add(secret);
            try {
                secrets.add(PercentCode.decode(secret));
            } catch (IllegalArgumentException _) {
                // Not encoded.
            }
        }
    }

    private static String withoutPasswords(String value) {
        String masked = PASSWORD_BEFORE_AT.matcher(value).replaceAll("$1:" + MASK + "@");
        return PASSWORD_PARAMETER.matcher(masked).replaceAll("$1=" + MASK);
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...";
    }
}
