package rtm.main.settings.type;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Host names such as {@code games.example,ops.example}. */
final class HostNames {

    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

    private HostNames() {}

    /** Reads names into lower case, in order; empty if one is malformed. */
    static Optional<Set<String>> parse(String text) {
        Set<String> names = new LinkedHashSet<>();
        for (String part : text.split(",", -1)) {
            String name = part.strip().toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches()) {
                return Optional.empty();
            }
            names.add(name);
        }
        return Optional.of(Set.copyOf(names));
    }
}
