package rtm.main.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceAddressTest {

    private static final String TOKEN = "RTMANAGER_INTERNAL_HTTP_TOKEN";
    private static final String TOKEN_FILE = "RTMANAGER_INTERNAL_HTTP_TOKEN_FILE";
    private static final String READ_TOKEN = "RTMANAGER_INTERNAL_HTTP_READ_TOKEN";
    private static final String READ_TOKEN_FILE = "RTMANAGER_INTERNAL_HTTP_READ_TOKEN_FILE";

    @TempDir private Path folder;

    private Path clientFile(String content) throws IOException {
        return Files.writeString(folder.resolve("client.env"), content);
    }

    private String secret(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static ServiceAddress address(Map<String, String> environment, Path file) {
        return ServiceAddress.of(Optional.empty(), environment, file);
    }

    private static ServiceToken token(Map<String, String> environment, Path file) {
        return address(environment, file).token().orElseThrow();
    }

    @Test
    void theTokenCanBeInAFileThatEitherPlaceNames() throws IOException {
        String path = secret("token", "s3cret\n");
        Path named = clientFile(TOKEN_FILE + "=" + path);

        assertThat(token(Map.of(), named))
                .isEqualTo(new ServiceToken("s3cret", TOKEN_FILE, "$(cat '" + path + "')"));
        assertThat(token(Map.of(TOKEN_FILE, path), folder.resolve("none")).value())
                .isEqualTo("s3cret");
    }

    @Test
    void theEnvironmentCountsUnderEitherName() throws IOException {
        Path named = clientFile(TOKEN_FILE + "=/nowhere/x");
        Path valued = clientFile(TOKEN + "=old");

        assertThat(token(Map.of(TOKEN, "mine"), named).value()).isEqualTo("mine");
        assertThat(token(Map.of(TOKEN_FILE, secret("token", "mine")), valued).value())
                .isEqualTo("mine");
    }

    @Test
    void theTokenThatOnlyReadsCanBeInAFileToo() throws IOException {
        Path named = clientFile(READ_TOKEN_FILE + "=" + secret("look", "eyes"));

        assertThat(token(Map.of(), named).value()).isEqualTo("eyes");
        assertThat(token(Map.of(), named).onlyReads()).isTrue();
        assertThat(address(Map.of(), named).hint(403)).contains("set " + TOKEN_FILE + " in ");
        assertThat(token(Map.of(TOKEN, "hands"), named).value()).isEqualTo("hands");
        assertThat(token(Map.of(TOKEN, "hands"), named).onlyReads()).isFalse();
    }

    @Test
    void aTokenOfTheEnvironmentThatOnlyReadsIsNotReplacedByTheFiles() throws IOException {
        Path named = clientFile(TOKEN + "=hands");

        assertThat(token(Map.of(READ_TOKEN, "eyes"), named).value()).isEqualTo("eyes");
        assertThat(token(Map.of(READ_TOKEN_FILE, secret("look", "eyes")), named).onlyReads())
                .isTrue();
    }

    /** Somebody who has the token that changes needs no right to the other one's file. */
    @Test
    void aFileThatIsNotNeededIsNotRead() throws IOException {
        Path named = clientFile(READ_TOKEN_FILE + "=/nowhere/x\n" + TOKEN + "=hands\n");

        assertThat(token(Map.of(), named).value()).isEqualTo("hands");
    }

    @Test
    void aRelativePathIsACredentialOfSystemd() throws IOException {
        secret("token", "s3cret");

        assertThat(
                        token(
                                        Map.of(
                                                TOKEN_FILE,
                                                "token",
                                                "CREDENTIALS_DIRECTORY",
                                                folder.toString()),
                                        folder.resolve("none"))
                                .value())
                .isEqualTo("s3cret");
    }

    @Test
    void whatIsNoTokenIsNamedWithItsVariableAndNotShown() throws IOException {
        Path none = folder.resolve("none");
        Map<String, String> both = Map.of(TOKEN, "a", TOKEN_FILE, "/b");
        Map<String, String> missing = Map.of(TOKEN_FILE, "/nowhere/x");
        Map<String, String> lines = Map.of(TOKEN_FILE, secret("token", "one\ntwo\n"));
        Map<String, String> blank = Map.of(READ_TOKEN, "a b");

        assertThatThrownBy(() -> address(both, none))
                .isInstanceOf(SettingsException.class)
                .hasMessage(TOKEN_FILE + " is set, and so is " + TOKEN + "; remove one of them");
        assertThatThrownBy(() -> address(missing, none))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        TOKEN_FILE
                                + " names a file that cannot be used: /nowhere/x: it does not exist");
        assertThatThrownBy(() -> address(lines, none))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(TOKEN_FILE + " has no token")
                .hasMessageNotContaining("one");
        assertThatThrownBy(() -> address(blank, none))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(READ_TOKEN + " has no token");
    }

    @Test
    void aShellFindsTheTokenInTheSamePlace() throws Exception {
        for (String line : List.of("=s3cret", "=\"s3cret\"", "='s3cret'")) {
            assertThat(pasted(token(Map.of(), clientFile("# a\n" + TOKEN + line)), Map.of()))
                    .isEqualTo("s3cret");
        }
        Map<String, String> own = Map.of(TOKEN, "mine");
        assertThat(pasted(token(own, clientFile(TOKEN + "=old")), own)).isEqualTo("mine");
        Path named = clientFile(TOKEN_FILE + "=" + secret("it's", "s3cret"));
        assertThat(pasted(token(Map.of(), named), Map.of())).isEqualTo("s3cret");
        Map<String, String> credentials =
                Map.of(TOKEN_FILE, "it's", "CREDENTIALS_DIRECTORY", folder.toString());
        assertThat(pasted(token(credentials, folder.resolve("none")), credentials))
                .isEqualTo("s3cret");
        assertThat(token(credentials, folder.resolve("none")).toString()).doesNotContain("s3cret");
    }

    private static String pasted(ServiceToken token, Map<String, String> environment)
            throws Exception {
        ProcessBuilder shell =
                new ProcessBuilder("sh", "-c", "printf %s \"" + token.shell() + "\"")
                        .redirectErrorStream(true);
        shell.environment().putAll(environment);
        Process printing = shell.start();
        return new String(printing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
