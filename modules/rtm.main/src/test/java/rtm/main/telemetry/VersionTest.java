package rtm.main.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VersionTest {

    @Test
    void isTheOneTheBuildWroteAndNotItsPlaceholder() {
        assertThat(Version.current()).matches("\\d+\\.\\d+\\.\\d+(-.+)?");
    }

    @Test
    void theChangelogBeginsWithThisVersionAndTheInstallationUsesIt() throws IOException {
        Path documents = Path.of("../../docs");

        assertThat(
                        Files.readAllLines(documents.resolve("changelog.md")).stream()
                                .filter(line -> line.startsWith("## "))
                                .findFirst())
                .contains("## " + Version.current());
        assertThat(Files.readString(documents.resolve("install.md")))
                .contains("tar -xzf rtmanager-" + Version.current() + "-linux-amd64.tar.gz");
    }
}
