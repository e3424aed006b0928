package rtm.domain.overview;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Single values of the details of a health event. This service wrote them: one flat JSON object.
 *
 * @param json the object
 */
record SeenDetails(String json) {

    Optional<String> number(String name) {
        return value(name, "-?[0-9]{1,10}");
    }

    boolean is(String name) {
        return value(name, "true").isPresent();
    }

    /** A short text, as Docker reported it; empty if it has an escaped character. */
    Optional<String> text(String name) {
        return value(name, "\"[^\"\\\\]{1,100}\"")
                .map(quoted -> quoted.substring(1, quoted.length() - 1));
    }

    /** A name follows an unescaped quote, so the same characters within a text are none. */
    private Optional<String> value(String name, String form) {
        Matcher matcher =
                Pattern.compile("[{,]\\s*\"%s\"\\s*:\\s*(%s)".formatted(name, form)).matcher(json);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
