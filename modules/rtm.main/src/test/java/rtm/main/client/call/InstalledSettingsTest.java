package rtm.main.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which settings a command in a shell reads. */
class InstalledSettingsTest {

    private static final String DSN = "RTMANAGER_POSTGRES_PRIMARY_DSN";

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("rtmanager.env");
        Files.writeString(
                file,
                """
                # settings
                RTMANAGER_POSTGRES_PRIMARY_DSN="postgres://a"
                RTMANAGER_LOG_LEVEL=warn
                """);
    }

    @Test
    void aPlainShellHasThoseOfTheInstalledService() {
        InstalledSettings found = InstalledSettings.of(Map.of("HOME", "/root", DSN, " "), file);

        assertThat(found.file()).contains(file);
        assertThat(found.variables())
                .containsEntry(DSN, "postgres://a")
                .containsEntry("RTMANAGER_LOG_LEVEL", "warn")
                .containsEntry("HOME", "/root");
    }

    @Test
    void whatTheShellSetsComesFirst() {
        assertThat(InstalledSettings.of(Map.of("RTMANAGER_LOG_LEVEL", "debug"), file).variables())
                .containsEntry("RTMANAGER_LOG_LEVEL", "debug")
                .containsEntry(DSN, "postgres://a");
    }

    @Test
    void aValueOfTheShellReplacesTheFileThatTheServiceReadsItFrom() throws IOException {
        Files.writeString(
                file,
                DSN + "=postgres://a\nRTMANAGER_REDIS_PASSWORD_FILE=/secret\nRTMANAGER_A=b\n");

        assertThat(InstalledSettings.of(Map.of("RTMANAGER_REDIS_PASSWORD", "p"), file).variables())
                .containsOnlyKeys(DSN, "RTMANAGER_REDIS_PASSWORD", "RTMANAGER_A");
    }

    @Test
    void theTokenForTheCommandsOfAShellIsNoSetting() throws IOException {
        String name = "RTMANAGER_INTERNAL_HTTP_TOKEN";
        Files.writeString(file, DSN + "=postgres://a\n" + name + "_FILE=/secret\n");

        assertThat(InstalledSettings.of(Map.of(name, "mine"), file).variables())
                .containsOnlyKeys(DSN, name + "_FILE");
    }

    @Test
    void anEnvironmentWithTheSettingsIsTakenAsItIs() {
        for (String name : new String[] {DSN, DSN + "_FILE"}) {
            InstalledSettings found = InstalledSettings.of(Map.of(name, "x"), file);

            assertThat(found.file()).isEmpty();
            assertThat(found.variables()).containsOnlyKeys(name);
        }
    }

    @Test
    void withoutAnInstallationTheEnvironmentCounts() {
        InstalledSettings found =
                InstalledSettings.of(Map.of("HOME", "/root"), folder.resolve("none"));

        assertThat(found.file()).isEmpty();
        assertThat(found.variables()).containsOnlyKeys("HOME");
    }

    @Test
    void aFileThatCannotBeReadIsNamedWithoutItsContent() {
        assertThatThrownBy(() -> InstalledSettings.of(Map.of(), folder))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(folder + " cannot be read")
                .hasMessageEndingWith("run the command as root, or set the variables");
    }
}
