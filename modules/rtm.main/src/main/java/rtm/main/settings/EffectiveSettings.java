package rtm.main.settings;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The settings in effect, as the command {@code config} prints them. */
public final class EffectiveSettings {

    private EffectiveSettings() {}

    /**
     * A line {@code NAME=value} for each variable, in the order of the table, secrets masked. After
     * a secret that is in a file, a line names the file.
     *
     * @param entries the environment variables
     */
    public static List<String> lines(Map<String, String> entries) {
        Environment environment = SecretFiles.read(entries).environment();
        return Variables.all().flatMap(variable -> lines(variable, environment)).toList();
    }

    private static Stream<String> lines(Variable<?> variable, Environment environment) {
        String file = SecretFiles.fileName(variable);
        return Stream.concat(
                Stream.of(
                        variable.name()
                                + "="
                                + variable.secrecy().shown(environment.effective(variable))),
                Stream.of(environment.entries().getOrDefault(file, "").strip())
                        .filter(path -> !path.isEmpty())
                        .map(path -> file + "=" + path));
    }
}
