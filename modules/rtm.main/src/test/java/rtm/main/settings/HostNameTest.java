package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {

    @TempDir private Path folder;

    private Path named(String text) throws IOException {
        return Files.writeString(folder.resolve("hostname"), text);
    }

    @Test
    void theHostNameIsReadFromTheKernel() throws IOException {
        assertThat(HostName.read(named("vm-2.games.internal\n"))).contains("vm-2.games.internal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "(none)", "a b"})
    void aNameThatTellsNoMachineFromAnotherIsNone(String text) throws IOException {
        assertThat(HostName.read(named(text))).isEmpty();
    }

    @Test
    void withoutTheFileThereIsNone() {
        assertThat(HostName.read(folder.resolve("none"))).isEmpty();
    }
}
