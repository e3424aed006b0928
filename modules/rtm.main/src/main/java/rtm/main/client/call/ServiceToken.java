package rtm.main.client.call;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import rtm.main.settings.type.SecretFile;

/**
 * The token for the service.
 *
 * @param value the token
 * @param variable the variable that it comes from
 * @param file the file that the variable names, if it names one
 */
record ServiceToken(String value, String variable, Optional<String> file) {

    static final String NAME = "RTMANAGER_INTERNAL_HTTP_TOKEN";
    private static final String READ_NAME = "RTMANAGER_INTERNAL_HTTP_READ_TOKEN";

    /** All variables that give or name a token. */
    static List<String> variables() {
        return Stream.of(NAME, READ_NAME)
                .flatMap(name -> Stream.of(name, name + SecretFile.SUFFIX))
                .toList();
    }

    /**
     * The token that changes, else the one that reads; empty if there is none.
     *
     * @param values the variables, none of them blank
     * @param environment says where credentials are
     * @throws SettingsException if a variable contradicts another one, or its file cannot be used
     */
    static Optional<ServiceToken> of(Map<String, String> values, Map<String, String> environment) {
        return of(NAME, values, environment).or(() -> of(READ_NAME, values, environment));
    }

    private static Optional<ServiceToken> of(
            String name, Map<String, String> values, Map<String, String> environment) {
        String fileName = name + SecretFile.SUFFIX;
        Optional<String> value = Optional.ofNullable(values.get(name));
        Optional<String> file = Optional.ofNullable(values.get(fileName));
        if (value.isPresent() && file.isPresent()) {
            throw new SettingsException(
                    "%s is set, and so is %s; remove one of them".formatted(fileName, name));
        }
        return file.map(path -> valid(content(fileName, path, environment), fileName, file))
                .or(() -> value.map(token -> valid(token, name, file)));
    }

    private static ServiceToken valid(String value, String variable, Optional<String> file) {
        if (!value.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new SettingsException(
                    variable + " has no token, which is visible ASCII characters without blanks");
        }
        return new ServiceToken(value, variable, file);
    }

    private static String content(String variable, String path, Map<String, String> environment) {
        try {
            return SecretFile.read(path, environment).strip();
        } catch (IOException unusable) {
            throw new SettingsException(variable + " " + unusable.getMessage());
        }
    }

    /** Whether the service lets it read only. */
    boolean onlyReads() {
        return variable.startsWith(READ_NAME);
    }

    /** For a shell, which takes it from the same place. */
    String shell() {
        return file.map(path -> "$(cat '%s')".formatted(path.replace("'", "'\\''")))
                .orElse("$" + variable);
    }

    @Override
    public String toString() {
        return "the token in " + variable;
    }
}
