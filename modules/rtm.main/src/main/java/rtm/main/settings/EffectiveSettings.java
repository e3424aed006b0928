package rtm.main.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The settings in effect, as the command {@code config} prints them. */
public final class EffectiveSettings {

    private EffectiveSettings() {}

    /** The same as lines {@code NAME=value}. */
    public static List<String> lines(Map<String, String> entries) {
        return values(entries).entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .toList();
    }

    /**
     * The value of each variable, in the order of the table, secrets masked. After a secret that is
     * in a file comes the variable that names the file.
     *
     * @param entries the environment variables
     */
    public static SequencedMap<String, String> values(Map<String, String> entries) {
        Environment environment = SecretFiles.read(entries).environment();
        SequencedMap<String, String> values = new LinkedHashMap<>();
        Variables.all().forEach(variable -> add(values, variable, environment));
        return values;
    }

    private static void add(
            Map<String, String> values, Variable<?> variable, Environment environment) {
        values.put(variable.name(), variable.secrecy().shown(environment.effective(variable)));
        String file = SecretFiles.fileName(variable);
        String path = environment.entries().getOrDefault(file, "").strip();
        if (!path.isEmpty()) {
            values.put(file, path);
        }
    }
}
