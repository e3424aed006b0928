package rtm.main.settings.type;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Pairs such as {@code max-size=10m,max-file=3}; a value may contain {@code =} but no comma. */
final class KeyValues {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private KeyValues() {}

    /** Reads pairs in order; empty if the text is malformed or repeats a key. */
    static Optional<Map<String, String>> parse(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? "" : part.substring(0, equals).strip();
            if (!KEY.matcher(key).matches()
                    || pairs.put(key, part.substring(equals + 1).strip()) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(Collections.unmodifiableMap(pairs));
    }
}
