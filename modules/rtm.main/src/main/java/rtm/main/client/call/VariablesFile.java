package rtm.main.client.call;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import rtm.main.settings.type.SecretFile;

/** The form of systemd's EnvironmentFile: comments, NAME=value, quotes around a value. */
public final class VariablesFile {

    private VariablesFile() {}

    /**
     * Reads a file; one that does not exist has no variables.
     *
     * @throws SettingsException if it cannot be read
     */
    public static Map<String, String> read(Path file) {
        return read(file, "run the command as a user who may read it, or give --url");
    }

    /**
     * The same with other advice.
     *
     * @param advice what to do if it cannot be read
     * @throws SettingsException if it cannot be read
     */
    public static Map<String, String> read(Path file, String advice) {
        Map<String, String> values = new HashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (equals > 0 && !line.stripLeading().startsWith("#")) {
                    values.put(
                            line.substring(0, equals).strip(),
                            unquoted(line.substring(equals + 1).strip()));
                }
            }
            values.values().removeIf(String::isEmpty);
            return values;
        } catch (NoSuchFileException _) {
            return Map.of();
        } catch (IOException unreadable) {
            throw new SettingsException(
                    "%s cannot be read: %s; %s".formatted(file, reason(unreadable), advice));
        }
    }

    /** The variable that must not be set as well: a secret is a value or in a file. */
    public static String otherForm(String name) {
        return name.endsWith(SecretFile.SUFFIX)
                ? name.substring(0, name.length() - SecretFile.SUFFIX.length())
                : name + SecretFile.SUFFIX;
    }

    private static String reason(IOException unreadable) {
        return unreadable instanceof AccessDeniedException
                ? "permission denied"
                : String.valueOf(unreadable.getMessage());
    }

    private static String unquoted(String value) {
        boolean quoted =
                value.length() >= 2
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
