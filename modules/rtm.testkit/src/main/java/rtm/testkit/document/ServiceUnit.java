package rtm.testkit.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A systemd service unit, and how to start a program with the unit's rights without systemd.
 *
 * @param settings the values of its lines, by name; a name may occur several times
 */
public record ServiceUnit(Map<String, List<String>> settings) {

    /** Reads a unit. */
    public static ServiceUnit read(Path file) throws IOException {
        Map<String, List<String>> settings = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (!line.startsWith("#") && equals > 0) {
                settings.computeIfAbsent(line.substring(0, equals), _ -> new ArrayList<>())
                        .add(line.substring(equals + 1));
            }
        }
        return new ServiceUnit(settings);
    }

    /** The value of a name that occurs once. */
    public String one(String name) {
        List<String> values = settings.getOrDefault(name, List.of());
        if (values.size() != 1) {
            throw new AssertionError("%s is set to %s".formatted(name, values));
        }
        return values.getFirst();
    }

    /** The words that a name is set to; empty if it does not occur. */
    public List<String> words(String name) {
        return settings.getOrDefault(name, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(" ", -1)))
                .toList();
    }

    /**
     * A command that runs another one with the unit's mask, capabilities and privileges, as a user
     * without an account.
     *
     * @param user the number of its user and group
     * @param groups the number of each of its further groups
     */
    public List<String> starter(int user, Map<String, Integer> groups) {
        String ambient = capabilities("AmbientCapabilities");
        String most = capabilities("CapabilityBoundingSet");
        List<String> rights = new ArrayList<>();
        rights.addAll(List.of("--reuid=" + user, "--regid=" + user, "--groups=" + numbers(groups)));
        rights.addAll(List.of("--inh-caps=" + ambient, "--ambient-caps=" + ambient));
        rights.add("--bounding-set=" + most);
        if (one("NoNewPrivileges").equals("true")) {
            rights.add("--no-new-privs");
        }
        return Stream.of(
                        List.of("sh", "-c", "umask " + one("UMask") + "; exec \"$@\"", "unit"),
                        List.of("setpriv"),
                        rights,
                        List.of("--"))
                .flatMap(List::stream)
                .toList();
    }

    /** The same unit with only these capabilities. */
    public ServiceUnit withCapabilities(String... names) {
        Map<String, List<String>> changed = new LinkedHashMap<>(settings);
        changed.put("AmbientCapabilities", List.of(String.join(" ", names)));
        changed.put("CapabilityBoundingSet", List.of(String.join(" ", names)));
        return new ServiceUnit(changed);
    }

    private String numbers(Map<String, Integer> groups) {
        return words("SupplementaryGroups").stream()
                .map(name -> Objects.requireNonNull(groups.get(name), name).toString())
                .collect(Collectors.joining(","));
    }

    /** In the form of {@code setpriv}: first remove all, then add some. */
    private String capabilities(String name) {
        return Stream.concat(
                        Stream.of("-all"),
                        words(name).stream()
                                .filter(word -> !word.isBlank())
                                .map(word -> "+" + word.replaceFirst("^CAP_", "")))
                .collect(Collectors.joining(","))
                .toLowerCase(Locale.ROOT);
    }
}
