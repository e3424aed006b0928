package rtm.main.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what the environment sets under our prefix and nobody here reads. */
final class UnknownVariables {

    private static final int NEAR = 2;

    /** Names that were read once, and what came of them. */
    private static final Map<String, String> REMOVED =
            Map.of(
                    "RTMANAGER_REDIS_ADDR",
                    "RTMANAGER_REDIS_MASTER_ADDR took its place",
                    "RTMANAGER_REDIS_TLS_ENABLED",
                    "the connection to RTMANAGER_REDIS_MASTER_ADDR is plain TCP",
                    "RTMANAGER_REDIS_USERNAME",
                    "the default user signs in with RTMANAGER_REDIS_PASSWORD");

    private UnknownVariables() {}

    /** A sentence for each, in the order of the names; what they hold is never shown. */
    static List<String> warnings(Environment environment) {
        Set<String> known = Variables.all().map(Variable::name).collect(Collectors.toSet());
        return environment.entries().keySet().stream()
                .filter(name -> name.startsWith(Variable.PREFIX) && !known.contains(name))
                .sorted()
                .map(name -> warning(name, known))
                .toList();
    }

    private static String warning(String name, Set<String> known) {
        String removed = REMOVED.get(name);
        if (removed != null) {
            return "%s was removed and has no effect: %s.".formatted(name, removed);
        }
        String meant = nearest(name, known).map("; did you mean %s?"::formatted).orElse(".");
        return name + " is not known and has no effect" + meant;
    }

    private static Optional<String> nearest(String name, Set<String> known) {
        return known.stream()
                .filter(candidate -> EditDistance.between(name, candidate) <= NEAR)
                .min(
                        Comparator.comparingInt(
                                        (String candidate) -> EditDistance.between(name, candidate))
                                .thenComparing(Comparator.naturalOrder()));
    }
}
