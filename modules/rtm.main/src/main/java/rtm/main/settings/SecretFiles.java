package rtm.main.settings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import rtm.main.settings.type.SecretFile;

/**
 * Reads the secrets that are in files: every variable that may hold one has a second name, with
 * {@code _FILE} at its end, that names a {@link SecretFile} with its value.
 */
final class SecretFiles {

    private final Map<String, String> resolved;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();

    private SecretFiles(Map<String, String> entries) {
        this.resolved = new HashMap<>(entries);
        variables().forEach(this::resolve);
    }

    /** The environment with the contents of the files in the places of their names. */
    static SecretFiles read(Map<String, String> entries) {
        return new SecretFiles(entries);
    }

    /** The variables that may hold a secret. */
    static Stream<Variable<?>> variables() {
        return Variables.all().filter(variable -> variable.secrecy() != Secrecy.NONE);
    }

    /** The name of the variable that names the file. */
    static String fileName(Variable<?> variable) {
        return variable.name() + SecretFile.SUFFIX;
    }

    Environment environment() {
        return new Environment(resolved);
    }

    /** What is wrong with the files. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Whether a variable has no value because its file cannot be read. */
    boolean unread(String variable) {
        return unread.contains(variable);
    }

    private void resolve(Variable<?> variable) {
        String name = fileName(variable);
        String file = resolved.getOrDefault(name, "").strip();
        if (file.isEmpty()) {
            return;
        }
        if (!resolved.getOrDefault(variable.name(), "").isEmpty()) {
            problems.add(
                    new Problem(
                            name,
                            "is set, and so is %s; remove one of them".formatted(variable.name())));
            return;
        }
        try {
            resolved.put(variable.name(), SecretFile.read(file, resolved));
        } catch (IOException unusable) {
            unread.add(variable.name());
            problems.add(new Problem(name, String.valueOf(unusable.getMessage())));
        }
    }
}
