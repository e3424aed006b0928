package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {

    private static final String PASSWORD = "RTMANAGER_REDIS_PASSWORD";
    private static final String FILE = PASSWORD + "_FILE";

    @TempDir private Path folder;

    private static List<String> problems(Map<String, String> environment) {
        return switch (Settings.read(environment)) {
            case Settings.Loaded _ -> List.of();
            case Settings.Invalid(List<Problem> problems, _) ->
                    problems.stream().map(Problem::sentence).toList();
        };
    }

    private Map<String, String> named(String file) {
        Map<String, String> environment = new HashMap<>(Environments.with());
        environment.remove(PASSWORD);
        environment.put(FILE, file);
        return environment;
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("secret"), content).toString();
    }

    private static String password(Map<String, String> environment) {
        return Environments.loaded(environment).settings().streams().password();
    }

    @Test
    void everyVariableThatMayHoldASecretCanBeInAFile() throws IOException {
        for (Variable<?> variable : SecretFiles.variables().toList()) {
            String value = variable.example().isEmpty() ? "tag=game" : variable.example();
            Map<String, String> environment = new HashMap<>(Environments.with());
            environment.remove(variable.name());
            environment.put(variable.name() + "_FILE", file(value));

            SecretFiles read = SecretFiles.read(environment);

            assertThat(read.problems()).isEmpty();
            assertThat(read.environment().effective(variable)).isEqualTo(value);
            assertThat(UnknownVariables.warnings(read.environment())).isEmpty();
        }
    }

    @Test
    void oneNewlineAtTheEndIsNotPartOfIt() throws IOException {
        assertThat(password(named(file("hush\n")))).isEqualTo("hush");
        assertThat(password(named(file("hush\r\n")))).isEqualTo("hush");
        assertThat(password(named(file(" hush ")))).isEqualTo(" hush ");
        assertThat(problems(named(file("hush\n\n")))).hasSize(1);
    }

    @Test
    void aRelativeNameIsACredentialOfSystemd() throws IOException {
        file("hush");
        Map<String, String> environment = named("secret");
        environment.put("CREDENTIALS_DIRECTORY", folder.toString());

        assertThat(password(environment)).isEqualTo("hush");
        assertThat(problems(named("secret")))
                .containsExactly(
                        FILE
                                + " names a file that cannot be used: secret: its path is relative"
                                + " to systemd's credentials (LoadCredential=), which only the"
                                + " service has; give an absolute path, or for a check of the"
                                + " service run: rtmanager check --as-service.");
    }

    @Test
    void bothAreAnError() throws IOException {
        Map<String, String> environment = named(file("hush"));
        environment.put(PASSWORD, "other");

        assertThat(problems(environment))
                .containsExactly(FILE + " is set, and so is " + PASSWORD + "; remove one of them.");
    }

    @Test
    void anEmptyNameCountsAsNotSet() {
        Map<String, String> environment = named(" ");
        environment.put(PASSWORD, "hush");

        assertThat(password(environment)).isEqualTo("hush");
    }

    @Test
    void whatCannotBeReadIsNamedOnceWithTheReason() throws IOException {
        assertThat(problems(named("/nowhere/x")))
                .containsExactly(problem("/nowhere/x", "it does not exist"));
        assertThat(problems(named(folder.toString())))
                .containsExactly(problem(folder.toString(), "it is no regular file"));
        String file = file("");
        assertThat(problems(named(file))).containsExactly(problem(file, "it is empty"));
        assertThat(problems(named(file("x".repeat(64 * 1024 + 1)))))
                .containsExactly(problem(file, "it is larger than 64 KiB"));
        Files.write(Path.of(file), new byte[] {(byte) 0xff, 'x'});
        assertThat(problems(named(file))).containsExactly(problem(file, "it is no text in UTF-8"));
    }

    private static String problem(String file, String reason) {
        return "%s names a file that cannot be used: %s: %s.".formatted(FILE, file, reason);
    }

    @Test
    void aRefusedValueIsNotShown() throws IOException {
        Map<String, String> environment = named(file("hush"));
        environment.remove("RTMANAGER_POSTGRES_PRIMARY_DSN");
        environment.put("RTMANAGER_POSTGRES_PRIMARY_DSN_FILE", environment.get(FILE));

        assertThat(problems(environment))
                .singleElement()
                .asString()
                .startsWith("RTMANAGER_POSTGRES_PRIMARY_DSN is a value that is not shown")
                .doesNotContain("hush");
    }

    @Test
    void effectiveSettingsNameTheFileAndMaskItsContent() throws IOException {
        String file = file("hush");

        assertThat(EffectiveSettings.lines(named(file)))
                .containsSubsequence(PASSWORD + "=********", FILE + "=" + file)
                .noneMatch(line -> line.contains("hush"));
    }

    @Test
    void theirContentIsTakenOutOfOtherText() throws IOException {
        assertThat(Secrets.of(named(file("hush\n")))).contains("hush");
    }
}
