package rtm.main.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                .isEqualTo(new ServiceToken("s3cret", TOKEN_FILE, Optional.of(path)));
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
    void aShellReadsTheSameFile() {
        assertThat(new ServiceToken("s", TOKEN, Optional.empty()).shell()).isEqualTo("$" + TOKEN);
        assertThat(new ServiceToken("s", TOKEN_FILE, Optional.of("/it's")).shell())
                .isEqualTo("$(cat '/it'\\''s')");
        assertThat(new ServiceToken("s", TOKEN_FILE, Optional.of("/x")).toString())
                .doesNotContain("\"s\"");
    }
}
