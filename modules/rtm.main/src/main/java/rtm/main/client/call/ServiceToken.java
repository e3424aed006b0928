package rtm.main.client.call;

import java.io.IOException;
import java.nio.file.Path;
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
 * @param shell how a shell finds it in the same place
 */
record ServiceToken(String value, String variable, String shell) {

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
     * @param environment which of them are the shell's own, and where credentials are
     * @param settings the file that has the others
     * @throws SettingsException if a variable contradicts another one, or its file cannot be used
     */
    static Optional<ServiceToken> of(
            Map<String, String> values, Map<String, String> environment, Path settings) {
        return of(NAME, values, environment, settings)
                .or(() -> of(READ_NAME, values, environment, settings));
    }

    private static Optional<ServiceToken> of(
            String name,
            Map<String, String> values,
            Map<String, String> environment,
            Path settings) {
        String fileName = name + SecretFile.SUFFIX;
        Optional<String> value = Optional.ofNullable(values.get(name));
        Optional<String> file = Optional.ofNullable(values.get(fileName));
        if (value.isPresent() && file.isPresent()) {
            throw new SettingsException(
                    "%s is set, and so is %s; remove one of them".formatted(fileName, name));
        }
        return file.map(path ->
                        valid(
                                content(fileName, path, environment),
                                fileName,
                                "$(cat %s)".formatted(file(path))))
                .or(() ->
                        value.map(token -> valid(token, name, shell(name, environment, settings))));
    }

    /** A variable of the settings' file is not the shell's, which has to read the file. */
    private static String shell(String name, Map<String, String> environment, Path settings) {
        return environment.getOrDefault(name, "").isBlank()
                ? "$(sed -n 's/^%s=//p' %s | tr -d %s)"
                        .formatted(name, quoted(settings.toString()), "'\"'\\'")
                : "$" + name;
    }

    /** A relative one is below the folder of credentials, which the shell has then too. */
    private static String file(String path) {
        return path.startsWith("/") ? quoted(path) : "\"$CREDENTIALS_DIRECTORY\"/" + quoted(path);
    }

    private static String quoted(String path) {
        return "'" + path.replace("'", "'\\''") + "'";
    }

    private static ServiceToken valid(String value, String variable, String shell) {
        if (!value.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new SettingsException(
                    variable + " has no token, which is visible ASCII characters without blanks");
        }
        return new ServiceToken(value, variable, shell);
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

    @Override
    public String toString() {
        return "the token in " + variable;
    }
}
