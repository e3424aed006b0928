package rtm.main.client.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceHintsTest {

    @TempDir Path folder;

    @Test
    void theLogIsInTheJournalOrInTheFileThatTheInstallationNames() throws IOException {
        Path file = folder.resolve("rtmanager.log");
        assertThat(new ServiceHints(true).log()).startsWith("journalctl", "--unit=rtmanager");
        assertThat(ServiceHints.log(file)).isEmpty();

        Files.createFile(file);

        assertThat(ServiceHints.log(file)).containsExactly("tail", "-n", "5000", file.toString());
    }

    @Test
    void aServiceThatDoesNotAnswerHasItsLogNamed() throws IOException {
        Path file = folder.resolve("rtmanager.log");
        assertThat(new ServiceHints(true).look(file)).endsWith("systemctl status rtmanager");
        assertThat(new ServiceHints(false).look(file)).doesNotContain(".log");

        Files.createFile(file);

        assertThat(new ServiceHints(false).look(file))
                .contains("its log is " + file + ";")
                .endsWith("as root: /opt/rtmanager/bin/rtmanager-as-service");
    }
}
