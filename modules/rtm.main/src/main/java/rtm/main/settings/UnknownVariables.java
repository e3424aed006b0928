package rtm.main.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds variables with this service's prefix that it does not read. */
final class UnknownVariables {

    private static final int NEAR = 2;

    /** Where commands find the service; the service itself has no use for it. */
    private static final String OF_COMMANDS = "RTMANAGER_URL";

    /** Names that earlier versions read, and why they were removed. */
    private static final Map<String, String> REMOVED =
            Map.of(
                    "RTMANAGER_REDIS_ADDR",
                    "RTMANAGER_REDIS_MASTER_ADDR replaces it",
                    "RTMANAGER_REDIS_TLS_ENABLED",
                    "the connection to RTMANAGER_REDIS_MASTER_ADDR is plain TCP",
                    "RTMANAGER_REDIS_USERNAME",
                    "the default user signs in with RTMANAGER_REDIS_PASSWORD");

    private UnknownVariables() {}

    /** One sentence per variable, sorted by name; values are never shown. */
    static List<String> warnings(Environment environment) {
        Set<String> known =
                Stream.of(
                                Variables.all().map(Variable::name),
                                SecretFiles.variables().map(SecretFiles::fileName),
                                Stream.of(OF_COMMANDS))
                        .flatMap(names -> names)
                        .collect(Collectors.toSet());
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
        return name + " is unknown and has no effect" + meant;
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
