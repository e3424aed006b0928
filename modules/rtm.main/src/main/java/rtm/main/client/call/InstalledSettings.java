package rtm.main.client.call;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings for a command that reads those of the service. A shell usually has none of them;
 * then those of the installed service count, in the file that its unit reads. What the environment
 * sets as well comes first, except the tokens: in a shell they are those of its commands.
 *
 * @param variables names and values
 * @param file the file that was used; empty if the environment has the settings, or if there is no
 *     such file
 */
public record InstalledSettings(Map<String, String> variables, Optional<Path> file) {

    /** The settings of the unit. */
    public static final Path FILE = Path.of("/etc/rtmanager/rtmanager.env");

    /** No service runs without one of these. */
    private static final List<String> NEEDED =
            List.of("RTMANAGER_POSTGRES_PRIMARY_DSN", "RTMANAGER_POSTGRES_PRIMARY_DSN_FILE");

    /** Keeps its own copy. */
    public InstalledSettings {
        variables = Map.copyOf(variables);
    }

    /** Whether the environment has the settings of a service. */
    public static boolean areIn(Map<String, String> environment) {
        return NEEDED.stream().anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
    }

    /**
     * Reads the file if the environment lacks the settings.
     *
     * @throws SettingsException if there is such a file, and this user may not read it
     */
    public static InstalledSettings of(Map<String, String> environment, Path file) {
        if (areIn(environment)) {
            return new InstalledSettings(environment, Optional.empty());
        }
        Map<String, String> installed =
                VariablesFile.read(file, "run the command as root, or set the variables");
        if (installed.isEmpty()) {
            return new InstalledSettings(environment, Optional.empty());
        }
        Map<String, String> all = new HashMap<>(installed);
        environment.forEach((name, value) -> {
            if (!value.isBlank() && !ServiceAddress.tokenVariables().contains(name)) {
                all.remove(VariablesFile.otherForm(name));
                all.put(name, value);
            }
        });
        return new InstalledSettings(all, Optional.of(file));
    }
}
